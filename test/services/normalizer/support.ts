// Ticks for the bar engine and helpers to read what came out.

import type { Tick } from '../../../services/kit/tick.ts'
import type { BarPayload } from '../../../services/normalizer/src/bar.ts'
import { BarEngine, type EngineOptions } from '../../../services/normalizer/src/engine.ts'
import { ALL_INTERVALS } from '../../../services/normalizer/src/intervals.ts'
import type { BarEvent } from '../../../services/normalizer/src/symbol-bars.ts'

export const NOON = Date.UTC(2026, 0, 31, 12)
export const MINUTE = 60_000

let prints = 0
export function tick(timeMs: number, price: number, size: number | undefined = 1, change: Partial<Tick> = {}): Tick {
  return {
    tsUs: Math.round(timeMs * 1000),
    venue: 'mock',
    exchange: 'mock',
    symbol: 'BTCUSDT',
    price,
    size,
    side: '',
    tradeId: String(++prints),
    sourceSeq: '',
    ...change,
  }
}

export function newEngine(change: Partial<EngineOptions> = {}): BarEngine {
  const options = { intervals: ALL_INTERVALS, latenessMs: 2000, amendEveryMs: 1000, maxIdentities: 1_000_000 }
  return new BarEngine({ ...options, ...change })
}

/** An engine with a sequence counter; the wall clock stands where a test puts it. */
export function feeder(engine = newEngine()) {
  let seq = 0
  const clock = { wallMs: NOON, monotonicMs: 0 }
  return {
    engine,
    clock,
    add: (one: Tick, at: number = ++seq) => engine.add(one, at, clock),
    /** Lets time pass and takes what is due. */
    after(ms: number): BarEvent[] {
      clock.wallMs += ms
      clock.monotonicMs += ms
      return engine.collect(clock)
    },
    collect: () => engine.collect(clock),
  }
}

/** `1m 12:00 O/H/L/C volume xtrades rN`, with `*` when amended. */
export function brief({ kind, bar }: BarEvent): string {
  const time = new Date(bar.timestamp).toISOString().slice(11, 16)
  const prices = `${bar.open}/${bar.high}/${bar.low}/${bar.close}`
  return `${kind === 'amended' ? '*' : ''}${bar.interval} ${time} ${prices} ${bar.volume} x${bar.trades} r${bar.revision}`
}

/** The last revision of each bar, as a reader of the stream ends up with. */
export function lastRevisions(events: BarEvent[]): Map<string, Omit<BarPayload, 'revision'>> {
  const found = new Map<string, Omit<BarPayload, 'revision'>>()
  for (const { bar } of events) {
    const { revision: _, ...content } = bar
    found.set(`${bar.exchange} ${bar.symbol} ${bar.interval} ${bar.timestamp}`, content)
  }
  return found
}

/** Closes everything: long silence on both clocks, and time for the last amendments. */
export function finish(feed: ReturnType<typeof feeder>): BarEvent[] {
  const wait = () => feed.after(3 * 86_400_000)
  return [...wait(), ...wait()]
}
