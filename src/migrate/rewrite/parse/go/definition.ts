// What defines a name in Go. A value from the environment and the default beside it are one definition, the default:
// `port := os.Getenv("PORT"); if port == "" { port = "6101" }` and `port := "6101"; if p := os.Getenv("PORT"); p != "" { port = p }`.
import type { SyntaxNode } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { readsVariable } from './environment.ts'
import { enclosing, lastName } from './nodes.ts'

const DECLARES = /^(short_var_declaration|assignment_statement)$/

export function goDefinition(node: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined {
  const parent = node.parent
  if (parent === null || !/^(identifier|selector_expression)$/.test(node.type) || node.text === '_') return undefined
  if (/^(const_spec|var_spec)$/.test(parent.type)) return specified(node, parent)
  if (parent.type === 'parameter_declaration' && node.type === 'identifier') return { name: node.text, value: null }
  const statement = parent.parent
  if (parent.type !== 'expression_list' || statement === null) return undefined
  if (statement.childForFieldName('left')?.id !== parent.id) return undefined
  if (statement.type === 'range_clause') return { name: lastName(node), value: null }
  if (!DECLARES.test(statement.type)) return undefined
  const operator = statement.childForFieldName('operator')?.type ?? ':='
  const value = operator === '=' || operator === ':=' ? valueFor(node, parent, statement) : null
  if (value !== null && isHalf(node, value, statement)) return undefined
  return { name: lastName(node), value }
}

function specified(node: SyntaxNode, spec: SyntaxNode): { name: string; value: SyntaxNode | null } | undefined {
  const values = spec.childForFieldName('value')
  if (values === null || node.startIndex >= values.startIndex || node.type !== 'identifier') return undefined
  const names = named(spec).filter((one) => one.type === 'identifier' && one.startIndex < values.startIndex)
  const value = named(values)[names.findIndex((one) => one.id === node.id)]
  return value && { name: node.text, value }
}

/** The value at the same place; of a call with several results the first name gets it. */
function valueFor(node: SyntaxNode, left: SyntaxNode, statement: SyntaxNode): SyntaxNode | null {
  const names = named(left)
  const values = named(statement.childForFieldName('right'))
  const index = names.findIndex((one) => one.id === node.id)
  if (values.length === names.length) return values[index] ?? null
  return index === 0 ? (values[0] ?? null) : null
}

/** The half of a definition that only says where the variable comes from. */
function isHalf(node: SyntaxNode, value: SyntaxNode, statement: SyntaxNode): boolean {
  if (readsVariable(value) === undefined) return false
  if (
    statement.type === 'assignment_statement' &&
    enclosing(statement, /^(if_statement|func_literal|function_declaration|method_declaration)$/)?.type ===
      'if_statement'
  )
    return true
  const next = statement.nextNamedSibling
  if (next?.type !== 'if_statement') return false
  return named(next.childForFieldName('consequence')?.namedChildren[0] ?? null).some(
    (one) => one.type === 'assignment_statement' && one.childForFieldName('left')?.text === node.text,
  )
}

/** A local is seen in its function only, and never as a field; a field only as one. */
export function goSees(use: SyntaxNode, value: SyntaxNode): boolean {
  const statement = enclosing(value, /^(short_var_declaration|assignment_statement|const_spec|var_spec)$/)
  if (statement === undefined) return true
  const field = statement.childForFieldName('left')?.namedChildren[0]?.type === 'selector_expression'
  if (field || use.type === 'field_identifier') return field === (use.type === 'field_identifier')
  const owner = enclosing(statement, /^(function|method)_declaration$/)
  return owner === undefined || (owner.startIndex <= use.startIndex && use.endIndex <= owner.endIndex)
}
