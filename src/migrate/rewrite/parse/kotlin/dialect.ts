// What Kotlin's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named, positionOf } from '../nodes.ts'
import { propertyOf, variableOfPlaceholder, variableOfProperty } from '../property.ts'
import { boundVariable, defaultedBy, environment, variableReadBy } from './environment.ts'
import { argumentName, argumentsOf, calleeOf, declaredName, givenValue, literalText, referenceName } from './names.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
const INJECTED = /^(Value|ConfigProperty|Property|DefaultValue)$/
const KEYED = /(^|\.)(put|setProperty|getProperty|getOrDefault|property|set|header|append|withEnv|addProperty)$/

export function kotlinDialect(definitionOf: DefinitionOf): Dialect {
  return {
    environmentOf: (expression) => environment(expression, definitionOf, 6),
    own: (literal) => variableOfPlaceholder(literalText(literal) ?? ''),
    step: (child, parent) => step(child, parent, definitionOf),
  }
}

function step(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  switch (parent.type) {
    case 'binary_expression':
      return binary(child, parent)
    case 'in_expression':
      return { kind: 'compared' }
    case 'when_entry':
      return parent.childForFieldName('condition')?.id === child.id ? { kind: 'compared' } : THROUGH
    case 'when_condition':
      return { kind: 'compared' }
    case 'if_expression':
      return conditional(child, parent, definitionOf)
    case 'infix_expression':
      return pair(child, parent)
    case 'value_argument':
      return argument(child, parent)
    case 'call_expression':
    case 'constructor_invocation':
    case 'enum_entry':
      return call(child, parent)
    case 'lambda_literal':
      return named(parent).at(-1)?.id === child.id && !/^(property_declaration|assignment)$/.test(child.type)
        ? THROUGH
        : STOP
    case 'property_declaration':
      return declared(child, parent)
    case 'class_parameter':
    case 'parameter':
      return parameter(child, parent)
    case 'function_value_parameters':
      return defaultOf(child, parent)
    case 'class_declaration':
      return child.type === 'modifiers' ? { kind: 'name', name: declaredName(parent) ?? '', stop: true } : STOP
    case 'assignment':
      return assignment(child, parent)
    case 'throw_expression':
      return { kind: 'raised' }
    case 'return_expression':
      return { kind: 'name', name: enclosingFunction(parent) }
    case 'function_declaration':
      return child.type === 'function_body' && named(child)[0]?.type !== 'block'
        ? { kind: 'name', name: parent.childForFieldName('name')!.text, stop: true }
        : STOP
    case 'block':
    case 'class_body':
    case 'enum_class_body':
    case 'source_file':
      return { kind: 'scope' }
    case 'object_declaration':
    case 'companion_object':
    case 'import':
      return STOP
    default:
      return THROUGH
  }
}

function binary(child: SyntaxNode, parent: SyntaxNode): Step {
  const operator = parent.children.find((node) => node !== null && !node.isNamed)?.type ?? ''
  if (/^[!=]==?$/.test(operator)) return { kind: 'compared' }
  const isRight = parent.childForFieldName('right')?.id === child.id
  return isRight && operator === '?:' ? { kind: 'fallback', left: parent.childForFieldName('left')! } : THROUGH
}

/** `if (v.isNullOrBlank()) "…" else v`. */
function conditional(child: SyntaxNode, parent: SyntaxNode, definitionOf: DefinitionOf): Step {
  const condition = parent.childForFieldName('condition')
  if (condition?.id === child.id) return THROUGH
  for (const branch of named(parent)) {
    if (branch.id === child.id || branch.id === condition?.id) continue
    const variable = environment(branch, definitionOf, 6)
    if (variable !== undefined) return { kind: 'env', variable }
  }
  return THROUGH
}

/** `"tariff" to "http://…"`. */
function pair(child: SyntaxNode, parent: SyntaxNode): Step {
  const [key, word, value] = named(parent)
  if (word?.text !== 'to') return THROUGH
  return value?.id === child.id ? { kind: 'name', name: literalText(key) ?? key!.text } : STOP
}

function argument(child: SyntaxNode, node: SyntaxNode): Step {
  const list = node.parent!
  const name = argumentName(node)
  if (name !== undefined) return named(node)[0]?.id === child.id ? STOP : namedArgument(name, list.parent!)
  const owner = list.parent!
  const index = positionOf(node, list)
  const setter = setterOf(owner)
  if (setter !== undefined) return { kind: 'keyword', name: setter, scope: `of:${rootOf(owner)}` }
  const key = index > 0 && KEYED.test(calleeOf(owner)) ? literalText(argumentsOf(owner)[index - 1]) : undefined
  return key !== undefined && /^[A-Za-z][\w.:-]*$/.test(key)
    ? { kind: 'keyword', name: key }
    : { kind: 'argument', index }
}

/** `@ConfigProperty(name = "tariff.url", defaultValue = "…")` is read from the environment. */
function namedArgument(name: string, owner: SyntaxNode): Step {
  if (name !== 'defaultValue' || calleeOf(owner) !== 'ConfigProperty') return { kind: 'keyword', name }
  const property = argumentsOf(owner).find((one) => argumentName(one) === 'name')
  const text = literalText(property && named(property).at(-1))
  return text === undefined
    ? { kind: 'keyword', name }
    : { kind: 'env', variable: variableOfProperty(text), name: text }
}

/** `.host(h)`, `x.setPort(p)`: methods of one argument that give a property its value. */
export function setterOf(owner: SyntaxNode): string | undefined {
  const callee = owner.type === 'call_expression' ? named(owner)[0] : undefined
  if (callee?.type !== 'navigation_expression' || argumentsOf(owner).length !== 1) return undefined
  return propertyOf(named(callee).at(-1)!.text)
}

function rootOf(owner: SyntaxNode): string {
  let root = owner
  while (/^(call_expression|navigation_expression)$/.test(root.type)) root = named(root)[0]!
  return root.type === 'identifier' ? root.text : String(root.startIndex)
}

function call(child: SyntaxNode, parent: SyntaxNode): Step {
  const name = calleeOf(parent)
  if (!/^(value_arguments|annotated_lambda)$/.test(child.type)) {
    if (parent.type === 'enum_entry') return STOP
    return isMembership(name) ? { kind: 'compared' } : THROUGH
  }
  if (parent.parent?.type === 'annotation' && INJECTED.test(name)) return THROUGH
  // `require(ok) { "…" }`: the message of an exception.
  if (child.type === 'annotated_lambda' && /^(require|check)(NotNull)?$/.test(name.replace(/\(\)$/, '')))
    return { kind: 'call', name: 'IllegalStateException', start: parent.startIndex }
  const defaulted = defaultedBy(parent)
  const variable = variableReadBy(parent)
  const first = literalText(argumentsOf(parent)[0])
  const parts = /^(java\.net\.)?UR[IL]$/.test(name) && argumentsOf(parent).length > 2
  return {
    kind: 'call',
    name: parts ? `new ${name}` : name,
    start: parent.startIndex,
    ...(defaulted === undefined ? {} : { defaulted }),
    ...(variable === undefined ? {} : { environment: variable }),
    ...(first === undefined ? {} : { firstArgument: first }),
  }
}

function declared(child: SyntaxNode, declaration: SyntaxNode): Step {
  const name = declaredName(declaration) ?? ''
  if (child.type === 'modifiers') return { kind: 'name', name }
  const variable = givenValue(declaration)?.id === child.id ? boundVariable(declaration, name) : undefined
  return variable === undefined ? { kind: 'name', name } : { kind: 'env', variable, name }
}

/** The default of a function's parameter stands behind it, not in it. */
function defaultOf(child: SyntaxNode, list: SyntaxNode): Step {
  const owner = named(list).findLast((node) => node.type === 'parameter' && node.endIndex <= child.startIndex)
  return owner === undefined || child.type === 'parameter'
    ? STOP
    : { kind: 'parameter', name: declaredName(owner) ?? '' }
}

function parameter(child: SyntaxNode, declaration: SyntaxNode): Step {
  const name = declaredName(declaration) ?? ''
  if (/modifiers$/.test(child.type)) return { kind: 'name', name, stop: true }
  const variable = boundVariable(declaration, name)
  return variable === undefined ? { kind: 'parameter', name } : { kind: 'env', variable, name }
}

/** `factory.host = "…"`, and `host = "…"` inside `factory.apply { … }`. */
function assignment(child: SyntaxNode, parent: SyntaxNode): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  const name = referenceName(left) ?? left.text
  const object = left.type === 'navigation_expression' ? named(left)[0] : undefined
  if (object?.type === 'identifier' && object.text !== 'it')
    return { kind: 'name', name, owners: [object.text], scope: `of:${object.text}` }
  const lambda = parent.parent?.type === 'lambda_literal' ? parent.parent : undefined
  const configured = lambda?.parent?.parent
  if (configured?.type !== 'call_expression') return { kind: 'name', name }
  return { kind: 'name', name, owners: [calleeOf(configured)], scope: `block:${lambda!.startIndex}` }
}

function enclosingFunction(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.type === 'function_declaration') return parent.childForFieldName('name')!.text
    if (parent.type === 'lambda_literal') return ''
  }
  return ''
}
