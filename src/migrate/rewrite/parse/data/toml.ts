// TOML as values with key paths; the parser's ranges include the quotes.
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

export function tomlModel(text: string): FileModel {
  try {
    const values: Value[] = []
    const shape: string[] = []
    for (const node of parseTOML(text).body[0].body) {
      if (node.type === 'TOMLTable') {
        const path = node.resolvedKey.filter((key) => typeof key === 'string')
        shape.push(`[${node.resolvedKey.join('.')}]`)
        const scope = `table:${node.range[0]}`
        for (const pair of node.body) addPair(pair, path, scope, values, shape)
      } else addPair(node, [], 'file', values, shape)
    }
    return dataModel('toml', text, { values, errors: [], shape, comment: /#/ })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    // Nothing can be said about a file that does not parse: every place in it counts as damaged.
    return dataModel('toml', text, { values: [], errors: [{ start: 0, end: text.length }], shape: [] })
  }
}

function addPair(pair: AST.TOMLKeyValue, path: string[], scope: string, values: Value[], shape: string[]): void {
  const keys = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))
  const full = [...path, ...keys]
  shape.push(full.join('.'))
  addValue(pair.value, full, keys.length > 1 ? `${scope}/${keys.slice(0, -1).join('.')}` : scope, values, shape)
}

function addValue(node: AST.TOMLContentNode, path: string[], scope: string, values: Value[], shape: string[]): void {
  const [start, end] = node.range
  if (node.type === 'TOMLArray') {
    shape.push('[')
    node.elements.forEach((element, index) => {
      addValue(element, path, `${scope}[${index}]`, values, shape)
    })
    shape.push(']')
  } else if (node.type === 'TOMLInlineTable') {
    shape.push('{')
    for (const pair of node.body) addPair(pair, path, `table:${start}`, values, shape)
    shape.push('}')
  } else {
    const quotes = node.kind === 'string' ? (node.multiline ? 3 : 1) : 0
    shape.push(node.kind)
    values.push({
      start: start + quotes,
      end: end - quotes,
      escapes: node.kind === 'string' && node.style === 'basic' ? 'backslash' : 'none',
      path,
      scope,
      number: isPort(String(node.value)),
    })
  }
}
