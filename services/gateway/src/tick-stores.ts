// The two projections of the tick stream that the gateway keeps: the last price in the cache and all ticks as rows.
// Neither may slow the market down or grow without bound while its store is away.
import { type Row, RowRefused } from '#kit/timeseries'
import type { MarketTick } from './tick.ts'

export interface LatestWriter {
  offer(tick: MarketTick): void
  errors(): number
  /** Resolves when nothing is being written. */
  idle(): Promise<void>
}

/** Writes the newest tick of each symbol; while a write runs, newer ticks replace those that wait. */
export function createLatestWriter(write: (ticks: MarketTick[]) => Promise<void>): LatestWriter {
  const waiting = new Map<string, MarketTick>()
  let running: Promise<void> | undefined
  let errors = 0

  const drain = async (): Promise<void> => {
    while (waiting.size > 0) {
      const ticks = [...waiting.values()]
      waiting.clear()
      // A failed write is not tried again: the next tick is better news.
      await write(ticks).catch(() => {
        errors++
      })
    }
  }
  return {
    offer(tick) {
      waiting.set(tick.symbol, tick)
      running ??= Promise.resolve()
        .then(drain)
        .finally(() => {
          running = undefined
        })
    },
    errors: () => errors,
    idle: async () => running,
  }
}

export interface RowWriter {
  offer(row: Row): void
  /** Writes what waits; one write at a time. */
  flush(): Promise<void>
  counts(): { written: number; dropped: number; errors: number; waiting: number }
}

export interface RowWriterOptions {
  append: (rows: Row[]) => Promise<void>
  /** Rows kept while the store is away; beyond that the oldest go, counted. */
  capacity: number
  /** Called for the first failure after a success: one report an outage. */
  onFailure: (error: unknown) => void
}

/** Batches rows: written when asked, or when half the room is taken; a failed batch stays and is tried when asked again. */
export function createRowWriter({ append, capacity, onFailure }: RowWriterOptions): RowWriter {
  let rows: Row[] = []
  let running: Promise<void> | undefined
  let failing = false
  const counts = { written: 0, dropped: 0, errors: 0 }

  const write = async (): Promise<void> => {
    const batch = rows
    rows = []
    try {
      await append(batch)
      counts.written += batch.length
      failing = false
    } catch (error) {
      counts.errors++
      if (!failing) onFailure(error)
      failing = true
      // A store that refuses the rows themselves will refuse them again.
      if (error instanceof RowRefused) counts.dropped += batch.length
      else rows = [...batch, ...rows]
    }
    trim()
  }
  const trim = (): void => {
    const excess = rows.length - capacity
    if (excess <= 0) return
    rows = rows.slice(excess)
    counts.dropped += excess
  }
  const flush = (): Promise<void> => {
    if (rows.length === 0 && !running) return Promise.resolve()
    running ??= write().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    offer(row) {
      rows.push(row)
      trim()
      // A store that fails is asked again by the timer only.
      if (rows.length * 2 >= capacity && !failing) void flush()
    },
    flush,
    counts: () => ({ ...counts, waiting: rows.length }),
  }
}
