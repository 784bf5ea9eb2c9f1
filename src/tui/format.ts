// Numbers for narrow columns: a unit scales before a digit is lost, and what is not known is a dash, never a zero.
import { GLYPH } from './glyphs.ts'

export const UNKNOWN = GLYPH.unknown

type Maybe = number | null | undefined

const isKnown = (value: Maybe): value is number => value !== null && value !== undefined && Number.isFinite(value)

/** `grouped(67012.5, 2)` is `67,012.50`. */
export function grouped(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${value < 0 ? '-' : ''}${text}${fraction ? `.${fraction}` : ''}`
}

/** Decimals by size: cents for what costs dollars, more for what costs less. */
export function price(value: Maybe): string {
  if (!isKnown(value)) return UNKNOWN
  const size = Math.abs(value)
  return grouped(value, size >= 1 ? 2 : size >= 0.01 ? 4 : 6)
}

/** Three or four significant characters: `12.3`, `412`, `1.2k`, `840k`, `1.2M`. */
export function scaled(value: Maybe): string {
  if (!isKnown(value)) return UNKNOWN
  const size = Math.abs(value)
  if (size < 10) return value.toFixed(Number.isInteger(value) ? 0 : 1)
  if (size < 1000) return value.toFixed(0)
  for (const [limit, unit] of [
    [1e6, 'k'],
    [1e9, 'M'],
    [1e12, 'G'],
  ] as const) {
    // 999.9k must become 1.0M, not 1000k.
    if (size < limit * 0.9995) {
      const part = value / (limit / 1000)
      return `${part.toFixed(Math.abs(part) < 9.95 ? 1 : 0)}${unit}`
    }
  }
  return value.toExponential(1)
}

export function bytes(value: Maybe): string {
  if (!isKnown(value)) return UNKNOWN
  if (value < 1024 * 1024) return `${Math.round(value / 1024)}K`
  const mega = value / (1024 * 1024)
  return mega < 1000 ? `${Math.round(mega)}M` : `${(mega / 1024).toFixed(1)}G`
}

/** Milliseconds as a number whose precision follows its size: `0.42`, `9.8`, `249`, `12.3s`. */
export function millis(value: Maybe): string {
  if (!isKnown(value)) return UNKNOWN
  if (value < 1) return value.toFixed(2)
  if (value < 99.95) return value.toFixed(1)
  return value < 9999.5 ? value.toFixed(0) : `${(value / 1000).toFixed(1)}s`
}

/** How long ago, in at most four characters: `0.4s`, `41s`, `2m`, `3h`, `12d`. */
export function age(ms: Maybe): string {
  if (!isKnown(ms)) return UNKNOWN
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  if (seconds < 99.5) return `${Math.round(seconds)}s`
  if (seconds < 5940) return `${Math.round(seconds / 60)}m`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)}h`
  return `${Math.round(seconds / 86_400)}d`
}

/** Whole seconds only, for marks that must not flicker: `3s`. */
export function wholeAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return seconds < 100 ? `${seconds}s` : age(ms)
}

export function percent(value: Maybe, decimals = 1): string {
  return isKnown(value) ? value.toFixed(decimals) : UNKNOWN
}

/** Time of day in UTC, as logs and the journal have it. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}
