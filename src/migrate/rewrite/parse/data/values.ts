// Data files as the rules see them: values with their key paths. A format's reader finds the values; this file answers the
// rules' questions about them.
import { countUpTo } from '../../../../kit/bisect.ts'
import { type Escapes, type FileModel, type Language, type Site, variableOf, WITHOUT_CODE } from '../../model.ts'

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
  /** For formats whose comments span lines. */
  inComment?: (offset: number) => boolean
}

export function isPort(text: string): boolean {
  return /^\d{2,5}$/.test(text)
}

export function dataModel(
  language: Language,
  text: string,
  { values, errors, shape, comment = /(^|\s)[#;]/, inComment }: DataFile,
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
    const begun = countUpTo(ordered.length, (at) => ordered[at]!.start, offset)
    // Values do not overlap, but an empty one may begin where its neighbour does.
    return ordered.slice(Math.max(0, begun - 2), begun).findLast((value) => offset < value.end)
  }
  let numbers: Site[] | undefined
  return {
    language,
    siteAt: (offset) => {
      const value = valueAt(offset)
      if (value) return site(value)
      return outside(text, offset, inComment?.(offset) ?? comment.test(lineBefore(text, offset)))
    },
    numbers: () => {
      numbers ??= ordered.flatMap((value) => (value.number ? [site(value)] : defaultPort(value, site)))
      return numbers
    },
    ...WITHOUT_CODE,
    beside: (one) => ordered.filter(({ scope, start }) => scope === one.context.scope && start !== one.start).map(site),
    damaged: (start, end) => errors.some((error) => error.start < end && start < error.end),
    shape: () => shape.join(' '),
  }
}

/** `${PORT:6101}`, `${PORT:-6101}`: the default may be a port, the variable decides. */
function defaultPort(value: Value, site: (value: Value) => Site): Site[] {
  const whole = site(value)
  const match = /^\$\{([A-Za-z_][\w.-]*?)(?::[-=]?|[-=])(\d{2,5})\}$/.exec(whole.raw)
  if (!match) return []
  const end = value.end - 1
  return [
    {
      ...whole,
      form: 'number',
      start: end - match[2]!.length,
      end,
      raw: match[2]!,
      context: { ...whole.context, env: variableOf(match[1]!) },
    },
  ]
}

/** Outside every value: a comment when the format says so, else a key. */
function outside(text: string, offset: number, isComment: boolean): Site {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const next = text.indexOf('\n', offset)
  const end = next < 0 ? text.length : next
  return {
    form: isComment ? 'comment' : 'key',
    start,
    end,
    raw: text.slice(start, end),
    escapes: 'none',
    context: { path: [], scope: 'file' },
    whole: true,
  }
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
}
