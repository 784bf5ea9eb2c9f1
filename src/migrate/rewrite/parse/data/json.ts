// JSON and JSON with comments as values with key paths.
import { type Node as JsonNode, parseTree } from 'jsonc-parser'
import type { FileModel } from '../../model.ts'
import { launchValues } from './launch.ts'
import { dataModel, isPort, type Value } from './values.ts'

export function jsonModel(text: string): FileModel {
  const problems: { error: number; offset: number; length: number }[] = []
  const root = parseTree(text, problems, { allowTrailingComma: true, disallowComments: false })
  const values: Value[] = []
  const shape: string[] = []
  if (root) visitJson(root, [], 'doc', text, values, shape)
  const errors = problems.map(({ offset, length }) => ({ start: offset, end: offset + Math.max(1, length) }))
  return dataModel('json', text, { values: launchValues(values, text), errors, shape, comment: /\/\/|\/\*|^\s*\*/ })
}

/** `{"name": "TARIFF_URL", "value": …}`: the value of that variable. */
function nameIn(properties: readonly JsonNode[], key: string): string {
  if (key !== 'value') return key
  const name = properties.find(({ children }) => children?.[0]?.value === 'name')?.children?.[1]?.value
  return typeof name === 'string' && /^[A-Z][A-Z0-9_]*$/.test(name) ? name : key
}

function visitJson(
  node: JsonNode,
  path: string[],
  scope: string,
  text: string,
  values: Value[],
  shape: string[],
): void {
  shape.push(node.type)
  const children = node.children ?? []
  if (node.type === 'object') {
    for (const property of children) {
      const [key, value] = property.children ?? []
      if (key && value)
        visitJson(value, [...path, nameIn(children, String(key.value))], `${scope}@${node.offset}`, text, values, shape)
    }
  } else if (node.type === 'array') {
    for (const [index, item] of children.entries()) visitJson(item, path, `${scope}[${index}]`, text, values, shape)
  } else {
    const quoted = node.type === 'string'
    values.push({
      start: node.offset + (quoted ? 1 : 0),
      end: node.offset + node.length - (quoted ? 1 : 0),
      escapes: quoted ? 'backslash' : 'none',
      path,
      scope,
      number: isPort(String(node.value)),
    })
  }
}
