// Lossless .env.
import type { FileModel } from '../../model.ts'
import { dataModel, isPort, type Value } from './values.ts'

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
      number: isPort(content),
    })
  }
  return dataModel('dotenv', text, { values, errors: [], shape })
}
