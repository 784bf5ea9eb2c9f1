// What C#'s syntax does with a value: the dialect for parse/climb.ts.
import { isMembership } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named, positionOf } from '../nodes.ts'
import { propertyOf } from '../property.ts'
import { bornIn, boundVariable, environment, guardedDefault, variableReadBy } from './environment.ts'
import { argumentsOf, calleeOf, isKeyword, keywordName, literalText, referenceName, typeOfName } from './names.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
const KEYED =
  /(^|\.)(Add|TryAdd|UseSetting|SetParameter|WithEnvironment|Set|SetValue|GetValue|GetValueOrDefault|KeyValuePair|Create)$/

export function csharpDialect(definitionOf: DefinitionOf): Dialect {
  return {
    environmentOf: (expression) => environment(expression, definitionOf, 6),
    step: (child, parent) => step(child, parent, definitionOf),
  }
}

function step(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  switch (parent.type) {
    case 'binary_expression':
      return binary(child, parent)
    case 'constant_pattern':
      return { kind: 'compared' }
    case 'conditional_expression':
      return conditional(child, parent, definitionOf)
    case 'initializer_expression':
      return initializer(child, parent)
    case 'argument':
    case 'attribute_argument':
      return argument(child, parent)
    case 'bracketed_argument_list':
      return STOP
    case 'tuple_expression':
      return { kind: 'call', name: 'ValueTuple', start: parent.startIndex }
    case 'anonymous_object_creation_expression':
      return { kind: 'name', name: child.previousNamedSibling?.text ?? '', scope: `block:${parent.startIndex}` }
    case 'invocation_expression':
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
    case 'constructor_initializer':
    case 'primary_constructor_base_type':
    case 'attribute':
      return call(child, parent, definitionOf)
    case 'variable_declarator':
      return { kind: 'name', name: parent.childForFieldName('name')!.text }
    case 'property_declaration':
      return property(child, parent)
    case 'assignment_expression':
      return assignment(child, parent, definitionOf)
    case 'parameter':
      return { kind: 'parameter', name: parent.childForFieldName('name')!.text }
    case 'throw_statement':
    case 'throw_expression':
      return { kind: 'raised' }
    case 'return_statement':
      return { kind: 'name', name: enclosingMethod(parent) }
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return child.type === 'block' ? STOP : THROUGH
    case 'block':
    case 'declaration_list':
    case 'compilation_unit':
      return { kind: 'scope' }
    case 'method_declaration':
    case 'local_function_statement':
      return child.type === 'arrow_expression_clause'
        ? { kind: 'name', name: parent.childForFieldName('name')!.text, stop: true }
        : STOP
    case 'constructor_declaration':
    case 'class_declaration':
    case 'record_declaration':
    case 'struct_declaration':
    case 'using_directive':
      return STOP
    default:
      return THROUGH
  }
}

function binary(child: SyntaxNode, parent: SyntaxNode): Step {
  const operator = parent.children.find((node) => node !== null && !node.isNamed)?.type ?? ''
  if (/^[!=]=$/.test(operator)) return { kind: 'compared' }
  const isRight = parent.childForFieldName('right')?.id === child.id
  return isRight && operator === '??' ? { kind: 'fallback', left: parent.childForFieldName('left')! } : THROUGH
}

/** `IsNullOrEmpty(v) ? "…" : v`, `TryParse(variable, out var p) ? p : 6101`. */
function conditional(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const [one, other] = [parent.childForFieldName('consequence'), parent.childForFieldName('alternative')]
  const opposite = one?.id === child.id ? other : other?.id === child.id ? one : null
  if (opposite === null) return THROUGH
  const variable =
    environment(opposite, definitionOf, 6) ??
    bornIn(parent.childForFieldName('condition'), referenceName(opposite), definitionOf)
  return variable === undefined ? THROUGH : { kind: 'env', variable }
}

/** Elements of a list, properties of an object, pairs of a dictionary. */
function initializer(child: SyntaxNode, list: SyntaxNode): Step {
  if (child.type === 'assignment_expression') return { kind: 'scope' }
  const isPair = list.parent?.type === 'initializer_expression'
  const index = positionOf(child, list)
  const key = isPair && index === 1 ? literalText(named(list)[0]) : undefined
  if (key !== undefined) return { kind: 'name', name: key }
  // `{ "localhost", 6379 }` in a list of addresses.
  const isAddress = isPair && named(list)[1]?.type === 'integer_literal'
  return isAddress ? { kind: 'call', name: 'ValueTuple', start: list.startIndex } : { kind: 'element', index }
}

function argument(child: SyntaxNode, node: SyntaxNode): Step {
  const list = node.parent!
  const index = positionOf(node, list)
  if (list.type === 'element_binding_expression') return { kind: 'element', index }
  const name = node.childForFieldName('name')
  if (name?.id === child.id || list.type === 'bracketed_argument_list') return STOP
  if (name !== null) return { kind: 'keyword', name: name.text }
  if (list.type === 'tuple_expression') return { kind: 'argument', index }
  const owner = list.parent!
  const setter = setterOf(owner)
  if (setter !== undefined) return { kind: 'keyword', name: setter, scope: `of:${objectOf(owner)}` }
  const key = index > 0 && KEYED.test(calleeOf(owner)) ? literalText(argumentsOf(owner)[index - 1]) : undefined
  return key !== undefined && /^[A-Za-z][\w.:-]*$/.test(key)
    ? { kind: 'keyword', name: key }
    : { kind: 'argument', index }
}

/** `.WithHost(h)`, `x.SetPort(p)`: methods of one argument that give a property its value. */
export function setterOf(owner: SyntaxNode): string | undefined {
  const callee = owner.type === 'invocation_expression' ? owner.childForFieldName('function') : null
  if (callee?.type !== 'member_access_expression' || argumentsOf(owner).length !== 1) return undefined
  return propertyOf(callee.childForFieldName('name')!.text)
}

/** What a chain of setters starts from: all of them speak of one object. */
function objectOf(owner: SyntaxNode): string {
  let root = owner
  for (;;) {
    const next = root.childForFieldName('function') ?? root.childForFieldName('expression')
    if (next === null || !/^(invocation|member_access)_expression$/.test(root.type)) break
    root = next
  }
  return /^(identifier|this)$/.test(root.type) ? root.text : String(root.startIndex)
}

function call(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const name = calleeOf(parent)
  if (parent.childForFieldName('function')?.id === child.id) return isMembership(name) ? { kind: 'compared' } : THROUGH
  if (parent.type === 'attribute' && name === 'DefaultValue') return THROUGH
  const first = literalText(argumentsOf(parent)[0])
  const variable = variableReadBy(parent, definitionOf)
  return {
    kind: 'call',
    name: typedName(parent, name),
    start: parent.startIndex,
    ...(variable === undefined ? {} : { environment: variable }),
    ...(first === undefined ? {} : { firstArgument: first }),
  }
}

/** The parameter of a lambda is called after what it configures: `UsingRabbitMq.Host`; parts of an address are no conversion. */
function typedName(owner: SyntaxNode, name: string): string {
  if (/^(System\.)?Uri(Builder)?$/.test(name) && argumentsOf(owner).length > 2) return `new ${name}`
  const callee = owner.childForFieldName('function')
  const object = callee?.type === 'member_access_expression' ? callee.childForFieldName('expression') : null
  if (object?.type !== 'identifier') return name
  const type = /^[a-z_]/.test(object.text) ? typeOfName(object.text, owner) : undefined
  const method = name.slice(name.lastIndexOf('.') + 1)
  // The written name stays where the type says less: `_logger.LogInformation`, `app.Run`.
  return type !== undefined && (setterOf(owner) !== undefined || /^(Using|Add|Use)[A-Z]/.test(type))
    ? `${type}.${method}`
    : name
}

function property(child: SyntaxNode, declaration: SyntaxNode): Step {
  const name = declaration.childForFieldName('name')!.text
  if (child.type === 'attribute_list') return { kind: 'name', name, stop: true }
  const isInitial = declaration.childForFieldName('value')?.id === child.id && child.type !== 'arrow_expression_clause'
  const variable = isInitial ? boundVariable(declaration, name) : undefined
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}

function assignment(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  const isCoalescing = parent.children.some((node) => node?.type === '??=')
  if (isCoalescing) return { kind: 'fallback', left }
  if (isKeyword(parent)) {
    const name = keywordName(left)
    return parent.parent!.type === 'attribute_argument' ? { kind: 'keyword', name } : { kind: 'name', name }
  }
  const name = left.type === 'element_access_expression' ? indexOf(left) : (referenceName(left) ?? left.text)
  const variable = guardedDefault(parent, left, definitionOf)
  if (variable !== undefined) return { kind: 'env', variable, name }
  const object = left.childForFieldName('expression')
  if (object?.type !== 'identifier') return { kind: 'name', name }
  const type = typeOfName(object.text, parent)
  return {
    kind: 'name',
    name,
    owners: [...(type === undefined ? [] : [type]), object.text],
    scope: `of:${object.text}`,
  }
}

/** `settings["Tariff"] = …` */
function indexOf(left: SyntaxNode): string {
  return literalText(named(named(left.childForFieldName('subscript'))[0] ?? null)[0]) ?? left.text
}

function enclosingMethod(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (/^(method_declaration|local_function_statement|property_declaration)$/.test(parent.type))
      return parent.childForFieldName('name')!.text
    if (parent.type === 'lambda_expression') return ''
  }
  return ''
}
