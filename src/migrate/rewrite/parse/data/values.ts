// Data files as the rules see them: values with their key paths. A format's reader finds the values; this file answers the
// rules' questions about them.
import type { Escapes, FileModel, Language, Site } from '../../model.ts'

/** One value of a data file; `start`/`end` enclose it without quotes. */
export interface Value {
  start: number
  end: number
  escapes: Escapes
  /** Keys that lead to it, outermost first; an element of a list has its list's. */
  path: string[]
  /** Group that split host and port keys share. */
  scope: string
  /** Digits only: may be a port. */
  number: boolean
  /** Anything else the format says of the value: a command that takes it, a variable it is the default of. */
  context?: Partial<Site['context']>
}

export interface DataFile {
  values: Value[]
  errors: { start: number; end: number }[]
  /** Kinds of all nodes in order: must be the same after the edits. */
  shape: string[]
  /** Text before an offset of its line that makes the rest a comment. Default: `#` or `;` at the start or after a space. */
  comment?: RegExp
}

export function isPort(text: string): boolean {
  return /^\d{2,5}$/.test(text)
}

export function dataModel(
  language: Language,
  text: string,
  { values, errors, shape, comment = /(^|\s)[#;]/ }: DataFile,
): FileModel {
  const site = (value: Value): Site => ({
    form: value.number ? 'number' : 'string',
    start: value.start,
    end: value.end,
    raw: text.slice(value.start, value.end),
    escapes: value.escapes,
    context: { path: value.path, scope: value.scope, ...value.context },
    whole: true,
  })
  const ordered = [...values].sort((a, b) => a.start - b.start || b.end - a.end)
  const valueAt = (offset: number): Value | undefined => {
    let low = 0
    let high = ordered.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ordered[middle]!.start <= offset) low = middle + 1
      else high = middle
    }
    // Values do not overlap, but an empty one may begin where its neighbour does.
    return ordered.slice(Math.max(0, low - 2), low).findLast((value) => offset < value.end)
  }
  return {
    language,
    siteAt: (offset) => {
      const value = valueAt(offset)
      if (value) return site(value)
      return commentAt(text, offset, comment)
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
function commentAt(text: string, offset: number, comment: RegExp): Site {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  const marked = comment.test(before)
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
