import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createMockMarket, firstTradeId } from '../../../services/gateway/src/mock-market.ts'
import { outbound, tickRow } from '../../../services/gateway/src/tick.ts'
import { parseScaled } from '../../../services/kit/number.ts'
import { seededRng } from '../../../services/kit/rng.ts'
import { TICKS } from '../../../services/kit/timeseries/tables.ts'

const SYMBOLS = [
  { symbol: 'BTCUSDT', price: 45000 },
  { symbol: 'SOLUSDT', price: 100 },
]
const NOW = Date.UTC(2026, 0, 1)
const market = (seed: number) =>
  createMockMarket({ symbols: SYMBOLS, maxMove: 0.001, rng: seededRng(seed), tradeId: firstTradeId(NOW) })

/** What sink-ticks needs of a message (platform.md 3.3); kept here because services do not know each other. */
const sinkSchema = z.object({
  timestamp: z.number().int().positive(),
  venue: z.string().min(1),
  exchange: z.string().min(1),
  symbol: z.string().min(1),
  price: z.number().positive(),
  size: z.number().positive(),
  side: z.enum(['buy', 'sell']),
  trade_id: z.string().regex(/^\d+$/),
})

describe('a tick', () => {
  test('F10: has everything the sink needs, on the subject of its exchange and symbol', () => {
    const tick = market(1).step(NOW)[0]!.tick
    const { subject, payload, msgId } = outbound(tick)
    expect(subject).toBe('market.tick.mock.BTCUSDT')
    expect(msgId).toBe(`gateway-mock-BTCUSDT-${tick.trade_id}`)
    expect(sinkSchema.parse(JSON.parse(payload))).toMatchObject({ timestamp: NOW, venue: 'mock', exchange: 'mock' })
    const keys = ['timestamp', 'exchange', 'venue', 'symbol', 'price', 'last', 'size', 'volume', 'bid', 'ask']
    expect(Object.keys(JSON.parse(payload))).toEqual(expect.arrayContaining(keys))
  })

  test('as a row has the columns of its table, its keys filled', () => {
    const row = tickRow(market(1).step(NOW)[0]!.tick)
    expect(new Set(Object.keys(row))).toEqual(new Set([...Object.keys(TICKS.columns), TICKS.timestamp]))
    for (const key of TICKS.key) expect(row[key]).not.toBe('')
  })
})

describe('the walk', () => {
  test('any market: moves are small, quotes do not cross, numbers are exact, amounts are in range', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 100_000 }), (seed, price) => {
        const walk = createMockMarket({
          symbols: [{ symbol: 'XUSDT', price }],
          maxMove: 0.001,
          rng: seededRng(seed),
          tradeId: 0,
        })
        let before = price
        for (let i = 0; i < 200; i++) {
          const { tick, bidSize, askSize } = walk.step(NOW + i)[0]!
          // Half a cent is the rounding of the step.
          expect(Math.abs(tick.price - before)).toBeLessThanOrEqual(before * 0.001 + 0.0051)
          expect(tick.bid).toBeLessThan(tick.price)
          expect(tick.ask).toBeGreaterThan(tick.price)
          expect(parseScaled(tick.price)! - parseScaled(tick.bid)!).toBe(parseScaled(1))
          expect(parseScaled(tick.ask)! - parseScaled(tick.price)!).toBe(parseScaled(1))
          for (const amount of [tick.size, tick.volume, bidSize, askSize]) {
            expect(parseScaled(amount)).toBeDefined()
            expect(amount).toBeGreaterThanOrEqual(0.01)
            expect(amount).toBeLessThanOrEqual(1)
          }
          before = tick.price
        }
      }),
      { numRuns: 30 },
    )
  })

  test('stays between half and double of its start, however long it runs', () => {
    const wild = createMockMarket({ symbols: SYMBOLS, maxMove: 0.1, rng: seededRng(5), tradeId: 0 })
    const prices = Array.from({ length: 20_000 }, () => wild.step(NOW)[1]!.tick.price)
    expect(Math.min(...prices)).toBe(50)
    expect(Math.max(...prices)).toBe(200)
  })

  test('the same seed is the same market, and prices do move', () => {
    const take = (seed: number) => {
      const walk = market(seed)
      return Array.from({ length: 20 }, (_, i) => walk.step(NOW + i)[0]!.tick)
    }
    expect(take(3)).toEqual(take(3))
    expect(new Set(take(3).map((tick) => tick.price)).size).toBeGreaterThan(10)
  })

  test('trade ids are never used twice, also by the next process', () => {
    const first = market(1)
    const ids = Array.from({ length: 100 }, () => first.step(NOW))
      .flat()
      .map(({ tick }) => Number(tick.trade_id))
    expect(new Set(ids).size).toBe(200)
    expect(firstTradeId(NOW + 1000)).toBeGreaterThan(Math.max(...ids))
    expect(Number.isSafeInteger(firstTradeId(Date.UTC(2200, 0, 1)))).toBe(true)
  })
})
