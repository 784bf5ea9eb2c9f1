// What JavaScript and TypeScript syntax does with a value: the dialect for parse/climb.ts.
import { isMembership, isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }
const ENVIRONMENT = /(^|\.)(env|environment)$/i

export function javascriptDialect(definitionOf: (name: string) => SyntaxNode | undefined): Dialect {
  return { environmentOf: (expression) => environment(expression, definitionOf, 4), step }
}

function step(child: SyntaxNode, parent: SyntaxNode): Step {
  switch (parent.type) {
    case 'binary_expression':
      return binary(child, parent)
    case 'switch_case':
      return parent.childForFieldName('value')?.id === child.id ? { kind: 'compared' } : THROUGH
    case 'array':
      return { kind: 'element', index: parent.namedChildren.findIndex((node) => node?.id === child.id) }
    case 'pair':
      return parent.childForFieldName('value')?.id === child.id
        ? { kind: 'name', name: propertyName(parent.childForFieldName('key')) }
        : STOP
    case 'object':
    case 'class_body':
    case 'statement_block':
    case 'program':
      return { kind: 'scope' }
    case 'arguments':
      return {
        kind: 'argument',
        index: parent.namedChildren
          .filter((node) => node?.type !== 'comment')
          .findIndex((node) => node?.id === child.id),
      }
    case 'call_expression':
    case 'new_expression':
      return callStep(child, parent)
    case 'variable_declarator':
    case 'public_field_definition':
    case 'field_definition': {
      const name = parent.childForFieldName('name') ?? parent.childForFieldName('property')
      return parent.childForFieldName('value')?.id === child.id && name ? { kind: 'name', name: lastName(name) } : STOP
    }
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return assignment(child, parent)
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternDefault(parent)
    case 'required_parameter':
    case 'optional_parameter':
      return { kind: 'parameter', name: (parent.childForFieldName('pattern') ?? parent.namedChildren[0])!.text }
    case 'throw_statement':
      return { kind: 'raised' }
    case 'return_statement':
      return { kind: 'name', name: enclosingFunction(parent) }
    case 'arrow_function':
    case 'function_declaration':
    case 'function_expression':
    case 'method_definition':
    case 'import_statement':
      return STOP
    case 'jsx_attribute':
      return { kind: 'name', name: parent.namedChildren[0]!.text }
    case 'subscript_expression':
    case 'member_expression':
      return parent.childForFieldName('object')?.id === child.id ? THROUGH : STOP
    default:
      return THROUGH
  }
}

function binary(child: SyntaxNode, parent: SyntaxNode): Step {
  const operator = parent.childForFieldName('operator')?.type ?? ''
  if (/^[!=]==?$|^in$/.test(operator)) return { kind: 'compared' }
  const isRight = parent.childForFieldName('right')?.id === child.id
  if (isRight && (operator === '||' || operator === '??'))
    return { kind: 'fallback', left: parent.childForFieldName('left')! }
  return THROUGH
}

function assignment(child: SyntaxNode, parent: SyntaxNode): Step {
  const left = parent.childForFieldName('left')!
  if (left.id === child.id) return STOP
  if (
    parent.type === 'augmented_assignment_expression' &&
    /^(\?\?=|\|\|=)$/.test(parent.childForFieldName('operator')?.type ?? '')
  ) {
    // `process.env.X ??= "…"`: the variable wins when set.
    return { kind: 'fallback', left }
  }
  return { kind: 'name', name: lastName(left) }
}

/** `const { HOST = "localhost" } = process.env` and `function f(host = "localhost")`. */
function patternDefault(parent: SyntaxNode): Step {
  const left = parent.childForFieldName('left')!
  const name = left.text
  for (let node = parent.parent; node !== null; node = node.parent) {
    if (node.type === 'variable_declarator') {
      const value = node.childForFieldName('value')
      if (value !== null && ENVIRONMENT.test(value.text)) return { kind: 'env', variable: name, name }
      return { kind: 'parameter', name }
    }
    if (node.type === 'formal_parameters') break
  }
  return { kind: 'parameter', name }
}

function callStep(child: SyntaxNode, parent: SyntaxNode): Step {
  const callee = parent.childForFieldName('function') ?? parent.childForFieldName('constructor')
  if (callee === null) return THROUGH
  if (callee.id === child.id) return isMembership(callee.text) ? { kind: 'compared' } : THROUGH
  const first = parent.childForFieldName('arguments')?.namedChildren[0]
  const text = callee.text.replaceAll(/\s+/g, '').replaceAll('?.', '.')
  return {
    kind: 'call',
    // A long builder chain keeps its tail: `z.string().default`, not the whole chain.
    name: text.length > 80 ? text.slice(-80) : text,
    start: parent.startIndex,
    ...(first?.type === 'string' ? { firstArgument: first.text.slice(1, -1) } : {}),
  }
}

function environment(
  node: SyntaxNode | null,
  definitionOf: (name: string) => SyntaxNode | undefined,
  depth: number,
): string | undefined {
  if (node === null || depth === 0) return undefined
  switch (node.type) {
    case 'member_expression': {
      const property = node.childForFieldName('property')!.text
      return ENVIRONMENT.test(node.childForFieldName('object')!.text) && isVariableName(property) ? property : undefined
    }
    case 'subscript_expression': {
      const index = node.childForFieldName('index')!
      return ENVIRONMENT.test(node.childForFieldName('object')!.text) && index.type === 'string'
        ? index.text.slice(1, -1)
        : undefined
    }
    case 'call_expression': {
      const name = node.childForFieldName('function')!.text
      const first = node.childForFieldName('arguments')?.namedChildren[0]
      if (!first)
        return environment(node.childForFieldName('function')!.childForFieldName('object'), definitionOf, depth - 1)
      if (first.type === 'string' && readsEnvironment(name) && isVariableName(first.text.slice(1, -1)))
        return first.text.slice(1, -1)
      return isTransparent(name) ? environment(first, definitionOf, depth - 1) : undefined
    }
    case 'binary_expression':
      return environment(node.childForFieldName('left'), definitionOf, depth - 1)
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
      return environment(node.namedChildren[0] ?? null, definitionOf, depth - 1)
    case 'identifier':
      return environment(definitionOf(node.text) ?? null, definitionOf, depth - 1)
    default:
      return undefined
  }
}

function enclosingFunction(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    const name = parent.childForFieldName('name')
    if (/function|method_definition/.test(parent.type) && name) return name.text
    if (parent.type === 'arrow_function' && parent.parent?.type === 'variable_declarator')
      return parent.parent.childForFieldName('name')!.text
  }
  return ''
}

export function lastName(node: SyntaxNode): string {
  if (node.type === 'member_expression') return node.childForFieldName('property')!.text
  if (node.type === 'subscript_expression') return propertyName(node.childForFieldName('index'))
  return node.text
}

function propertyName(node: SyntaxNode | null): string {
  if (node === null) return ''
  return node.type === 'string' ? node.text.slice(1, -1) : node.text
}
