// Lossless .properties (the format of java.util.Properties.load): `key = value`, `key: value`, `key value`, `#` and `!`
// comments, `\` at the end of a line goes on in the next one.
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

// One logical line: leading space, key (escapes inside), separator, value with continued lines.
const ENTRY =
  /^[ \t\f]*(?![#!])((?:\\[\s\S]|[^\s\\:=])+)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)((?:\\(?:\r\n|[\s\S])|[^\\\r\n])*?)(?=[ \t\f]*\r?$)/gm

export function propertiesModel(text: string): FileModel {
  const values: Value[] = []
  const shape: string[] = []
  for (const match of text.matchAll(ENTRY)) {
    const key = match[1]!.replaceAll(/\\(.)/g, '$1')
    const start = match.index + match[0].length - match[2]!.length
    const path = key.split('.')
    shape.push(key)
    values.push({
      start,
      end: start + match[2]!.length,
      escapes: 'backslash',
      path,
      scope: `file/${path.slice(0, -1).join('.')}`,
      number: isPort(match[2]!),
    })
  }
  return dataModel('properties', text, { values, errors: [], shape, comment: /^[ \t\f]*[#!]/ })
}
