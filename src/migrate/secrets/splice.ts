// How code of each language reads a variable in the middle of a literal: the credential leaves the source, the address
// around it stays where it was. Undefined where no expression may stand, such as an annotation or a grouped constant.
import type { Site } from '../rewrite/model.ts'

export interface Splice {
  start: number
  end: number
  replacement: string
}

interface Dialect {
  read: (variable: string) => string
  /** Reads it inside a literal that interpolates, told by its prefix or quote. */
  inside?: (prefix: string, quote: string) => ((variable: string) => string) | undefined
  join?: string
}

const DIALECTS: Record<string, Dialect> = {
  python: {
    read: (variable) => `__import__("os").environ["${variable}"]`,
    inside: (prefix, quote) =>
      /f/i.test(prefix)
        ? (variable) =>
            `{__import__(${other(quote)}os${other(quote)}).environ[${other(quote)}${variable}${other(quote)}]}`
        : undefined,
  },
  javascript: {
    read: (variable) => `process.env.${variable}`,
    inside: (_prefix, quote) => (quote === '`' ? (variable) => `\${process.env.${variable}}` : undefined),
  },
  java: { read: (variable) => `System.getenv("${variable}")` },
  kotlin: {
    read: (variable) => `System.getenv("${variable}")`,
    inside: () => (variable) => `\${System.getenv("${variable}")}`,
  },
  csharp: {
    read: (variable) => `System.Environment.GetEnvironmentVariable("${variable}")`,
    inside: (prefix) =>
      prefix.includes('$') && !prefix.includes('@')
        ? (variable) => `{System.Environment.GetEnvironmentVariable("${variable}")}`
        : undefined,
  },
  go: { read: (variable) => `os.Getenv("${variable}")` },
  ruby: {
    read: (variable) => `ENV.fetch('${variable}')`,
    inside: (_prefix, quote) => (quote === '"' ? (variable) => `#{ENV.fetch('${variable}')}` : undefined),
  },
  php: { read: (variable) => `getenv('${variable}')`, join: '.' },
}

/** Edits that take `start`–`end` out of the literal. */
export function spliceOut(
  span: { start: number; end: number },
  variable: string,
  { text, site, language }: { text: string; site: Site; language: string },
): Splice[] | undefined {
  const dialect = DIALECTS[language]
  const quote = text[site.start - 1] ?? ''
  if (dialect === undefined || !/["'`]/.test(quote)) return undefined
  const width = text.slice(site.start - 3, site.start) === quote.repeat(3) ? 3 : 1
  const prefix = /[A-Za-z@$]*$/.exec(text.slice(Math.max(0, site.start - width - 3), site.start - width))?.[0] ?? ''
  const constant = constantAround(text, site.start, language)
  if (constant === 'impossible' || (language === 'python' && /b/i.test(prefix))) return undefined
  const inside = dialect.inside?.(prefix, quote)
  const edits = [...constant, ...(language === 'go' ? goImport(text) : [])]
  if (inside) return [...edits, { ...span, replacement: inside(variable) }]
  const isRaw = language === 'javascript' && quote === '`'
  if (isRaw || (language === 'java' && width === 3)) return undefined
  const marks = quote.repeat(width)
  const open = span.start === site.start
  const close = span.end === site.end
  const join = ` ${dialect.join ?? '+'} `
  const before = { start: site.start - width - prefix.length, end: site.start }
  if (open && close)
    return [...edits, { start: before.start, end: site.end + width, replacement: dialect.read(variable) }]
  return [
    ...edits,
    // Parentheses, so that what follows the literal still speaks of all of it.
    ...(open
      ? [{ start: before.start, end: span.end, replacement: `(${dialect.read(variable)}${join}${prefix}${marks}` }]
      : [
          { start: before.start, end: before.start, replacement: '(' },
          {
            ...span,
            replacement: `${marks}${join}${dialect.read(variable)}${close ? '' : `${join}${prefix}${marks}`}`,
          },
        ]),
    { start: close ? site.end : site.end + width, end: site.end + width, replacement: ')' },
  ]
}

/** A value that is read at run time cannot be a compile-time constant. */
function constantAround(text: string, at: number, language: string): Splice[] | 'impossible' {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const line = text.slice(start, at)
  if (language === 'java' || language === 'kotlin') {
    return /@\w+[^;]*$|\bconst\s+val\b|\bcase\b/.test(line) ? 'impossible' : []
  }
  if (language === 'csharp') {
    const found = /\b(?:public|private|internal|protected)\s+const\b/.exec(line)
    if (found) {
      const end = start + found.index + found[0].length
      return [{ start: end - 'const'.length, end, replacement: 'static readonly' }]
    }
    return /\bconst\b|^\s*\[\w+|\bcase\b/.test(line) ? 'impossible' : []
  }
  if (language === 'go') {
    const found = /^\s*const\b/.exec(line)
    if (found) return [{ start: start + found[0].length - 5, end: start + found[0].length, replacement: 'var' }]
    return inConstGroup(text, at) ? 'impossible' : []
  }
  return []
}

function inConstGroup(text: string, at: number): boolean {
  const open = text.lastIndexOf('const (', at)
  return open >= 0 && !/\n\)/.test(text.slice(open, at))
}

/** On the line of the package clause, so that no line moves. */
function goImport(text: string): Splice[] {
  if (/^\s*(?:import\s+)?"os"\s*$/m.test(text) || text.includes('; import "os"')) return []
  const clause = /^package\s+\w+/m.exec(text)
  const at = clause ? clause.index + clause[0].length : 0
  return [{ start: at, end: at, replacement: '; import "os"' }]
}

function other(quote: string): string {
  return quote === '"' ? "'" : '"'
}
