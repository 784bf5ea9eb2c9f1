// Walking syntax trees. The engine and its grammars are loaded by the caller (observe/legacy.ts): this folder stays
// free of the file system.
import type { Node } from 'web-tree-sitter'

export type SyntaxNode = Node

/** Depth-first walk over named nodes. */
export function* walk(root: SyntaxNode): Generator<SyntaxNode> {
  const cursor = root.walk()
  try {
    for (;;) {
      if (cursor.nodeIsNamed) yield cursor.currentNode
      if (cursor.gotoFirstChild()) continue
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return
    }
  } finally {
    cursor.delete()
  }
}

/** Kinds of all nodes in order; leaf text does not matter, so that edits inside literals leave it as it is. */
export function shapeOf(root: SyntaxNode): string {
  const kinds: string[] = []
  for (const node of walk(root)) kinds.push(node.type)
  return kinds.join(' ')
}
