// Walking syntax trees. The engine and its grammars are loaded by the caller (observe/legacy.ts): this folder stays
// free of the file system.
import type { Node } from 'web-tree-sitter'
import { MAX_DEPTH, MAX_WIDTH, TooIntricate } from './limits.ts'

export type SyntaxNode = Node

/** Depth-first walk over named nodes. Throws TooIntricate where a climb back would cost more than the walk. */
export function* walk(root: SyntaxNode): Generator<SyntaxNode> {
  const cursor = root.walk()
  const width = [0]
  const step = (depth: number): void => {
    if (depth > MAX_DEPTH) throw new TooIntricate(`nested more than ${MAX_DEPTH} deep`)
    width[depth] = (width[depth] ?? 0) + 1
    if (width[depth] > MAX_WIDTH) throw new TooIntricate(`more than ${MAX_WIDTH} members in one place`)
  }
  let depth = 0
  try {
    for (;;) {
      if (cursor.nodeIsNamed) yield cursor.currentNode
      if (cursor.gotoFirstChild()) {
        depth++
        width[depth] = 0
        step(depth)
        continue
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return
        depth--
      }
      step(depth)
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
