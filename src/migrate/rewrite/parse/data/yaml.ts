// YAML as values with key paths.
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type YAMLMap, type Node as YamlNode } from 'yaml'
import type { FileModel } from '../../model.ts'
import { launchValues } from './launch.ts'
import { dataModel, isPort, type Value } from './values.ts'

export function yamlModel(text: string): FileModel {
  const documents = parseAllDocuments(text, { keepSourceTokens: false, logLevel: 'silent', uniqueKeys: false })
  const values: Value[] = []
  const shape: string[] = []
  const errors: { start: number; end: number }[] = []
  const list = Array.isArray(documents) ? documents : []
  list.forEach((document, index) => {
    for (const error of document.errors)
      errors.push({ start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) })
    visitYaml(document.contents as YamlNode | null, [], `doc${index}`, text, values, shape)
  })
  return dataModel('yaml', text, { values: launchValues(values, text), errors, shape })
}

function visitYaml(
  node: YamlNode | null,
  path: string[],
  scope: string,
  text: string,
  values: Value[],
  shape: string[],
): void {
  if (node === null || isAlias(node)) return
  if (isMap(node)) {
    shape.push('{')
    const own = `${scope}/${path.join('.')}@${node.range?.[0] ?? 0}`
    for (const pair of node.items) {
      if (!isPair(pair)) continue
      const key = isScalar(pair.key) ? nameIn(node, String(pair.key.value)) : '?'
      if (isScalar(pair.value)) addYaml(pair.value, [...path, key], own, text, values, shape)
      else visitYaml(pair.value as YamlNode | null, [...path, key], own, text, values, shape)
    }
    shape.push('}')
  } else if (isSeq(node)) {
    shape.push('[')
    node.items.forEach((item, index) => {
      const inner = item as YamlNode | null
      // An element of a list has no name of its own: it keeps the list's, its position only tells elements apart.
      visitYaml(inner, path, `${scope}/${path.join('.')}[${index}]`, text, values, shape)
    })
    shape.push(']')
  } else if (isScalar(node)) addYaml(node, path, scope, text, values, shape)
}

/** `- name: TARIFF_URL` with `value: …` beside it: the value of that variable. */
function nameIn(map: YAMLMap, key: string): string {
  const name = key === 'value' ? map.get('name') : undefined
  return typeof name === 'string' && /^[A-Z][A-Z0-9_]*$/.test(name) ? name : key
}

function addYaml(node: YamlNode, path: string[], scope: string, text: string, values: Value[], shape: string[]): void {
  if (!isScalar(node) || !node.range) return
  const [from, to] = node.range
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  shape.push(String(node.type))
  values.push({
    start: quoted ? from + 1 : from,
    end: quoted ? to - 1 : to,
    escapes: node.type === 'QUOTE_DOUBLE' ? 'backslash' : 'none',
    path,
    scope,
    number: isPort(String(node.value)) && text.slice(from, to).replaceAll(/["']/g, '') === String(node.value),
  })
}
