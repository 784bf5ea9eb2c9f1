// Names out of a legacy tree may hold anything: what could move a cursor, colour a terminal or turn a line around is shown,
// not sent.

/** Control characters, line and paragraph separators, and marks that change the direction of text. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu

export function safe(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    const code = character.codePointAt(0)!
    return code === 9 ? '\\t' : code === 10 ? '\\n' : code === 13 ? '\\r' : `\\u{${code.toString(16)}}`
  })
}

/** Every string of a report, made safe; shape and numbers stay. */
export function safely<T>(value: T): T {
  if (typeof value === 'string') return safe(value) as T
  if (Array.isArray(value)) return value.map((one: unknown) => safely(one)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, safely(inner)])) as T
}
