// What Java's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named, positionOf } from '../nodes.ts'
import { propertyOf, variableOfPlaceholder, variableOfProperty } from '../property.ts'
import { boundVariable, defaultedBy, environment, guardedDefault, variableReadBy } from './environment.ts'
import { argumentsOf, calleeOf, lastName, literalText, typeOfName } from './names.ts'

const KEYED =
  /(^|\.)(put|putIfAbsent|entry|of|ofEntries|pair|setProperty|getProperty|getOrDefault|property|setting|addProperty|addDataSourceProperty|addPropertyValue|withProperty|config|option|set|get(String|Integer|Int)?|withEnv|header|setHeader|addHeader|defaultHeader|addRequestProperty|setRequestProperty|addEnv)$/

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
/** Annotations whose value ends up in what they stand at. */
const INJECTED = /^(Value|ConfigProperty|Property|DefaultValue|Named|Parameter|Bindable)$/

export function javaDialect(definitionOf: DefinitionOf): Dialect {
  return {
    environmentOf: (expression) => environment(expression, definitionOf, 6),
    own: (literal) => variableOfPlaceholder(literalText(literal) ?? ''),
    step: (child, parent) => step(child, parent, definitionOf),
  }
}

function step(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === child.id
  switch (parent.type) {
    case 'binary_expression':
      return /^[!=]=$/.test(parent.childForFieldName('operator')?.type ?? '') ? { kind: 'compared' } : THROUGH
    case 'switch_label':
      return { kind: 'compared' }
    case 'ternary_expression':
      return ternary(child, parent, definitionOf)
    case 'array_initializer':
    case 'element_value_array_initializer':
      return { kind: 'element', index: positionOf(child, parent) }
    case 'argument_list':
    case 'annotation_argument_list':
      return argument(child, parent)
    case 'element_value_pair':
      return pair(parent)
    case 'annotation':
      return INJECTED.test(calleeOf(parent))
        ? THROUGH
        : { kind: 'call', name: calleeOf(parent), start: parent.startIndex }
    case 'method_invocation':
    case 'object_creation_expression':
    case 'explicit_constructor_invocation':
    case 'enum_constant':
      return call(child, parent)
    case 'variable_declarator':
    case 'resource':
      return isField('value') ? declared(parent) : STOP
    case 'assignment_expression':
      return assignment(child, parent, definitionOf)
    case 'field_declaration':
    case 'formal_parameter':
    case 'class_declaration':
    case 'interface_declaration':
      return child.type === 'modifiers' ? annotated(parent) : THROUGH
    case 'throw_statement':
      return { kind: 'raised' }
    case 'return_statement':
      return { kind: 'name', name: enclosingMethod(parent) }
    case 'lambda_expression':
      return child.type === 'block' ? STOP : THROUGH
    case 'block':
    case 'class_body':
    case 'constructor_body':
    case 'enum_body':
    case 'interface_body':
    case 'program':
      return { kind: 'scope' }
    case 'method_declaration':
    case 'constructor_declaration':
    case 'import_declaration':
      return STOP
    default:
      return THROUGH
  }
}

/** Field or variable; a field of a bound class is read from the environment. */
function declared(declarator: SyntaxNode): Step {
  const name = declarator.childForFieldName('name')!.text
  const field = declarator.parent?.type === 'field_declaration' ? declarator.parent : undefined
  const isConstant = field && /\bstatic\b/.test(named(field)[0]?.text ?? '')
  const variable = field && !isConstant ? boundVariable(field, name) : undefined
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}

/** `@Value("…") private String depotHost`: the name of what it is put into. */
function annotated(declaration: SyntaxNode): Step {
  const name =
    declaration.childForFieldName('name') ?? declaration.childForFieldName('declarator')?.childForFieldName('name')
  return { kind: 'name', name: name?.text ?? '', stop: declaration.type !== 'field_declaration' }
}

/** `getenv("X") != null ? getenv("X") : "…"`. */
function ternary(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const [one, other] = [parent.childForFieldName('consequence'), parent.childForFieldName('alternative')]
  const opposite = one?.id === child.id ? other : other?.id === child.id ? one : null
  const variable = environment(opposite, definitionOf, 6)
  return variable === undefined ? THROUGH : { kind: 'env', variable }
}

function argument(child: SyntaxNode, list: SyntaxNode): Step {
  const owner = list.parent!
  const index = positionOf(child, list)
  const property = setterOf(owner)
  if (property === undefined) {
    const key = keyBefore(owner, index)
    if (key === undefined) return { kind: 'argument', index }
    const holder = owner.childForFieldName('object')
    // `Map.of("a", x)` is a map of its own; `props.put("a", x)` adds to one that other lines fill, too.
    const isFilled = holder?.type === 'identifier' && /^[a-z]/.test(holder.text)
    return { kind: 'keyword', name: key, ...(isFilled ? { scope: `of:${rootOf(holder)}` } : {}) }
  }
  const object = owner.childForFieldName('object')!
  return { kind: 'keyword', name: property, scope: `of:${rootOf(object)}` }
}

/** `map.put("tariff", x)`, `props.getProperty("tariff.url", x)`, `Map.of("a", x, "b", y)`: the name in front of the value. */
function keyBefore(owner: SyntaxNode, index: number): string | undefined {
  if (index === 0 || !KEYED.test(calleeOf(owner))) return undefined
  const key = literalText(argumentsOf(owner)[index - 1])
  return key !== undefined && /^[A-Za-z][\w.:-]*$/.test(key) ? key : undefined
}

/** `x.setHost(h)`, `.port(p)`: methods of one argument that give a property its value. */
export function setterOf(owner: SyntaxNode): string | undefined {
  if (owner.type !== 'method_invocation' || owner.childForFieldName('object') === null) return undefined
  if (argumentsOf(owner).length !== 1) return undefined
  return propertyOf(owner.childForFieldName('name')!.text)
}

/** What a chain starts from: all its setters speak of one object. */
function rootOf(object: SyntaxNode): string {
  let root = object
  for (
    let next = root.childForFieldName('object');
    root.type === 'method_invocation' && next !== null;
    next = root.childForFieldName('object')
  )
    root = next
  return /^(identifier|field_access)$/.test(root.type) && root.id === object.id
    ? root.text
    : `${root.text.slice(0, 40)}@${root.startIndex}`
}

function pair(parent: SyntaxNode): Step {
  const key = parent.childForFieldName('key')!.text
  const annotation = parent.parent?.parent
  const property = annotation && key === 'defaultValue' ? namedProperty(annotation) : undefined
  return property === undefined
    ? { kind: 'keyword', name: key }
    : { kind: 'env', variable: variableOfProperty(property), name: property }
}

/** `@ConfigProperty(name = "tariff.url", defaultValue = "…")`. */
function namedProperty(annotation: SyntaxNode): string | undefined {
  if (calleeOf(annotation) !== 'ConfigProperty') return undefined
  const name = argumentsOf(annotation).find((one) => one.childForFieldName('key')?.text === 'name')
  return literalText(name?.childForFieldName('value'))
}

function call(child: SyntaxNode, parent: SyntaxNode): Step {
  const name = calleeOf(parent)
  const list = parent.childForFieldName('arguments')
  if (list?.id !== child.id) {
    if (child.type === 'class_body') return STOP
    // The value is what a method is called on: `"…".formatted(x)`, `Set.of("localhost").contains(h)`.
    return isMembership(name) ? { kind: 'compared' } : THROUGH
  }
  // An URL put together from its parts is no mere conversion of one text.
  const parts = /^(java\.net\.)?UR[IL]$/.test(name) && argumentsOf(parent).length > 2
  return {
    kind: 'call',
    name: parts ? `new ${name}` : typedName(parent, name),
    start: parent.startIndex,
    ...readFrom(parent),
  }
}

/** A setter says more with the type of its object: `ConnectionFactory.setHost`. */
function typedName(owner: SyntaxNode, name: string): string {
  const object = owner.childForFieldName('object')
  if (object?.type !== 'identifier' || setterOf(owner) === undefined) return name
  const type = typeOfName(object.text, owner)
  return type === undefined ? name : `${type}.${owner.childForFieldName('name')!.text}`
}

/** Variable that wins over the argument, or the name of the property it is a default of. */
function readFrom(owner: SyntaxNode): { environment?: string; firstArgument?: string; defaulted?: SyntaxNode } {
  const defaulted = defaultedBy(owner, argumentsOf(owner).length - 1)
  if (defaulted !== undefined) return { defaulted }
  const variable = variableReadBy(owner)
  const first = literalText(argumentsOf(owner)[0])
  return {
    ...(variable === undefined ? {} : { environment: variable }),
    ...(first === undefined ? {} : { firstArgument: first }),
  }
}

function assignment(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  const name = lastName(left)
  const variable = guardedDefault(parent, name, definitionOf)
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}

function enclosingMethod(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.type === 'method_declaration') return parent.childForFieldName('name')!.text
    if (parent.type === 'lambda_expression') return ''
  }
  return ''
}
