// Lossless INI in its many accents (configparser, supervisor, systemd units, my.cnf): sections, `key = value` or
// `key: value`, quotes, `;` and `#` comments, indented lines that go on.
import type { DataLanguage, FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

const SECTION = /^[ \t]*\[+([^\]\r\n]+)\]+/
const ENTRY = /^([ \t]*)(?:export[ \t]+)?([^\s=:;#[\]][^=:\r\n]*?)[ \t]*[=:][ \t]*(.*?)[ \t]*$/
/** A comment behind a value needs a space before its mark. */
const TRAILING = /[ \t]+[;#].*$/

export function iniModel(text: string, _file = '', language: DataLanguage = 'ini'): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  let section: string[] = []
  let open: { path: string[]; indent: number } | undefined
  for (const { line, offset } of linesOf(text)) {
    if (/^[ \t]*([;#]|$)/.test(line)) continue
    const head = SECTION.exec(line)
    if (head) {
      section = namesIn(head[1]!)
      open = undefined
      shape.push(`[${head[1]}]`)
      continue
    }
    const entry = ENTRY.exec(line)
    const indent = /^[ \t]*/.exec(line)![0].length
    if (open !== undefined && indent > open.indent) {
      add(values, line.trimEnd(), indent, offset, open.path, section)
      continue
    }
    if (!entry) continue
    const path = [...section, ...entry[2]!.trim().split('.')]
    open = { path, indent }
    shape.push(path.join('.'))
    add(values, line.trimEnd(), line.indexOf(entry[3]!, entry[1]!.length + entry[2]!.length + 1), offset, path, section)
  }
  return dataModel(language, text, { values, errors: [], shape, comment: /^[ \t]*[;#]|[ \t][;#]/ })
}

function add(values: Value[], line: string, from: number, offset: number, path: string[], section: string[]): void {
  const raw = line.slice(from)
  const quote = /^(["'])(.*)\1[ \t]*([;#].*)?$/.exec(raw)
  const content = quote ? quote[2]! : raw.replace(TRAILING, '')
  const start = offset + from + (quote ? 1 : 0)
  values.push({
    start,
    end: start + content.length,
    escapes: 'none',
    path,
    scope: `file/${[...section, ...path.slice(section.length, -1)].join('.')}`,
    number: isPort(content),
  })
}

/** `[server.http]`, `[program:tariff]`, `[remote "origin"]`: the words of a section name are keys. */
function namesIn(head: string): string[] {
  return head
    .trim()
    .split(/[.:/\s"']+/)
    .filter((name) => name !== '')
}

function* linesOf(text: string): Generator<{ line: string; offset: number }> {
  let offset = 0
  for (const line of text.split('\n')) {
    yield { line: line.replace(/\r$/, ''), offset }
    offset += line.length + 1
  }
}
