// Data files (YAML, JSON, .env) as the rules see them: values with their key paths. Parsers locate, nothing prints.
import { type Node as JsonNode, parseTree } from 'jsonc-parser'
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Node as YamlNode } from 'yaml'
import type { Escapes, FileModel, Language, Site } from '../model.ts'

interface Value {
  start: number
  end: number
  escapes: Escapes
  path: string[]
  scope: string
  number: boolean
}

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
  return dataModel('yaml', text, values, errors, shape)
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
      const key = isScalar(pair.key) ? String(pair.key.value) : '?'
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
    number: /^\d{2,5}$/.test(String(node.value)) && text.slice(from, to).replaceAll(/["']/g, '') === String(node.value),
  })
}

export function jsonModel(text: string): FileModel {
  const problems: { error: number; offset: number; length: number }[] = []
  const root = parseTree(text, problems, { allowTrailingComma: true, disallowComments: false })
  const values: Value[] = []
  const shape: string[] = []
  if (root) visitJson(root, [], 'doc', text, values, shape)
  return dataModel(
    'json',
    text,
    values,
    problems.map((problem) => ({ start: problem.offset, end: problem.offset + Math.max(1, problem.length) })),
    shape,
  )
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
      if (key && value) visitJson(value, [...path, String(key.value)], `${scope}@${node.offset}`, text, values, shape)
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
      number: /^\d{2,5}$/.test(String(node.value)),
    })
  }
}

/** Lossless .env: `export K = "v" # c`; single quotes keep backslashes, double quotes and bare values too but for `\"`. */
export function dotenvModel(text: string): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  for (const match of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*?))(?=[ \t]*(?:#[^\r\n]*)?\r?$)/gm,
  )) {
    const content = match[2] ?? match[3] ?? match[4] ?? ''
    const quote = match[2] !== undefined || match[3] !== undefined ? 1 : 0
    const end = match.index + match[0].length - quote
    shape.push(match[1]!)
    values.push({
      start: end - content.length,
      end,
      escapes: 'none',
      path: [match[1]!],
      scope: 'file',
      number: /^\d{2,5}$/.test(content),
    })
  }
  return dataModel('dotenv', text, values, [], shape)
}

function dataModel(
  language: Language,
  text: string,
  values: Value[],
  errors: { start: number; end: number }[],
  shape: string[],
): FileModel {
  const site = (value: Value): Site => ({
    form: value.number ? 'number' : 'string',
    start: value.start,
    end: value.end,
    raw: text.slice(value.start, value.end),
    escapes: value.escapes,
    context: { path: value.path, scope: value.scope },
    whole: true,
  })
  return {
    language,
    siteAt: (offset) => {
      const value = values.find((candidate) => candidate.start <= offset && offset < candidate.end)
      if (value) return site(value)
      return commentAt(text, offset, language)
    },
    numbers: () => values.filter((value) => value.number).map(site),
    definitions: () => [],
    uses: () => [],
    piecesAt: () => undefined,
    argumentsOf: () => [],
    damaged: (start, end) => errors.some((error) => error.start < end && start < error.end),
    shape: () => shape.join(' '),
  }
}

/** Outside every value: a comment when the line says so before the place, else a key. */
function commentAt(text: string, offset: number, language: Language): Site {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  const marked = language === 'json' ? /\/\/|\/\*|^\s*\*/.test(before) : /(^|\s)[#;]/.test(before)
  const lineEnd = text.indexOf('\n', offset)
  return {
    form: marked ? 'comment' : 'key',
    start: lineStart,
    end: lineEnd < 0 ? text.length : lineEnd,
    raw: text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd),
    escapes: 'none',
    context: { path: [], scope: 'file' },
    whole: true,
  }
}
