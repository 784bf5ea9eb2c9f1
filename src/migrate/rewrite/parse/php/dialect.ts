// What PHP's syntax does with a value: the dialect for parse/climb.ts.
import { isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'
import { named } from '../nodes.ts'
import { callArguments, calleeName, functionAround, keyed, lastName, literalText, unwrap } from './nodes.ts'

type DefinitionOf = (name: string) => SyntaxNode | undefined

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
const CALLS = /^(function_call|member_call|nullsafe_member_call|scoped_call|object_creation)_expression$/

export function phpDialect(definitionOf: DefinitionOf): Dialect {
  return { environmentOf: (expression) => environment(expression, definitionOf), step }
}

function step(child: SyntaxNode, parent: SyntaxNode): Step {
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === child.id
  if (CALLS.test(parent.type)) return callStep(child, parent)
  switch (parent.type) {
    case 'binary_expression':
      return binary(child, parent)
    case 'conditional_expression':
      return conditional(child, parent)
    case 'case_statement':
      return isField('value') ? { kind: 'compared' } : THROUGH
    case 'match_condition_list':
      return { kind: 'compared' }
    case 'subscript_expression':
      return parent.namedChildren[0]?.id === child.id ? THROUGH : { kind: 'compared' }
    case 'array_element_initializer':
      return element(child, parent)
    case 'array_creation_expression':
      return keyed(child)
        ? { kind: 'scope' }
        : { kind: 'element', index: named(parent).findIndex((one) => one.id === child.id) }
    case 'argument':
      return isField('name') ? STOP : THROUGH
    case 'arguments':
      return argument(child, parent)
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return assignment(child, parent)
    case 'const_element':
      return { kind: 'name', name: parent.namedChildren[0]!.text }
    case 'property_element':
      return { kind: 'name', name: lastName(parent.childForFieldName('name')!) }
    case 'simple_parameter':
    case 'property_promotion_parameter':
      return { kind: 'parameter', name: lastName(parent.childForFieldName('name')!) }
    case 'return_statement':
      return { kind: 'name', name: functionAround(parent) }
    case 'throw_expression':
      return { kind: 'raised' }
    case 'echo_statement':
      // What is printed is for people, unless it is a page.
      return /<[a-z]/i.test(parent.text) ? THROUGH : { kind: 'name', name: 'message', stop: true }
    case 'compound_statement':
    case 'declaration_list':
    case 'program':
      return { kind: 'scope' }
    case 'function_definition':
    case 'method_declaration':
    case 'anonymous_function':
    case 'arrow_function':
      return STOP
    default:
      return THROUGH
  }
}

function binary(child: SyntaxNode, parent: SyntaxNode): Step {
  const operator = parent.childForFieldName('operator')?.type ?? ''
  if (/^([!=]==?|<>|<=>)$/.test(operator)) return { kind: 'compared' }
  const isRight = parent.childForFieldName('right')?.id === child.id
  return isRight && /^(\?\?|\|\||or)$/.test(operator)
    ? { kind: 'fallback', left: parent.childForFieldName('left')! }
    : THROUGH
}

/** `getenv('X') ?: 'http://…'`, `isset($_ENV['X']) ? $_ENV['X'] : 'http://…'`. */
function conditional(child: SyntaxNode, parent: SyntaxNode): Step {
  if (parent.childForFieldName('alternative')?.id !== child.id) return THROUGH
  const body = parent.childForFieldName('body')
  const left = body ?? parent.childForFieldName('condition')!
  // With both branches spelled out it is a choice, not a fallback, unless one of them asks the environment.
  return body === null || environment(body, () => undefined) !== undefined ? { kind: 'fallback', left } : THROUGH
}

function element(child: SyntaxNode, parent: SyntaxNode): Step {
  const pair = keyed(parent)
  if (!pair) return THROUGH
  return pair.value.id === child.id ? { kind: 'name', name: literalText(pair.key) ?? lastName(pair.key) } : STOP
}

function argument(child: SyntaxNode, parent: SyntaxNode): Step {
  const name = child.childForFieldName('name')
  if (name) return { kind: 'keyword', name: name.text }
  const index = named(parent)
    .filter((one) => one.type === 'argument')
    .findIndex((one) => one.id === child.id)
  return { kind: 'argument', index }
}

function assignment(child: SyntaxNode, parent: SyntaxNode): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  if (parent.childForFieldName('operator')?.type === '??=') {
    const variable = environment(left, () => undefined)
    if (variable !== undefined) return { kind: 'env', variable }
  }
  return { kind: 'name', name: lastName(left) }
}

function callStep(child: SyntaxNode, parent: SyntaxNode): Step {
  if (child.type !== 'arguments') return THROUGH
  const name = calleeName(parent)
  const first = callArguments(parent).map(unwrap)[0]
  const key = literalText(first)
  if (name === 'define' && key !== undefined) return { kind: 'name', name: key, stop: true }
  return {
    kind: 'call',
    name,
    start: parent.startIndex,
    ...(key === undefined ? {} : { firstArgument: key }),
  }
}

function environment(node: SyntaxNode | null | undefined, definitionOf: DefinitionOf, depth = 6): string | undefined {
  if (!node || depth === 0) return undefined
  const inner = unwrap(node)
  if (inner.type === 'subscript_expression')
    return /^\$_(ENV|SERVER)$/.test(inner.namedChildren[0]?.text ?? '')
      ? literalText(inner.namedChildren[1])
      : undefined
  if (inner.type === 'binary_expression') return environment(inner.childForFieldName('left'), definitionOf, depth - 1)
  if (inner.type === 'variable_name') return environment(definitionOf(lastName(inner)), definitionOf, depth - 1)
  if (!CALLS.test(inner.type)) return undefined
  const name = calleeName(inner)
  const first = callArguments(inner).map(unwrap)[0]
  const key = literalText(first)
  if (key !== undefined && isVariableName(key) && readsEnvironment(name)) return key
  return isTransparent(name) ? environment(first, definitionOf, depth - 1) : undefined
}
