// General rules of bars (services.md 5): what a reader ends up with depends on the ticks, never on when they came.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tick } from '../../../services/kit/tick.ts'
import { identityNumber } from '../../../services/normalizer/src/identities.ts'
import { INTERVALS_MS } from '../../../services/normalizer/src/intervals.ts'
import { restoreSnapshot, type Snapshot, takeSnapshot } from '../../../services/normalizer/src/snapshot.ts'
import type { BarEvent } from '../../../services/normalizer/src/symbol-bars.ts'
import { feeder, finish, lastRevisions, MINUTE, NOON, newEngine, tick } from './support.ts'

/** Ticks of two symbols over two hours, with equal times, gaps and awkward sizes. */
const ticks = fc.array(
  fc.record({
    atMs: fc.oneof(
      fc.integer({ min: 0, max: 120 * MINUTE }),
      fc.integer({ min: 0, max: 119 }).map((minute) => minute * MINUTE),
    ),
    price: fc.integer({ min: 1, max: 1000 }).map((cents) => cents / 100),
    size: fc.oneof(
      fc.integer({ min: 0, max: 100_000 }).map((units) => units / 1000),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
    ),
    symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
  }),
  { minLength: 1, maxLength: 60 },
)
type Raw = { atMs: number; price: number; size: number; symbol: string }
const ticksOf = (raws: Raw[]): Tick[] =>
  raws.map(({ atMs, price, size, symbol }, index) => tick(NOON + atMs, price, size, { symbol, tradeId: String(index) }))

function run(list: Tick[], pausesMs: number[]): BarEvent[] {
  const feed = feeder()
  feed.clock.wallMs = NOON + 120 * MINUTE
  const events: BarEvent[] = []
  list.forEach((one, index) => {
    feed.add(one)
    const pause = pausesMs[index % Math.max(1, pausesMs.length)] ?? 0
    if (pause > 0) events.push(...feed.after(pause))
  })
  return [...events, ...finish(feed)]
}

test('last revisions do not depend on timing', () => {
  const pauses = fc.array(fc.constantFrom(0, 0, 1, 300, 1500, 5000, 90_000), { maxLength: 20 })
  fc.assert(
    fc.property(ticks, pauses, (raws, pausesMs) => {
      const list = ticksOf(raws)
      expect(lastRevisions(run(list, pausesMs))).toEqual(lastRevisions(run(list, [])))
    }),
  )
})

test('last revisions do not depend on the order of arrival, nor on duplicates', () => {
  fc.assert(
    fc.property(ticks, fc.infiniteStream(fc.nat()), (raws, random) => {
      const list = ticksOf(raws)
      const keys = new Map([...list, ...list].map((one, index) => [index, { one, key: random.next().value ?? 0 }]))
      const shuffled = [...keys.values()].sort((a, b) => a.key - b.key).map(({ one }) => one)
      expect(lastRevisions(run(shuffled, [0, 700]))).toEqual(lastRevisions(run(list, [])))
    }),
  )
})

test('I12: Σ volume of bars = Σ size of ticks, Σ trades = ticks, for each interval; L ≤ O, C ≤ H', () => {
  const exact = (values: number[]) => values.reduce((sum, value) => sum + BigInt(Math.round(value * 1000)), 0n)
  const plain = ticks.map((raws) => raws.map((raw) => ({ ...raw, size: Math.round(raw.size * 1000) / 1000 })))
  fc.assert(
    fc.property(plain, fc.array(fc.constantFrom(0, 1500, 90_000), { maxLength: 10 }), (raws, pausesMs) => {
      const bars = [...lastRevisions(run(ticksOf(raws), pausesMs)).values()]
      for (const interval of Object.keys(INTERVALS_MS)) {
        const own = bars.filter((bar) => bar.interval === interval)
        expect(exact(own.map(({ volume }) => volume))).toBe(exact(raws.map(({ size }) => size)))
        expect(own.reduce((sum, { trades }) => sum + trades, 0)).toBe(raws.length)
      }
      for (const { low, open, close, high } of bars)
        expect(low <= Math.min(open, close) && Math.max(open, close) <= high).toBe(true)
    }),
  )
})

test('every longer bar is the fold of its 1m bars', () => {
  fc.assert(
    fc.property(ticks, fc.array(fc.constantFrom(0, 1500, 90_000), { maxLength: 10 }), (raws, pausesMs) => {
      const bars = [...lastRevisions(run(ticksOf(raws), pausesMs)).values()]
      const minutes = bars.filter(({ interval }) => interval === '1m').sort((a, b) => a.timestamp - b.timestamp)
      for (const bar of bars.filter(({ interval }) => interval !== '1m')) {
        const parts = minutes.filter(
          (part) => part.symbol === bar.symbol && part.timestamp >= bar.timestamp && part.end <= bar.end,
        )
        expect(bar).toMatchObject({
          open: parts[0]?.open,
          close: parts.at(-1)?.close,
          high: Math.max(...parts.map(({ high }) => high)),
          low: Math.min(...parts.map(({ low }) => low)),
          trades: parts.reduce((sum, { trades }) => sum + trades, 0),
        })
      }
    }),
  )
})

test('an engine restored from a snapshot at any moment ends with the same bars', () => {
  fc.assert(
    fc.property(ticks, fc.nat(60), fc.constantFrom(0, 1500, 90_000), (raws, cut, pauseMs) => {
      const list = ticksOf(raws)
      const before = feeder()
      const events: BarEvent[] = []
      list.slice(0, cut).forEach((one, index) => {
        before.add(one, index + 1)
        events.push(...before.after(pauseMs))
      })
      const text = takeSnapshot(before.engine, [], { created: '', seq: cut })
      const restored = feeder(newEngine())
      restoreSnapshot(restored.engine, JSON.parse(text) as Snapshot, 0)
      restored.clock.wallMs = before.clock.wallMs
      // The last ten come again, as after a crash before the acknowledgement.
      for (const [index, one] of list.entries()) if (index >= cut - 10) restored.add(one, index + 1)
      expect(lastRevisions([...events, ...finish(restored)])).toEqual(lastRevisions(run(list, [])))
    }),
  )
})

test('identities of a million prints hardly ever meet', () => {
  const seen = new Set<number>()
  for (let index = 0; index < 1_000_000; index++)
    seen.add(
      identityNumber(tick(NOON + (index % 60_000), 45_000 + (index % 977) / 100, 0.5, { tradeId: String(index) })),
    )
  expect(seen.size).toBe(1_000_000)
})
