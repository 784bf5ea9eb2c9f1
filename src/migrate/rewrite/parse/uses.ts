// Identifiers as uses of a name: which of them count, and the whole reference with the text put together around it.
import type { Context, Use } from '../model.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Grammar } from './code.ts'
import { piecesAround } from './pieces.ts'

export function isUse(node: SyntaxNode, grammar: Grammar): boolean {
  const parent = node.parent
  if (parent === null || grammar.definition(node) !== undefined) return false
  const defined = grammar.definition(parent)
  if (defined !== undefined && defined.value?.id !== node.id) return false
  if (grammar.isName?.(node, parent)) return false
  return !grammar.names.test(parent.type) || parent.childForFieldName('value')?.id === node.id
}

/** Inside a function: a name that nobody else sees. */
export function isLocal(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent)
    if (
      /^(function|method|lambda|arrow|func_literal|constructor|local_function|closure|singleton|anonymous)/.test(
        parent.type,
      )
    )
      return true
  return false
}

export function useOf(node: SyntaxNode, grammar: Grammar, context: (node: SyntaxNode) => Context): Use {
  const expression = referenceOf(node, grammar)
  const pieces = piecesAround(expression, grammar)
  return {
    start: expression.startIndex,
    end: expression.endIndex,
    context: context(expression),
    ...(pieces ? { pieces } : {}),
    ...(expression.id === node.id ? {} : { owner: ownerOf(expression, node) }),
  }
}

/** A reference inside a literal is used like the literal. */
export function hiddenUse(
  literal: SyntaxNode,
  start: number,
  end: number,
  grammar: Grammar,
  context: (node: SyntaxNode) => Context,
): Use {
  const pieces = piecesAround(literal, grammar)
  return { start, end, context: context(literal), ...(pieces ? { pieces } : {}) }
}

/** `HOST` inside `self.HOST` or `Config.HOST`: the whole reference. */
function referenceOf(node: SyntaxNode, grammar: Grammar): SyntaxNode {
  const parent = node.parent
  return parent !== null && grammar.members.has(parent.type) && grammar.referenceName(parent) === node.text
    ? parent
    : node
}

function ownerOf(expression: SyntaxNode, name: SyntaxNode): string {
  return expression.text.slice(0, name.startIndex - expression.startIndex).replace(/(\?\.|::|->|\.)\s*$/, '')
}
