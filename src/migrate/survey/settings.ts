// Settings of configuration files, flattened: path, value, line. Line readers on purpose: they are linear whatever the
// file holds, expand no alias and give the line for the evidence.
import { visit } from 'jsonc-parser'
import { words } from '../rewrite/model.ts'
import { hasLongLine, type Sources } from './sources.ts'
import { plain, yamlPairs } from './yaml-lines.ts'

export interface Setting {
  file: string
  line: number
  /** Keys from the root, as written. */
  path: string[]
  value: string
  /** Number of the YAML document in its file, for profiles. */
  document: number
}

const MAX_LETTERS = 400_000

export function isSettingsFile(file: string): boolean {
  return (
    /\.(ya?ml|json|jsonc|json5|toml|ini|cfg|conf|properties|env|config)$/i.test(file) ||
    /(^|\/)\.env(\.[\w.-]+)?$/.test(file)
  )
}

export function settingsOf(sources: Sources, file: string): Setting[] {
  const text = sources.text(file)
  return text === undefined ? [] : settingsIn(text, file)
}

export function settingsIn(text: string, file: string): Setting[] {
  if (text.length > MAX_LETTERS) return []
  // JSON on one line is usual, anything else on one line is no configuration.
  if (!/\.json[c5]?$/i.test(file) && hasLongLine(text)) return []
  if (/\.ya?ml$/i.test(file)) return yamlPairs(text).map((pair) => ({ ...pair, file }))
  if (/\.(json|jsonc|json5)$/i.test(file)) return unlessTooDeep(() => json(text, file))
  if (/\.properties$/i.test(file)) return lines(text, file, '.', /^[#!]/)
  if (/(^|\/)\.env(\.[\w.-]+)?$|\.env$/.test(file)) return lines(text, file, undefined, /^#/)
  if (/\.conf$/i.test(file) && /^[ \t]*\w[\w.-]*\s*(=\s*)?\{/m.test(text)) return braces(text, file)
  return lines(text, file, '.', /^[#;]/)
}

/** `[section]` headers and `key = value` or `key: value` lines: TOML, INI, properties, .env. */
function lines(text: string, file: string, dot: '.' | undefined, comment: RegExp): Setting[] {
  let section: string[] = []
  const found: Setting[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || comment.test(line)) continue
    const header = /^\[+\s*([^\]]+?)\s*\]+/.exec(line)
    if (header) {
      section = header[1]!.split('.').map((part) => part.replaceAll(/["']/g, '').trim())
      continue
    }
    const pair = /^(?:export\s+)?["']?([\w.\-[\]]+)["']?\s*[=:]\s*(.*)$/.exec(line)
    if (!pair) continue
    const keys = dot === undefined ? [pair[1]!] : pair[1]!.split(/\.|\[|\]\.?/).filter((key) => key !== '')
    const inline = /^\{(.*)\}\s*(?:[#;].*)?$/.exec(pair[2]!)
    if (inline) {
      for (const [, key, value] of inline[1]!.matchAll(/([\w.-]+)\s*=\s*("[^"]*"|'[^']*'|[^,{}]+)/g))
        found.push({
          file,
          line: index + 1,
          path: [...section, ...keys, key!],
          value: plain(value!.trim()),
          document: 0,
        })
      continue
    }
    found.push({ file, line: index + 1, path: [...section, ...keys], value: plain(pair[2]!), document: 0 })
  }
  return found
}

/** A parser that climbs runs out of stack where brackets never end: what nests like that is no configuration. */
function unlessTooDeep(read: () => Setting[]): Setting[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

function json(text: string, file: string): Setting[] {
  const found: Setting[] = []
  const path: string[] = []
  const inArray: boolean[] = []
  visit(
    text,
    {
      onObjectBegin: () => void inArray.push(false),
      onArrayBegin: () => {
        inArray.push(true)
        path.push('-')
      },
      onObjectProperty: (name) => void path.push(name),
      onObjectEnd: () => {
        inArray.pop()
        if (inArray.at(-1) === false) path.pop()
      },
      onArrayEnd: () => {
        inArray.pop()
        path.pop()
        if (inArray.at(-1) === false) path.pop()
      },
      onLiteralValue: (value, _offset, _length, startLine) => {
        found.push({ file, line: startLine + 1, path: [...path], value: String(value), document: 0 })
        if (inArray.at(-1) === false) path.pop()
      },
    },
    { allowTrailingComma: true, disallowComments: false },
  )
  return found
}

/** HOCON and its kin: blocks in braces, `key = value` inside. */
function braces(text: string, file: string): Setting[] {
  const found: Setting[] = []
  const open: string[][] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s*(#|\/\/).*$/, '').trim()
    const block = /^["']?([\w.-]+)["']?\s*[=:]?\s*\{$/.exec(line)
    const pair = /^["']?([\w.-]+)["']?\s*[=:]\s*(.+?),?$/.exec(line)
    if (block) open.push(block[1]!.split('.'))
    else if (line.startsWith('}')) open.pop()
    else if (pair)
      found.push({
        file,
        line: index + 1,
        path: [...open.flat(), ...pair[1]!.split('.')],
        value: plain(pair[2]!),
        document: 0,
      })
  }
  return found
}

/** Words of a path, lower case, without list marks: `Kestrel:Endpoints` and `server-port` fall apart alike. */
export function pathWords(path: readonly string[]): string[] {
  return path.filter((key) => key !== '-').flatMap(words)
}
