// Calls and their arguments read from masked code: enough structure to take the right argument, in any language with
// brackets and commas.
import type { Masked } from './mask.ts'

export interface Argument {
  text: string
  /** Offset in the file. */
  start: number
  /** `port=…`, `port: …`; undefined for positional ones. */
  key?: string
}

export interface CallAt {
  name: string
  start: number
  args: Argument[]
}

/** Longest list of arguments that is read: a call longer than this is generated or damaged. */
const MAX_LETTERS = 8000

/** Calls whose name, up to the opening bracket, fits `names` (global, ends in the bracket). */
export function callsOf(masked: Masked, names: RegExp): CallAt[] {
  return [...masked.bare.matchAll(names)].map((match) => {
    const open = match.index + match[0].length
    return { name: match[0].slice(0, -1).trim(), start: match.index, args: split(masked, open) }
  })
}

/** Parts between commas from `start` up to the bracket that closes there. */
export function split({ code, bare }: Masked, start: number): Argument[] {
  const parts: Argument[] = []
  let depth = 0
  let from = start
  const end = Math.min(bare.length, start + MAX_LETTERS)
  const push = (to: number): void => {
    const raw = code.slice(from, to)
    if (raw.trim() !== '') parts.push(argument(raw, from))
    from = to + 1
  }
  for (let at = start; at < end; at++) {
    const letter = bare[at]!
    if (letter === '(' || letter === '[' || letter === '{') depth++
    else if (letter === ')' || letter === ']' || letter === '}') {
      if (depth === 0) {
        push(at)
        return parts
      }
      depth--
    } else if (letter === ',' && depth === 0) push(at)
  }
  return parts
}

function argument(raw: string, at: number): Argument {
  const start = at + raw.length - raw.trimStart().length
  const text = raw.trim()
  const keyed = /^(?:(["'])(\w+)\1|([A-Za-z_]\w*))\s*(?:=(?![=>])|:(?!:)|=>)\s*/.exec(text)
  if (keyed) return { key: (keyed[2] ?? keyed[3])!, text: text.slice(keyed[0].length), start: start + keyed[0].length }
  return { text, start }
}

/** The argument with one of these names, also inside an object or a tuple given as argument. */
export function keyed(masked: Masked, args: readonly Argument[], names: readonly string[]): Argument | undefined {
  for (const arg of args) if (arg.key !== undefined && names.includes(arg.key)) return arg
  for (const arg of args) {
    if (arg.key !== undefined && !/^(options?|config|listen|server|opts)$/i.test(arg.key)) continue
    const open = /^(?:dict\(|new\s+[\w.]*\s*\{|\{)/.exec(arg.text)
    if (!open) continue
    const inner = keyed(masked, split(masked, arg.start + open[0].length), names)
    if (inner) return inner
    // `{ port }`: the name is the value.
    const short = split(masked, arg.start + open[0].length).find(
      (one) => one.key === undefined && names.includes(one.text),
    )
    if (short) return short
  }
  return undefined
}

export function positional(args: readonly Argument[], index: number): Argument | undefined {
  const arg = args[index]
  return arg && args.slice(0, index + 1).every((one) => one.key === undefined) ? arg : undefined
}

/** Elements of a tuple or list given as one argument: `("0.0.0.0", 8080)`. */
export function elements(masked: Masked, arg: Argument): Argument[] {
  const open = /^(?:\w[\w.]*\s*)?[([]/.exec(arg.text)
  return open ? split(masked, arg.start + open[0].length) : []
}

/** The expression that begins at an offset: to the end of its line or to what closes it, over lines that go on. */
export function expressionAt({ code, bare }: Masked, start: number): string {
  let depth = 0
  const end = Math.min(bare.length, start + 600)
  for (let at = start; at < end; at++) {
    const letter = bare[at]!
    if (letter === '(' || letter === '[' || letter === '{') depth++
    else if (letter === ')' || letter === ']' || letter === '}') {
      if (depth === 0) return code.slice(start, at).trim()
      depth--
    } else if (depth === 0 && (letter === ';' || letter === ',')) return code.slice(start, at).trim()
    else if (depth === 0 && letter === '\n' && !goesOn(bare, start, at)) return code.slice(start, at).trim()
  }
  return code.slice(start, end).trim()
}

function goesOn(bare: string, start: number, newline: number): boolean {
  const before = bare.slice(start, newline).trimEnd()
  if (before === '' || /(\|\||\?\?|&&|\?|:|=|\+|\bor|\\)$/.test(before)) return true
  return /^\s*(\|\||\?\?|\?(?!\?)|\.\w|\+|or\b|\?:)/.test(bare.slice(newline + 1, newline + 60))
}
