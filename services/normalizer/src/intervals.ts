// The intervals bars come in. Days begin at 00:00 UTC, so all of them are multiples of the epoch. Pure.
export const INTERVALS_MS = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
} as const

export type Interval = keyof typeof INTERVALS_MS

export const ALL_INTERVALS = Object.keys(INTERVALS_MS) as Interval[]

export function isInterval(text: string): text is Interval {
  return Object.hasOwn(INTERVALS_MS, text)
}

/** Start of the right-open interval [t0, t1) that holds a time. */
export function startOf(timeMs: number, interval: Interval): number {
  return timeMs - (timeMs % INTERVALS_MS[interval])
}
