// Small questions about syntax nodes that every grammar asks.
import type { SyntaxNode } from '../syntax.ts'

/** Children with names, without holes. */
export function named(node: SyntaxNode | null): SyntaxNode[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null)
}

/** Position of a child among the named children that are no comments; -1 when it is none of them. */
export function positionOf(child: SyntaxNode, parent: SyntaxNode): number {
  return named(parent)
    .filter((node) => !/comment/.test(node.type))
    .findIndex((node) => node.id === child.id)
}

/** A parameter of the same name shadows: it counts as one more definition, without a value. */
export function parameterWithoutDefault(node: SyntaxNode, list: string): { name: string; value: null } | undefined {
  return node.type === 'identifier' && node.parent?.type === list ? { name: node.text, value: null } : undefined
}
