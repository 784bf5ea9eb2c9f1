import { afterAll, describe, expect, test } from 'vitest'
import { createMockMarket } from '../../../services/gateway/src/mock-market.ts'
import { createRateLimiter } from '../../../services/gateway/src/rate-limiter.ts'
import { addRoutes } from '../../../services/gateway/src/routes.ts'
import { createTickerBook } from '../../../services/gateway/src/ticker-book.ts'
import { createHealth } from '../../../services/kit/health.ts'
import { createHttp } from '../../../services/kit/http.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { createMetrics } from '../../../services/kit/metrics.ts'
import { seededRng } from '../../../services/kit/rng.ts'
import { manualClock } from '../../support/manual-clock.ts'

const T0 = Date.UTC(2026, 0, 1, 12)
const figures = [
  { symbol: 'BTCUSDT', price: 45000, volume_24h: 1e6, change_24h: 2.5 },
  { symbol: 'ETHUSDT', price: 2500, volume_24h: 5e5, change_24h: 1.8 },
  { symbol: 'SOLUSDT', price: 100, volume_24h: 2.5e5, change_24h: -0.5 },
]
const LIMIT = 50
const clock = manualClock(T0)
const book = createTickerBook([...figures, { symbol: 'NEWUSDT', volume_24h: 0, change_24h: 0 }], 500)
const market = createMockMarket({ symbols: figures, maxMove: 0.001, rng: seededRng(9), tradeId: 0 })
for (let second = 0; second < 150; second++) for (const quote of market.step(T0 + second * 1000)) book.apply(quote)

const identity = { service: 'gateway', version: '0.1.0' }
const app = createHttp({
  ...identity,
  log: silentLog,
  metrics: createMetrics('gateway_', clock),
  health: createHealth({ ...identity, clock, checks: {} }),
})
addRoutes(app, {
  book,
  exchange: 'mock',
  storedCandles: async () => [],
  limiter: createRateLimiter({ windowMs: 60_000, max: LIMIT }),
  nowMs: () => T0 + 150_000,
  monotonicMs: () => clock.monotonicMs(),
  stats: () => ({ tick_count: book.tickCount() }),
})
afterAll(() => app.close())

async function get(url: string) {
  const { statusCode, headers, body } = await app.inject({ url })
  return { status: statusCode, headers, body: JSON.parse(body) }
}

describe('tickers', () => {
  test('F08: GET /tickers has price, bid, ask and volume of every symbol', async () => {
    const { status, body } = await get('/tickers')
    expect(status).toBe(200)
    expect(body.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
    for (const ticker of body) {
      expect(ticker.bid).toBeLessThan(ticker.price)
      expect(ticker.ask).toBeGreaterThan(ticker.price)
      expect(ticker).toMatchObject({ exchange: 'mock', last_price: ticker.price, volume: ticker.volume_24h })
      expect(ticker.bid_size).toBeGreaterThan(0)
      expect(ticker.ask_size).toBeGreaterThan(0)
    }
    expect(body[0]).toMatchObject({ volume_24h: 1e6, change_24h: 2.5, timestamp: '2026-01-01T12:02:29.000Z' })
  })

  test('one symbol, under both paths and any case, and a selection', async () => {
    const one = (await get('/ticker/BTCUSDT')).body
    expect((await get('/tickers/btcusdt')).body).toEqual(one)
    const some = (await get('/tickers?symbols=SOLUSDT,BTCUSDT')).body
    expect(some.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['SOLUSDT', 'BTCUSDT'])
    expect(some[1]).toEqual(one)
  })

  test.each([
    '/ticker/DOGEUSDT',
    '/tickers/DOGEUSDT',
    '/tickers?symbols=BTCUSDT,DOGEUSDT',
    '/candles/DOGEUSDT',
    '/orderbook/DOGEUSDT',
    '/trades/DOGEUSDT',
    '/symbols/DOGEUSDT',
  ])('%s: an unknown symbol is 404, not invented data', async (url) => {
    expect(await get(url)).toMatchObject({
      status: 404,
      body: { error: { code: 'UNKNOWN_SYMBOL', details: { symbol: 'DOGEUSDT' } }, detail: expect.any(String) },
    })
  })

  test('a symbol without a price yet says so', async () => {
    expect(await get('/ticker/NEWUSDT')).toMatchObject({ status: 503, body: { error: { code: 'NO_PRICE_YET' } } })
  })
})

describe('history', () => {
  test('F35: candles have distinct times and come from their own ticks', async () => {
    const { body } = await get('/candles/BTCUSDT?timeframe=1m')
    expect(body.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual([
      '2026-01-01T12:00:00.000Z',
      '2026-01-01T12:01:00.000Z',
      '2026-01-01T12:02:00.000Z',
    ])
    expect(new Set(body.map((candle: object) => JSON.stringify({ ...candle, timestamp: '' }))).size).toBe(3)
    const ranged = await get(`/candles/BTCUSDT?start=${T0 + 60_000}&end=2026-01-01T12:02:00Z`)
    expect(ranged.body).toEqual([body[1]])
    expect((await get('/candles/BTCUSDT?limit=1')).body).toEqual([body[2]])
  })

  test('trades are newest first', async () => {
    const { body } = await get('/trades/ETHUSDT?limit=3')
    expect(body.map(({ timestamp }: { timestamp: string }) => timestamp.slice(14, 19))).toEqual([
      '02:29',
      '02:28',
      '02:27',
    ])
    expect(body[0]).toEqual({
      symbol: 'ETHUSDT',
      timestamp: expect.any(String),
      price: expect.any(Number),
      size: expect.any(Number),
      side: expect.stringMatching(/^(buy|sell)$/),
      trade_id: expect.any(String),
    })
  })

  test('the order book does not cross, is sorted, begins at the ticker and stays until the next tick', async () => {
    const ticker = (await get('/ticker/BTCUSDT')).body
    const { body } = await get('/orderbook/BTCUSDT?depth=5')
    const prices = (side: { price: number }[]) => side.map(({ price }) => price)
    expect(prices(body.bids)).toEqual(prices(body.bids).sort((a, b) => b - a))
    expect(prices(body.asks)).toEqual(prices(body.asks).sort((a, b) => a - b))
    expect([body.bids.length, body.asks.length]).toEqual([5, 5])
    expect([body.bids[0].price, body.asks[0].price]).toEqual([ticker.bid, ticker.ask])
    expect((await get('/orderbook/BTCUSDT?depth=5')).body).toEqual(body)
  })

  test('symbols: list, one, search', async () => {
    expect((await get('/symbols')).body).toHaveLength(4)
    expect((await get('/symbols/BTCUSDT')).body).toMatchObject({ base: 'BTC', quote: 'USDT', exchange: 'mock' })
    const found = (await get('/symbols/search?q=e')).body
    expect(found.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['ETHUSDT', 'NEWUSDT'])
  })

  test.each([
    ['/candles/BTCUSDT?timeframe=7m', 'timeframe'],
    ['/candles/BTCUSDT?limit=0', 'limit'],
    ['/candles/BTCUSDT?limit=1.5', 'limit'],
    ['/candles/BTCUSDT?start=yesterday', 'start'],
    ['/candles/BTCUSDT?timeframe=1m&timeframe=5m', 'timeframe'],
    ['/trades/BTCUSDT?limit=1001', 'limit'],
    ['/orderbook/BTCUSDT?depth=-1', 'depth'],
    ['/symbols/search', 'q'],
  ])('%s is a 400 that names %s', async (url, field) => {
    expect(await get(url)).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION', details: { field } } } })
  })
})

test('the limiter acts on history with a hint when to come back, and never on tickers', async () => {
  const answers = []
  for (let i = 0; i <= LIMIT; i++) answers.push(await get('/trades/BTCUSDT'))
  const last = answers.at(-1)
  expect(last).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } })
  expect(Number(last?.headers['retry-after'])).toBe(60)
  expect((await get('/tickers')).status).toBe(200)
  await clock.advance(60_000)
  expect((await get('/trades/BTCUSDT')).status).toBe(200)
})
