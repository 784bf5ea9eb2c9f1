// Reading query parameters: a wrong one is a 400 that names it.
import { httpError } from '#kit/http'

export type QueryValues = Readonly<Record<string, string | string[] | undefined>>

export function textOf(query: QueryValues, name: string): string | undefined {
  const value = query[name]
  if (Array.isArray(value)) throw refused(name, value.join('&'), 'one value')
  return value === '' ? undefined : value
}

export function wholeNumber(query: QueryValues, name: string, limits: { fallback: number; max: number }): number {
  const text = textOf(query, name)
  if (text === undefined) return limits.fallback
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= limits.max) return value
  throw refused(name, text, `a whole number from 1 to ${limits.max}`)
}

/** ISO text or epoch milliseconds. */
export function instantMs(query: QueryValues, name: string, fallback: number): number {
  const text = textOf(query, name)
  if (text === undefined) return fallback
  const value = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isFinite(value)) return value
  throw refused(name, text, 'ISO text or epoch milliseconds')
}

export function refused(field: string, found: string, expected: string) {
  return httpError(400, 'VALIDATION', `${field}: found "${found}", expected ${expected}`, { field })
}
