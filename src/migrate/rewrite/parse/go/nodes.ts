// Small questions about Go's syntax nodes.

import type { SyntaxNode } from '../../syntax.ts'
import { clientNamed, means } from '../../vocabulary/vocabularies.ts'
import { named } from '../nodes.ts'

/** `(x)`, `&x`, `*x` and the wrapper around an element: the value itself. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  if (/^(parenthesized_expression|literal_element)$/.test(node.type)) return unwrap(node.namedChildren[0] ?? node)
  if (node.type === 'unary_expression' && /^[&*]$/.test(node.childForFieldName('operator')?.type ?? ''))
    return unwrap(node.childForFieldName('operand')!)
  return node
}

/** Last name of a target: `cfg.URL` → `URL`, `hosts["tariff"]` → `tariff`. */
export function lastName(node: SyntaxNode): string {
  const inner = unwrap(node)
  if (inner.type === 'selector_expression') return inner.childForFieldName('field')!.text
  if (inner.type === 'index_expression') {
    const index = inner.childForFieldName('index')!
    return literalText(index) ?? index.text
  }
  return inner.text
}

/** Text of a string literal, quotes off; undefined for anything else. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  return node && /string_literal$/.test(node.type) ? node.text.slice(1, -1) : undefined
}

export function calleeName(call: SyntaxNode): string {
  const node = call.type === 'composite_literal' ? call.childForFieldName('type')! : call.childForFieldName('function')!
  const text = node.text.replaceAll(/\s+/g, '')
  // A long chain keeps its tail.
  return text.length > 160 ? text.slice(-160) : text
}

export function callArguments(call: SyntaxNode): SyntaxNode[] {
  return named(call.childForFieldName('arguments')).filter((node) => node.type !== 'comment')
}

/** Elements of a struct written without field names: a host and its port stand side by side as in a call. */
export function pairedElements(literal: SyntaxNode): SyntaxNode[] {
  const elements = named(literal).filter((node) => node.type === 'literal_element')
  const mixed = elements.some((node) => /^"?:?\d{2,5}"?$/.test(node.text))
  return mixed && elements.length > 1 && elements.some((node) => /^["`]\D/.test(node.text)) ? elements : []
}

/** `http.Server{…}` and `redis.Options{…}` do something with their fields; a struct of our own only names them. */
export function isCallLike(composite: SyntaxNode): boolean {
  const name = composite.childForFieldName('type')!.text
  return means('bind', name) || clientNamed(name) !== undefined
}

export function keyedElements(composite: SyntaxNode): SyntaxNode[] {
  return named(composite.childForFieldName('body')).filter((node) => node.type === 'keyed_element')
}

/** Value of one field of a struct written in place. */
export function fieldValue(composite: SyntaxNode, name: string): SyntaxNode | undefined {
  const found = keyedElements(composite).find((node) => node.childForFieldName('key')?.text === name)
  return found && unwrap(found.childForFieldName('value')!)
}

export function enclosing(node: SyntaxNode, type: RegExp): SyntaxNode | undefined {
  for (let parent = node.parent; parent !== null; parent = parent.parent) if (type.test(parent.type)) return parent
  return undefined
}
