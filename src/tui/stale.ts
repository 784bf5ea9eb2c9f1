// When a value is too old to be believed: it is dimmed and its age stands beside it, so that a frozen picture never looks alive.
import type { Span } from './cells.ts'
import { wholeAge } from './format.ts'
import { GLYPH } from './glyphs.ts'

/** Sources speak every second; two seconds of silence are one missed word and the time to notice. */
export const STALE_AFTER_MS = 2000

export function isStale(atMs: number, nowMs: number): boolean {
  return nowMs - atMs > STALE_AFTER_MS
}

/** `◌12s`, or nothing while the value is fresh. */
export function staleMark(atMs: number, nowMs: number): Span | undefined {
  if (!isStale(atMs, nowMs)) return undefined
  return { text: `${GLYPH.stale}${wholeAge(nowMs - atMs)}`, tone: 'warn' }
}

/** ` retry 3s` for a source that is down and will be asked again. */
export function retryText(source: { retryAtMs?: number }, nowMs: number): string {
  if (source.retryAtMs === undefined) return ''
  return ` retry ${Math.max(0, Math.ceil((source.retryAtMs - nowMs) / 1000))}s`
}
