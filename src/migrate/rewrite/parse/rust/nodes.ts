// Small questions about Rust's syntax nodes. Inside a macro there is no syntax, only tokens: commas cut them into arguments.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'

const HANDED_ON = /^(to_string|to_owned|into|as_str|clone|unwrap|as_ref)$/

/** `&x`, `(x)`, `x?`, `x.await`, `x.to_string()`: the value itself. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  if (
    /^(reference_expression|parenthesized_expression|try_expression|await_expression|type_cast_expression)$/.test(
      node.type,
    )
  )
    return unwrap(
      node.childForFieldName('value') ?? node.namedChildren.find((one) => one?.type !== 'mutable_specifier') ?? node,
    )
  if (node.type === 'unary_expression') return unwrap(node.namedChildren[0] ?? node)
  const method = methodOf(node)
  return method && HANDED_ON.test(method.name) && callArguments(node).length === 0 ? unwrap(method.receiver) : node
}

export function methodOf(call: SyntaxNode): { name: string; receiver: SyntaxNode } | undefined {
  const callee = call.type === 'call_expression' ? call.childForFieldName('function') : null
  if (callee?.type !== 'field_expression') return undefined
  return { name: callee.childForFieldName('field')!.text, receiver: callee.childForFieldName('value')! }
}

export function literalText(node: SyntaxNode | null | undefined): string | undefined {
  if (!node || !/^(raw_)?string_literal$/.test(node.type)) return undefined
  return named(node)
    .filter((one) => /string_content|escape_sequence/.test(one.type))
    .map((one) => one.text)
    .join('')
}

/** Last name: `self.host` → `host`, `config::HOST` → `HOST`. */
export function lastName(node: SyntaxNode): string {
  const inner = unwrap(node)
  if (inner.type === 'field_expression') return inner.childForFieldName('field')!.text
  if (inner.type === 'scoped_identifier') return inner.childForFieldName('name')!.text
  return inner.text
}

export function calleeName(call: SyntaxNode): string {
  const node = call.childForFieldName('function') ?? call.childForFieldName('macro') ?? call.childForFieldName('name')
  const text = (node?.text ?? '').replaceAll(/\s+/g, '').replaceAll(/::<[^()]*>/g, '')
  return text.length > 160 ? text.slice(-160) : text
}

/** Arguments of a call, of a macro (the last token of each), or none. */
export function callArguments(call: SyntaxNode): SyntaxNode[] {
  if (call.type === 'macro_invocation') {
    const tokens = call.namedChildren.find((one) => one?.type === 'token_tree')
    return tokens ? tokenGroups(tokens).flatMap((group) => group.at(-1) ?? []) : []
  }
  return named(call.childForFieldName('arguments')).filter((one) => !/comment/.test(one.type))
}

/** Named tokens between the commas of a token tree. */
export function tokenGroups(tree: SyntaxNode): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]]
  for (const token of tree.children) {
    if (token === null) continue
    if (token.type === ',') groups.push([])
    else if (token.isNamed && !/comment/.test(token.type)) groups.at(-1)!.push(token)
  }
  return groups.filter((group) => group.length > 0)
}

/** `host = "localhost"` among tokens: the word before the `=`. */
export function tokenKey(token: SyntaxNode): string | undefined {
  const equals = token.previousSibling
  const key = equals?.type === '=' ? equals.previousSibling : null
  return token.parent?.type === 'token_tree' && key?.type === 'identifier' ? key.text : undefined
}

/** Attributes that stand right before an item. */
export function attributesOf(item: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let before = item.previousNamedSibling; before !== null; before = before.previousNamedSibling) {
    if (/comment/.test(before.type)) continue
    if (before.type !== 'attribute_item') break
    found.push(before)
  }
  return found
}
