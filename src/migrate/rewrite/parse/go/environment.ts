// Which environment variable an expression of Go reads, through locals defined before it.
import { isTransparent, isVariableName, readsEnvironment } from '../../calls.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { callArguments, calleeName, literalText, unwrap } from './nodes.ts'

export type Lookup = (call: SyntaxNode) => string | undefined

/** Undefined when it reads none, or more than one could be meant. `special` knows calls of this file. */
export function readsVariable(node: SyntaxNode | null | undefined, special?: Lookup, depth = 5): string | undefined {
  if (!node || depth === 0) return undefined
  const inner = unwrap(node)
  if (inner.type === 'expression_list') return readsVariable(inner.namedChildren[0], special, depth - 1)
  if (inner.type === 'identifier') return readsVariable(localValue(inner), special, depth - 1)
  if (inner.type !== 'call_expression') return undefined
  const known = special?.(inner)
  if (known !== undefined) return known
  const name = calleeName(inner)
  const [first] = callArguments(inner)
  const key = stringOf(first)
  if (key !== undefined && isVariableName(key) && readsEnvironment(name)) return key
  return isTransparent(name) || /^(strconv|time)\.Parse\w+$|^cmp\.Or$/.test(name)
    ? readsVariable(first, special, depth - 1)
    : undefined
}

/** A literal, or the constant of this file that holds one. */
export function stringOf(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.type !== 'identifier') return literalText(node)
  const value = localValue(node) ?? constantValue(node)
  return value ? literalText(value.type === 'expression_list' ? value.namedChildren[0] : value) : undefined
}

/** The value an identifier got last before its use, within the function: its `if`, then statements above, outward. */
export function localValue(identifier: SyntaxNode): SyntaxNode | undefined {
  const name = identifier.text
  for (let node: SyntaxNode | null = identifier; node?.parent; node = node.parent) {
    if (node.parent.type === 'if_statement') {
      const initial: SyntaxNode | null = node.parent.childForFieldName('initializer')
      const value = initial && initial.id !== node.id ? assignedIn(initial, name) : undefined
      if (value) return value
    }
    if (node.parent.type !== 'statement_list') continue
    for (let before = node.previousNamedSibling; before !== null; before = before.previousNamedSibling) {
      const value = assignedIn(before, name)
      if (value) return value
    }
  }
  return undefined
}

function constantValue(identifier: SyntaxNode): SyntaxNode | undefined {
  for (const declaration of named(identifier.tree.rootNode)) {
    if (!/^(const|var)_declaration$/.test(declaration.type)) continue
    for (const spec of declaration.descendantsOfType(['const_spec', 'var_spec'])) {
      if (spec?.childForFieldName('name')?.text === identifier.text) return spec.childForFieldName('value') ?? undefined
    }
  }
  return undefined
}

function assignedIn(statement: SyntaxNode, name: string): SyntaxNode | undefined {
  if (statement.type === 'var_declaration') {
    const spec = statement.descendantsOfType('var_spec').find((one) => one?.childForFieldName('name')?.text === name)
    return spec?.childForFieldName('value') ?? undefined
  }
  if (!/^(short_var_declaration|assignment_statement)$/.test(statement.type)) return undefined
  const left = named(statement.childForFieldName('left'))
  const right = named(statement.childForFieldName('right'))
  const index = left.findIndex((one) => one.text === name)
  if (index < 0) return undefined
  return right.length === left.length ? right[index] : index === 0 ? right[0] : undefined
}
