// Code without its comments, letter for letter the same length: what discovery matches must be code, and a commented
// port is no port. `bare` also blanks what strings hold, so that structure (brackets, commas, calls) can be read from it.
import { languageOf } from '../rewrite/language.ts'

export interface Masked {
  /** Comments blanked, strings kept. */
  code: string
  /** Comments and string contents blanked; quotes kept. */
  bare: string
}

interface Lexis {
  line: readonly string[]
  block?: readonly [string, string]
  quotes: string
  /** Three quotes open a long string. */
  triple?: boolean
  /** A backtick string with `${…}`. */
  template?: boolean
  /** `/…/` where a value may stand. */
  regex?: boolean
  /** Backslash escapes nothing inside this quote. */
  rawQuotes?: string
  /** A single quote holds one letter (or a lifetime): never a long string. */
  letter?: boolean
  /** `@"…""…"` */
  verbatim?: boolean
  /** A line comment needs a blank or a line start before it (shell, YAML). */
  spaced?: boolean
}

const C: Lexis = { line: ['//'], block: ['/*', '*/'], quotes: '"\'' }
const HASH: Lexis = { line: ['#'], quotes: '"\'', spaced: true }
const LEXIS: Record<string, Lexis> = {
  javascript: { ...C, quotes: '"\'`', template: true, regex: true },
  java: { ...C, triple: true, letter: true },
  kotlin: { ...C, triple: true, letter: true },
  csharp: { ...C, letter: true, verbatim: true, triple: true },
  go: { ...C, quotes: '"\'`', rawQuotes: '`', letter: true },
  rust: { ...C, letter: true },
  php: { ...C, line: ['//', '#'] },
  python: { line: ['#'], quotes: '"\'', triple: true },
  ruby: { line: ['#'], quotes: '"\'', spaced: true },
  hash: HASH,
  properties: { line: ['#', '!'], quotes: '' },
  xml: { line: [], block: ['<!--', '-->'], quotes: '' },
}

/** The programming language a file is written in, by its name; undefined for shells and for files that are no code. */
export function codeLanguage(file: string): string | undefined {
  const language = languageOf(file)
  return PROGRAMS.has(language) ? language : undefined
}

const PROGRAMS: ReadonlySet<string> = new Set([
  'python',
  'javascript',
  'java',
  'kotlin',
  'csharp',
  'go',
  'rust',
  'php',
  'ruby',
])

export function mask(text: string, language: string): Masked {
  const lexis = LEXIS[language] ?? HASH
  const code: string[] = []
  const bare: string[] = []
  const next = interesting(lexis)
  let at = 0
  while (at < text.length) {
    next.lastIndex = at
    const match = next.exec(text)
    const start = match?.index ?? text.length
    code.push(text.slice(at, start))
    bare.push(text.slice(at, start))
    at = start
    if (!match) break
    const run = runAt(text, at, match[0], lexis)
    const part = text.slice(at, run.end)
    code.push(run.kind === 'comment' ? spaces(part) : part)
    if (run.kind === 'string') bare.push(hollow(part, run.open, run.close))
    else bare.push(run.kind === 'comment' ? spaces(part) : part)
    at = run.end
  }
  return { code: code.join(''), bare: bare.join('') }
}

type Run = { kind: 'code' | 'comment'; end: number } | { kind: 'string'; end: number; open: number; close: number }

/** What begins at a token: a comment, a string, or nothing special. */
function runAt(text: string, at: number, token: string, lexis: Lexis): Run {
  if (lexis.block && token === lexis.block[0]) {
    const end = text.indexOf(lexis.block[1], at + token.length)
    return { kind: 'comment', end: end < 0 ? text.length : end + lexis.block[1].length }
  }
  if (lexis.line.includes(token)) {
    const glued = lexis.spaced && at > 0 && !/\s/.test(text[at - 1]!)
    return glued ? { kind: 'code', end: at + token.length } : { kind: 'comment', end: endOfLine(text, at) }
  }
  if (token === '/') return { kind: 'code', end: lexis.regex && mayBeRegex(text, at) ? regexEnd(text, at) : at + 1 }
  if (token.length === 3) {
    const end = text.indexOf(token, at + 3)
    const stop = end < 0 ? text.length : end + 3
    if (lexis === LEXIS.python && isDocstring(text, at)) return { kind: 'comment', end: stop }
    return { kind: 'string', end: stop, open: 3, close: end < 0 ? 0 : 3 }
  }
  const { end, closed } = stringEnd(text, at, token, lexis)
  return end === at + 1 ? { kind: 'code', end } : { kind: 'string', end, open: 1, close: closed ? 1 : 0 }
}

function hollow(part: string, open: number, close: number): string {
  return part.slice(0, open) + spaces(part.slice(open, part.length - close)) + part.slice(part.length - close)
}

function interesting(lexis: Lexis): RegExp {
  const tokens = [
    ...(lexis.block ? [lexis.block[0]] : []),
    ...lexis.line,
    ...(lexis.triple ? ['"""', ...(lexis.letter ? [] : ["'''"])] : []),
    ...lexis.quotes,
    ...(lexis.regex ? ['/'] : []),
  ]
  return new RegExp(tokens.map((token) => token.replaceAll(/[/*.[\]()|!$]/g, '\\$&')).join('|') || '(?!)', 'g')
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** A string ends at its quote; one that may not span lines ends with its line at the latest. */
function stringEnd(text: string, start: number, quote: string, lexis: Lexis): { end: number; closed: boolean } {
  if (quote === "'" && lexis.letter) {
    const letter = /^'(?:\\u?\{?[0-9a-fA-F]*\}?.|[^'\\\n])'/.exec(text.slice(start, start + 12))
    return letter ? { end: start + letter[0].length, closed: true } : { end: start + 1, closed: false }
  }
  const raw =
    lexis.rawQuotes?.includes(quote) ||
    (lexis.verbatim &&
      /[@$]$/.test(text.slice(start - 1, start)) &&
      text.slice(Math.max(0, start - 2), start).includes('@'))
  const long = raw || quote === '`'
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\\' && !raw) at++
    else if (letter === quote) {
      if (raw && quote === '"' && text[at + 1] === '"') at++
      else return { end: at + 1, closed: true }
    } else if (letter === '\n' && !long) return { end: at, closed: false }
    else if (lexis.template && quote === '`' && letter === '$' && text[at + 1] === '{') at = holeEnd(text, at + 1)
  }
  return { end: text.length, closed: false }
}

/** The brace that closes a hole of a template; templates inside templates count their own braces. */
function holeEnd(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
    else if (text[at] === '\n' && at - open > 2000) return open
  }
  return open
}

function mayBeRegex(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at).trimEnd()
  return before === '' || /[(,=:[!&|?{};>]$|\b(return|typeof|case|in|of)$/.test(before)
}

function regexEnd(text: string, start: number): number {
  let inClass = false
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\n') return start + 1
    if (letter === '\\') at++
    else if (letter === '[') inClass = true
    else if (letter === ']') inClass = false
    else if (letter === '/' && !inClass) return at + 1
  }
  return start + 1
}

/** A long string that nobody takes: it stands alone at the start of its line. */
function isDocstring(text: string, at: number): boolean {
  const line = text.slice(Math.max(0, at - 200), at)
  if (line.slice(line.lastIndexOf('\n') + 1).trim() !== '') return false
  const before = text.slice(Math.max(0, at - 200), at).trimEnd()
  return before === '' || !/[=(,[{+]$/.test(before)
}

function spaces(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ')
}
