// What Python's syntax does with a value: the dialect for parse/climb.ts.
import { isMembership, isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Dialect, Step } from '../climb.ts'

const THROUGH: Step = { kind: 'through' }
const STOP: Step = { kind: 'stop' }

export function pythonDialect(definitionOf: (name: string) => SyntaxNode | undefined): Dialect {
  const environmentOf = (expression: SyntaxNode): string | undefined => environment(expression, definitionOf, 4)
  return { environmentOf, step: (child, parent) => step(child, parent) }
}

function step(child: SyntaxNode, parent: SyntaxNode): Step {
  switch (parent.type) {
    case 'comparison_operator':
      return { kind: 'compared' }
    case 'case_pattern':
      return { kind: 'compared' }
    case 'boolean_operator': {
      const left = parent.childForFieldName('left')!
      const isRight = parent.childForFieldName('right')?.id === child.id
      return isRight && parent.childForFieldName('operator')?.type === 'or' ? { kind: 'fallback', left } : THROUGH
    }
    case 'subscript':
      // A key (`hosts["localhost"]`) is a name, the subscripted value goes on.
      return parent.childForFieldName('value')?.id === child.id ? THROUGH : STOP
    case 'tuple':
    case 'list':
    case 'set':
      return { kind: 'element', index: parent.namedChildren.findIndex((node) => node?.id === child.id) }
    case 'pair':
      return parent.childForFieldName('value')?.id === child.id
        ? { kind: 'name', name: literalText(parent.childForFieldName('key')) }
        : STOP
    case 'dictionary':
    case 'class_definition':
      return { kind: 'scope' }
    case 'keyword_argument':
      return { kind: 'keyword', name: parent.childForFieldName('name')!.text }
    case 'argument_list':
      return { kind: 'argument', index: argumentIndex(parent, child) }
    case 'call':
      return callStep(child, parent)
    case 'assignment':
    case 'augmented_assignment':
    case 'named_expression': {
      const left = parent.childForFieldName('left') ?? parent.childForFieldName('name')
      if (left === null || left.id === child.id) return STOP
      return settingsField(parent, left) ?? assigned(left)
    }
    case 'default_parameter':
    case 'typed_default_parameter':
      return { kind: 'parameter', name: parent.childForFieldName('name')!.text }
    case 'raise_statement':
      return { kind: 'raised' }
    case 'function_definition':
    case 'lambda':
    case 'import_from_statement':
      return STOP
    case 'return_statement':
      return { kind: 'name', name: enclosingFunction(parent) }
    case 'block':
    case 'module':
      return { kind: 'scope' }
    default:
      return THROUGH
  }
}

function assigned(left: SyntaxNode): Step {
  return { kind: 'name', name: lastName(left) }
}

function callStep(child: SyntaxNode, parent: SyntaxNode): Step {
  const callee = parent.childForFieldName('function')!
  if (callee.id === child.id) {
    // The value is what a method is called on: `"…".format(x)`, `"localhost".join(…)`.
    return isMembership(callee.text) ? { kind: 'compared' } : THROUGH
  }
  const args = parent.childForFieldName('arguments')
  const first = args?.namedChildren.find((node) => node?.type === 'string')
  const option = keyword(args, 'envvar') ?? keyword(args, 'env') ?? keyword(args, 'validation_alias')
  return {
    kind: 'call',
    name: callee.text.replaceAll(/\s+/g, ''),
    start: parent.startIndex,
    ...(first && args?.namedChildren[0]?.id === first.id ? { firstArgument: stringText(first) } : {}),
    ...(option ? { environment: option } : {}),
  }
}

function keyword(args: SyntaxNode | null | undefined, name: string): string | undefined {
  for (const node of args?.namedChildren ?? []) {
    if (node?.type !== 'keyword_argument' || node.childForFieldName('name')?.text !== name) continue
    const value = node.childForFieldName('value')
    if (value?.type === 'string' && isVariableName(stringText(value))) return stringText(value)
  }
  return undefined
}

/** A field of a pydantic settings class is read from the environment: prefix + upper-cased name. */
function settingsField(assignment: SyntaxNode, left: SyntaxNode): Step | undefined {
  const body = assignment.parent?.parent
  const owner = body?.parent
  if (left.type !== 'identifier' || owner?.type !== 'class_definition') return undefined
  const bases = owner.childForFieldName('superclasses')?.text ?? ''
  if (!/\b(BaseSettings|Settings)\b/.test(bases)) return undefined
  const prefix = /env_prefix\s*=\s*["']([A-Za-z0-9_]*)["']|["']env_prefix["']\s*:\s*["']([A-Za-z0-9_]*)["']/.exec(
    owner.text,
  )
  return { kind: 'env', variable: `${prefix?.[1] ?? prefix?.[2] ?? ''}${left.text}`.toUpperCase(), name: left.text }
}

function environment(
  node: SyntaxNode | null,
  definitionOf: (name: string) => SyntaxNode | undefined,
  depth: number,
): string | undefined {
  if (node === null || depth === 0) return undefined
  switch (node.type) {
    case 'call': {
      const name = node.childForFieldName('function')!.text
      const args = node.childForFieldName('arguments')?.namedChildren ?? []
      const first = args[0]
      if (first?.type === 'string' && readsEnvironment(name) && isVariableName(stringText(first)))
        return stringText(first)
      if (isTransparent(name) && first) return environment(first, definitionOf, depth - 1)
      const receiver = node.childForFieldName('function')!.childForFieldName('object')
      return receiver && isTransparent(name) ? environment(receiver, definitionOf, depth - 1) : undefined
    }
    case 'subscript': {
      const key = node.childForFieldName('subscript')
      return /environ$/.test(node.childForFieldName('value')?.text ?? '') && key?.type === 'string'
        ? stringText(key)
        : undefined
    }
    case 'boolean_operator':
      return environment(node.childForFieldName('left'), definitionOf, depth - 1)
    case 'parenthesized_expression':
      return environment(node.namedChildren[0] ?? null, definitionOf, depth - 1)
    case 'identifier':
      return environment(definitionOf(node.text) ?? null, definitionOf, depth - 1)
    default:
      return undefined
  }
}

function argumentIndex(list: SyntaxNode, child: SyntaxNode): number {
  return list.namedChildren.filter((node) => node?.type !== 'comment').findIndex((node) => node?.id === child.id)
}

function enclosingFunction(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.type === 'function_definition') return parent.childForFieldName('name')!.text
  }
  return ''
}

/** Last name of a target: `self.base_url` → `base_url`, `cfg["host"]` → `host`. */
export function lastName(node: SyntaxNode): string {
  if (node.type === 'attribute') return node.childForFieldName('attribute')!.text
  if (node.type === 'subscript') return literalText(node.childForFieldName('subscript'))
  return node.text
}

export function stringText(node: SyntaxNode): string {
  return node.namedChildren
    .filter((part) => part?.type === 'string_content')
    .map((part) => part!.text)
    .join('')
}

function literalText(node: SyntaxNode | null): string {
  if (node === null) return ''
  return node.type === 'string' ? stringText(node) : node.text
}
