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
  // How text is cut into fragments and escapes inside one literal is no shape: a path loses its backslashes.
  for (const node of walk(root))
    if (
      !/(escape_sequence|escape_interpolation|string_fragment|string_content|string_value|literal_content)$/.test(
        node.type,
      )
    )
      kinds.push(node.type)
  return kinds.join(' ')
}
