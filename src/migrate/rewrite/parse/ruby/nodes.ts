// Small questions about Ruby's syntax nodes.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

const HANDED_ON = /^(freeze|to_s|to_i|to_str|to_sym|dup|strip|chomp)$/

/** `(x)` and `x.to_s`: the value itself. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  if (node.type === 'parenthesized_statements' && node.namedChildCount === 1) return unwrap(node.namedChildren[0]!)
  const receiver = node.type === 'call' ? node.childForFieldName('receiver') : null
  return receiver && HANDED_ON.test(methodName(node)) && node.childForFieldName('arguments') === null
    ? unwrap(receiver)
    : node
}

export function methodName(call: SyntaxNode): string {
  return call.childForFieldName('method')?.text ?? ''
}

export function calleeName(call: SyntaxNode): string {
  const receiver = call.childForFieldName('receiver')?.text.replaceAll(/\s+/g, '')
  const method = methodName(call)
  const name = receiver === undefined ? method : `${receiver}.${method}`
  return name.length > 160 ? name.slice(-160) : name
}

export function callArguments(call: SyntaxNode): SyntaxNode[] {
  return named(call.childForFieldName('arguments')).filter((one) => one.type !== 'comment')
}

/** Text of a string without interpolation, or of a symbol. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (!node) return undefined
  if (/^(simple_symbol|hash_key_symbol)$/.test(node.type)) return node.text.replace(/^:/, '')
  if (node.type !== 'string') return undefined
  return named(node)
    .map((one) => one.text)
    .join('')
}

/** Last name of a target: `@host` stays, `config.host` → `host`, `opts["host"]` → `host`. */
export function lastName(node: SyntaxNode): string {
  const inner = unwrap(node)
  if (inner.type === 'call') return methodName(inner)
  if (inner.type === 'scope_resolution') return inner.childForFieldName('name')!.text
  if (inner.type === 'element_reference') return literalText(inner.namedChildren[1]) ?? ''
  return inner.text
}

export function methodAround(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent)
    if (/^(singleton_)?method$/.test(parent.type)) return parent.childForFieldName('name')!.text
  return ''
}
