import { describe, expect, test } from 'vitest'
import { brief, feeder, MINUTE, NOON, newEngine, tick } from './support.ts'

const only1m = () => feeder(newEngine({ intervals: ['1m'] }))

test('a bar closes when the watermark passes its end: newest event time less 2 s', () => {
  const feed = only1m()
  feed.add(tick(NOON, 100, 0.5))
  feed.add(tick(NOON + 59_999, 101, 0.25))
  feed.add(tick(NOON + MINUTE, 200))
  feed.add(tick(NOON + MINUTE + 1999, 200))
  expect(feed.collect()).toEqual([])
  feed.add(tick(NOON + MINUTE + 2000, 200))
  expect(feed.collect().map(brief)).toEqual(['1m 12:00 100/101/100/101 0.75 x2 r0'])
})

test('the interval is open on the right: a tick at its end is in the next bar', () => {
  const feed = only1m()
  feed.add(tick(NOON - 1, 1))
  feed.add(tick(NOON, 2))
  feed.add(tick(NOON + MINUTE - 0.001, 3))
  feed.add(tick(NOON + MINUTE, 4))
  expect(feed.after(5 * MINUTE).map(brief)).toEqual([
    '1m 11:59 1/1/1/1 1 x1 r0',
    '1m 12:00 2/3/2/3 2 x2 r0',
    '1m 12:01 4/4/4/4 1 x1 r0',
  ])
})

test('a silent symbol is closed by the wall clock, 2 s after the end and 2 s after its last tick', () => {
  const feed = only1m()
  feed.add(tick(NOON, 100))
  expect(feed.after(MINUTE + 1999)).toEqual([])
  feed.clock.wallMs -= 500
  feed.add(tick(NOON + 1, 101))
  expect(feed.after(1999)).toEqual([])
  expect(feed.after(1).map(brief)).toEqual(['1m 12:00 100/101/100/101 2 x2 r0'])
})

test('a backfill of old ticks is closed by its own time and not amended by the wall clock', () => {
  const feed = only1m()
  const start = Date.UTC(2020, 0, 1)
  const events = []
  for (let second = 0; second < 300; second++) {
    feed.add(tick(start + second * 1000, 100 + second))
    events.push(...feed.after(1))
  }
  expect(events.map(brief)).toEqual([
    '1m 00:00 100/159/100/159 60 x60 r0',
    '1m 00:01 160/219/160/219 60 x60 r0',
    '1m 00:02 220/279/220/279 60 x60 r0',
    '1m 00:03 280/339/280/339 60 x60 r0',
  ])
})

describe('open and close', () => {
  const closeOf = (...ticks: [number, number, string][]) => {
    const feed = only1m()
    for (const [ms, price, tradeId] of ticks) feed.add(tick(NOON + ms, price, 1, { tradeId }))
    const [event] = feed.after(2 * MINUTE)
    return [event?.bar.open, event?.bar.close]
  }
  test.each<[string, [number, number, string][], [number, number]]>([
    [
      'go by event time, not by arrival',
      [
        [30, 3, ''],
        [10, 1, ''],
        [20, 2, ''],
      ],
      [1, 3],
    ],
    [
      'at equal times by trade id as a number',
      [
        [5, 10, '10'],
        [5, 9, '9'],
        [5, 11, '11'],
      ],
      [9, 11],
    ],
    [
      'also for ids beyond a double',
      [
        [5, 2, '90071992547409931'],
        [5, 1, '90071992547409930'],
      ],
      [1, 2],
    ],
    [
      'with leading zeros',
      [
        [5, 10, '10'],
        [5, 9, '009'],
      ],
      [9, 10],
    ],
    [
      'ids that are no number come first, in stream order',
      [
        [5, 1, '7'],
        [5, 2, 'b'],
        [5, 3, 'a'],
      ],
      [2, 1],
    ],
    [
      'at equal times without ids by stream order',
      [
        [5, 1, ''],
        [5, 2, ''],
      ],
      [1, 2],
    ],
  ])('%s', (_what, ticks, expected) => expect(closeOf(...ticks)).toEqual(expected))
})

describe('late ticks', () => {
  test('amend the bar and its folds, with the next revision', () => {
    const feed = feeder(newEngine({ intervals: ['1m', '5m'] }))
    feed.add(tick(NOON + 1000, 100))
    expect(feed.after(10 * MINUTE).map(brief)).toEqual([
      '1m 12:00 100/100/100/100 1 x1 r0',
      '5m 12:00 100/100/100/100 1 x1 r0',
    ])
    feed.add(tick(NOON + 2000, 90, 2))
    expect(feed.after(1000).map(brief)).toEqual(['*1m 12:00 100/100/90/90 3 x2 r1', '*5m 12:00 100/100/90/90 3 x2 r1'])
  })

  test('amend at most once a second for each bar; nothing is lost', () => {
    const feed = only1m()
    feed.add(tick(NOON, 100))
    feed.after(2 * MINUTE)
    for (const price of [1, 2, 3]) {
      feed.add(tick(NOON + price, price))
      expect(feed.after(300)).toEqual([])
    }
    expect(feed.after(99)).toEqual([])
    expect(feed.after(1).map(brief)).toEqual(['*1m 12:00 100/100/1/3 4 x4 r1'])
    feed.add(tick(NOON + 4, 4))
    expect(feed.after(999)).toEqual([])
    expect(feed.after(1).map(brief)).toEqual(['*1m 12:00 100/100/1/4 5 x5 r2'])
  })

  test('of a minute nobody traded make its first bar, not an amendment', () => {
    const feed = feeder(newEngine({ intervals: ['1m', '5m'] }))
    feed.add(tick(NOON + 30_000, 100))
    feed.add(tick(NOON + 6 * MINUTE, 200))
    feed.after(0)
    feed.add(tick(NOON + 2 * MINUTE, 150))
    feed.clock.monotonicMs += 1000
    expect(feed.collect().map(brief)).toEqual(['1m 12:02 150/150/150/150 1 x1 r0', '*5m 12:00 100/150/100/150 2 x2 r1'])
  })

  test('older than 24 h before the newest are dropped; exactly 24 h is taken', () => {
    const feed = only1m()
    feed.add(tick(NOON, 100))
    expect(feed.add(tick(NOON - 86_400_000, 1))).toBe('counted')
    expect(feed.add(tick(NOON - 86_400_001, 1))).toBe('old')
  })
})

describe('F36: volume is the sum of sizes', () => {
  const volumeOf = (...sizes: (number | undefined)[]) => {
    const feed = only1m()
    const outcomes = sizes.map((size) => feed.add(tick(NOON, 1, size ?? 0, size === undefined ? { size } : {})))
    const [event] = feed.after(2 * MINUTE)
    return { volume: event?.bar.volume, trades: event?.bar.trades, outcomes }
  }
  test('not the latest cumulative volume', () =>
    expect(volumeOf(0.5, 0.25, 0.5)).toMatchObject({ volume: 1.25, trades: 3 }))
  test('exact: ten times 0.1 is 1', () => expect(volumeOf(...Array(10).fill(0.1)).volume).toBe(1))
  test('exact beyond 8 decimals, rounded half to even only on output', () => {
    expect(volumeOf(0.123456785, 0.000000005).volume).toBe(0.12345679)
    expect(volumeOf(1e-9, 4e-9).volume).toBe(0)
    expect(volumeOf(1e-9, 5e-9).volume).toBe(1e-8)
    expect(volumeOf(0.1234567890123456, 1e-18).volume).toBe(0.12345679)
  })
  test('a million times a long size keeps its digits', () => expect(volumeOf(1e15, 0.00000001).volume).toBe(1e15))
  test('a tick without a size is a trade of none', () =>
    expect(volumeOf(undefined, 2)).toMatchObject({ volume: 2, trades: 2 }))
  test('a negative size and one of 19 decimals are refused', () => {
    expect(volumeOf(1, -1, 1e-19)).toEqual({ volume: 1, trades: 1, outcomes: ['counted', 'precision', 'precision'] })
  })
})

test.each<[string, Parameters<typeof tick>[3], string]>([
  ['no price', { price: undefined }, 'no-price'],
  ['price 0', { price: 0 }, 'no-price'],
  ['a negative price', { price: -5 }, 'no-price'],
  ['a time more than a day ahead', { tsUs: (NOON + 86_400_001) * 1000 }, 'future'],
])('a tick with %s is left out', (_what, change, why) => {
  const feed = only1m()
  expect(feed.add(tick(NOON, 1, 1, change))).toBe(why)
  expect(feed.after(5 * MINUTE)).toEqual([])
})

test('the same print counts once, also after its bar was published', () => {
  const feed = only1m()
  const print = tick(NOON, 100)
  expect([feed.add(print), feed.add(print)]).toEqual(['counted', 'duplicate'])
  expect(feed.after(2 * MINUTE).map(brief)).toEqual(['1m 12:00 100/100/100/100 1 x1 r0'])
  expect(feed.add({ ...print })).toBe('duplicate')
  expect(feed.after(MINUTE)).toEqual([])
})

test('symbols and exchanges have bars of their own; spellings of a symbol are one', () => {
  const feed = only1m()
  feed.add(tick(NOON, 1, 1, { symbol: 'btc-usdt' }))
  feed.add(tick(NOON, 2, 1, { symbol: 'BTC/USDT' }))
  feed.add(tick(NOON, 3, 1, { exchange: 'kraken' }))
  feed.add(tick(NOON, 4, 1, { symbol: 'ETHUSDT' }))
  const bars = feed.after(2 * MINUTE).map(({ bar }) => `${bar.exchange} ${bar.symbol} x${bar.trades}`)
  expect(bars.sort()).toEqual(['kraken BTCUSDT x1', 'mock BTCUSDT x2', 'mock ETHUSDT x1'])
})

test('all five intervals of one tick, days from 00:00 UTC', () => {
  const feed = feeder()
  feed.add(tick(NOON + 7 * MINUTE, 100))
  const bars = feed.after(2 * 86_400_000).map(({ bar }) => [bar.interval, bar.timestamp, bar.end])
  const day = Date.UTC(2026, 0, 31)
  expect(bars).toEqual([
    ['1m', NOON + 7 * MINUTE, NOON + 8 * MINUTE],
    ['5m', NOON + 5 * MINUTE, NOON + 10 * MINUTE],
    ['15m', NOON, NOON + 15 * MINUTE],
    ['1h', NOON, NOON + 60 * MINUTE],
    ['1d', day, day + 86_400_000],
  ])
})

test('bars older than a day are forgotten, and open ones never', () => {
  const feed = feeder()
  for (let hour = 0; hour < 50; hour++) feed.add(tick(NOON + hour * 60 * MINUTE, 100))
  feed.clock.wallMs += 50 * 60 * MINUTE
  feed.collect()
  feed.engine.prune()
  const minutes = feed.engine.symbolBars('mock', 'BTCUSDT').slots.get('1m')
  expect(minutes?.size).toBe(25)
})

test('when too many prints are remembered, the oldest minute forgets first', () => {
  const feed = feeder(newEngine({ intervals: ['1m'], maxIdentities: 10 }))
  const [old, recent] = [tick(NOON, 1), tick(NOON + MINUTE, 1)]
  feed.add(old)
  for (let index = 0; index < 10; index++) feed.add(tick(NOON + MINUTE + index, index + 2))
  feed.add(recent)
  expect([feed.add(recent), feed.add(old)]).toEqual(['duplicate', 'counted'])
})
