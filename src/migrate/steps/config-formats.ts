// Legacy configuration of any usual format as YAML text, so that there is one way to merge it. Pure; undefined for what
// does not parse: such a file stays where it is, and nothing of it is guessed.
import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'
import { type ParseError, parse as parseJson } from 'jsonc-parser'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { parseDocument, stringify } from 'yaml'
import { settingsIn } from '../survey/settings.ts'

type Tree = { [key: string]: unknown }

/** Names a service gives the configuration it reads by itself; a framework's own files stay with the framework. */
export function legacyConfigPaths(service: string): string[] {
  const names = ['config', 'settings', service, 'default', 'App', 'app']
  const kinds = ['yaml', 'yml', 'json', 'toml', 'ini', 'cfg', 'properties', 'config', 'xml']
  return ['', 'config/', 'conf/', 'etc/'].flatMap((folder) =>
    names.flatMap((name) => kinds.map((kind) => `${folder}${name}.${kind}`)),
  )
}

export function asYaml(path: string, text: string): string | undefined {
  if (/\.ya?ml$/i.test(path)) return isBounded(text) ? text : undefined
  const tree = treeOf(path, text.replace(/^\uFEFF/, ''))
  return tree === undefined ? undefined : stringify(tree, { lineWidth: 0 })
}

/** Not a document whose aliases would fill the memory, or that nests without end: such a file stays what it is. */
function isBounded(text: string): boolean {
  try {
    parseDocument(text).toJS({ maxAliasCount: 100 })
    return true
  } catch {
    return false
  }
}

function treeOf(path: string, text: string): Tree | undefined {
  try {
    if (/\.json$/i.test(path)) return json(text)
    if (/\.toml$/i.test(path)) return getStaticTOMLValue(parseTOML(text)) as Tree
    if (/\.(config|xml)$/i.test(path)) return xml(text)
    return nested(settingsIn(text, path).map(({ path: keys, value }) => [keys, typed(value)]))
  } catch {
    return undefined
  }
}

function json(text: string): Tree | undefined {
  const errors: ParseError[] = []
  const value: unknown = parseJson(text, errors, { allowTrailingComma: true })
  const isTree = errors.length === 0 && typeof value === 'object' && value !== null && !Array.isArray(value)
  return isTree ? (value as Tree) : undefined
}

/** `appSettings` and `connectionStrings` by their keys, every other element by its name. */
function xml(text: string): Tree | undefined {
  const { root } = parseXml(text)
  return root ? nested(elements(root, []).map(([keys, value]) => [keys, typed(value)])) : undefined
}

function elements(element: XmlElement, path: string[]): [string[], string][] {
  const { attributes: given, children } = element
  const key = given.key ?? given.name
  const value = given.value ?? given.connectionString
  if (key !== undefined && value !== undefined) return [[[...path.slice(0, -1), key], value]]
  const inner = children.filter((child): child is XmlElement => child instanceof XmlElement)
  const own = Object.entries(given).map(([name, text]): [string[], string] => [[...path, name], text])
  if (inner.length > 0) return [...own, ...inner.flatMap((child) => elements(child, [...path, child.name]))]
  const said = children.map((child) => (child instanceof XmlText ? child.text : '')).join('')
  return said.trim() === '' || path.length === 0 ? own : [...own, [path, said.trim()]]
}

/** Keys from the root → a tree. A key that is a value and a folder at once keeps its value under `value`. */
function nested(pairs: [string[], unknown][]): Tree {
  const root: Tree = {}
  for (const [keys, value] of pairs) {
    let at = root
    for (const key of keys.slice(0, -1)) {
      const next = Object.hasOwn(at, key) ? at[key] : undefined
      const folder: Tree = isTree(next) ? next : next === undefined ? {} : { value: next }
      put(at, key, folder)
      at = folder
    }
    const last = keys.at(-1) ?? ''
    const known = Object.hasOwn(at, last) ? at[last] : undefined
    if (isTree(known)) put(known, 'value', value)
    else put(at, last, value)
  }
  return root
}

function put(tree: Tree, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, writable: true, configurable: true })
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

/** What INI, properties and XML say without types. */
export function typed(text: string): string | number | boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text
}
