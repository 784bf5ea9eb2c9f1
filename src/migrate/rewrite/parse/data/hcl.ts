// HCL (Terraform, Nomad, Consul) as values: attributes named by the blocks around them and their labels.
import type { Tree } from 'web-tree-sitter'
import type { FileModel } from '../../model.ts'
import { type SyntaxNode, walk } from '../../syntax.ts'
import { named } from '../nodes.ts'
import { dataModel, isPort, type Value } from './values.ts'

export function hclModel(tree: Tree, text: string): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  const errors: { start: number; end: number }[] = []
  for (const node of walk(tree.rootNode)) {
    shape.push(node.type)
    if (node.type === 'ERROR')
      errors.push({ start: node.startIndex, end: Math.max(node.endIndex, node.startIndex + 1) })
    if (node.type === 'template_literal' && node.parent?.parent?.type !== 'block') add(node, values)
    else if (node.type === 'numeric_lit') add(node, values)
  }
  const inComment = (offset: number): boolean => /comment/.test(tree.rootNode.descendantForIndex(offset)?.type ?? '')
  return dataModel('hcl', text, { values, errors, shape: shape.filter((kind) => kind !== 'comment'), inComment })
}

function add(node: SyntaxNode, values: Value[]): void {
  const { path, scope } = placeOf(node)
  values.push({
    start: node.startIndex,
    end: node.endIndex,
    escapes: 'backslash',
    path,
    scope,
    number: isPort(node.text),
  })
}

function placeOf(node: SyntaxNode): { path: string[]; scope: string } {
  const path: string[] = []
  let scope: string | undefined
  for (let parent = node.parent; parent !== null; parent = parent.parent) {
    if (parent.type === 'attribute') path.unshift(named(parent)[0]!.text)
    else if (parent.type === 'object_elem') path.unshift(plain(parent.childForFieldName('key')))
    else if (parent.type === 'block') path.unshift(...namesOf(parent))
    if (/^(body|object)$/.test(parent.type)) scope ??= `block:${parent.startIndex}`
  }
  return { path, scope: scope ?? 'file' }
}

/** `resource "nomad_job" "tariff"`: the block's word and its labels. */
function namesOf(block: SyntaxNode): string[] {
  return named(block)
    .filter(({ type }) => /^(identifier|string_lit)$/.test(type))
    .map(plain)
}

function plain(node: SyntaxNode | null): string {
  return (node?.text ?? '').replaceAll(/^"|"$/g, '')
}
