import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candle, candlesFromTicks, mergeCandles } from '../../../services/gateway/src/candles.ts'
import type { MarketTick } from '../../../services/gateway/src/tick.ts'

const T0 = Date.UTC(2026, 0, 1, 12)
const everything = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER, limit: 1000 }

function tick(offsetMs: number, price: number, size = 1): MarketTick {
  const market = { exchange: 'mock', venue: 'mock', symbol: 'BTCUSDT', side: 'buy' as const }
  const quote = { last: price, volume: 9, bid: price - 1, ask: price + 1 }
  return { ...market, ...quote, timestamp: T0 + offsetMs, price, size, trade_id: String(offsetMs) }
}
const candle = (minute: number, close: number): Candle => ({
  symbol: 'BTCUSDT',
  timestamp: new Date(T0 + minute * 60_000).toISOString(),
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
})

describe('candlesFromTicks', () => {
  test('F35: every bucket is a candle of its own, from its own ticks; edges belong to the later one', () => {
    const ticks = [tick(0, 10, 0.1), tick(59_999, 12, 0.2), tick(60_000, 8, 0.3), tick(180_000, 9, 0.4)]
    expect(candlesFromTicks(ticks, '1m')).toEqual([
      { symbol: 'BTCUSDT', timestamp: '2026-01-01T12:00:00.000Z', open: 10, high: 12, low: 10, close: 12, volume: 0.3 },
      { symbol: 'BTCUSDT', timestamp: '2026-01-01T12:01:00.000Z', open: 8, high: 8, low: 8, close: 8, volume: 0.3 },
      { symbol: 'BTCUSDT', timestamp: '2026-01-01T12:03:00.000Z', open: 9, high: 9, low: 9, close: 9, volume: 0.4 },
    ])
  })

  test('any ticks: times are distinct and ordered, L ≤ O, C ≤ H, and no volume is lost', () => {
    const anyTick = fc.record({
      at: fc.integer({ min: 0, max: 3 * 3_600_000 }),
      price: fc.integer({ min: 1, max: 1000 }),
      size: fc.integer({ min: 1, max: 10_000 }),
    })
    fc.assert(
      fc.property(fc.array(anyTick, { minLength: 1 }), fc.constantFrom('1m', '5m', '15m', '1h'), (raw, timeframe) => {
        const ticks = raw.sort((a, b) => a.at - b.at).map(({ at, price, size }) => tick(at, price, size / 10_000))
        const candles = candlesFromTicks(ticks, timeframe)
        const times = candles.map(({ timestamp }) => Date.parse(timestamp))
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
        for (const { open, high, low, close } of candles) {
          expect(low).toBeLessThanOrEqual(Math.min(open, close))
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
        }
        const units = (volumes: number[]) => volumes.reduce((sum, volume) => sum + Math.round(volume * 10_000), 0)
        expect(units(candles.map(({ volume }) => volume))).toBe(units(ticks.map(({ size }) => size)))
      }),
    )
  })
})

describe('mergeCandles', () => {
  test('a stored bar wins over one from memory; the newest of the range are kept, oldest first', () => {
    const merged = mergeCandles([candle(2, 20), candle(1, 10)], [candle(2, 99), candle(3, 30)], everything)
    expect(merged.map(({ close }) => close)).toEqual([10, 20, 30])
    expect(mergeCandles(merged, [], { ...everything, limit: 2 }).map(({ close }) => close)).toEqual([20, 30])
    const range = { startMs: T0 + 60_000, endMs: T0 + 180_000, limit: 10 }
    expect(mergeCandles(merged, [], range).map(({ close }) => close)).toEqual([10, 20])
  })
})
