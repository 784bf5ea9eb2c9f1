// Small questions about PHP's syntax nodes.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

/** `(x)`, `(int) x`, an argument's wrapper: the value itself. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  if (node.type === 'argument') return unwrap(node.namedChildren.at(-1) ?? node)
  if (node.type === 'parenthesized_expression') return unwrap(node.namedChildren[0] ?? node)
  if (node.type === 'cast_expression') return unwrap(node.childForFieldName('value') ?? node)
  return node
}

/** Text of a string without interpolation. */
export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (!node || !/^(string|encapsed_string)$/.test(node.type)) return undefined
  return node.text.slice(1, -1)
}

/** `Log::info`, `$this->log->info`, `new PDO` → `Log.info`, `this.log.info`, `PDO`. */
export function calleeName(call: SyntaxNode): string {
  const name = call.childForFieldName('name')?.text
  const owner = (call.childForFieldName('object') ?? call.childForFieldName('scope'))?.text
  const plain =
    call.childForFieldName('function')?.text ?? (name === undefined ? call.namedChildren[0]?.text : undefined)
  const text = plain ?? (owner === undefined ? name : `${owner}.${name}`) ?? ''
  const clean = text
    .replaceAll(/\s+/g, '')
    .replaceAll(/\?->|->|::/g, '.')
    .replaceAll('$', '')
    .replace(/^\\/, '')
  return clean.length > 160 ? clean.slice(-160) : clean
}

export function callArguments(call: SyntaxNode): SyntaxNode[] {
  const list =
    call.childForFieldName('arguments') ?? call.namedChildren.find((one) => one?.type === 'arguments') ?? null
  return named(list).filter((one) => one.type === 'argument')
}

/** Last name of a target: `$this->host` → `host`, `self::HOST` → `HOST`, `$opts['host']` → `host`. */
export function lastName(node: SyntaxNode): string {
  const inner = unwrap(node)
  if (inner.type === 'subscript_expression')
    return literalText(inner.namedChildren[1]) ?? inner.namedChildren[1]?.text ?? ''
  const member = inner.childForFieldName('name')
  if (/^(member_access|nullsafe_member_access|scoped_property_access)_expression$/.test(inner.type) && member)
    return member.text.replace('$', '')
  if (inner.type === 'class_constant_access_expression') return inner.namedChildren.at(-1)!.text
  return inner.text.replace('$', '')
}

/** Key and value of `'host' => 'localhost'`. */
export function keyed(element: SyntaxNode): { key: SyntaxNode; value: SyntaxNode } | undefined {
  const [key, value] = named(element)
  return element.type === 'array_element_initializer' && key && value ? { key, value } : undefined
}

export function functionAround(node: SyntaxNode): string {
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (/^(function_definition|method_declaration)$/.test(parent.type)) return parent.childForFieldName('name')!.text
    if (/^(anonymous_function|arrow_function)/.test(parent.type)) return ''
  }
  return ''
}
