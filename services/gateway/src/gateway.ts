// Wires the gateway: mock market → ticker book, bus, cache and time-series store; HTTP on top.
import type { Cache } from '#kit/cache'
import type { Clock } from '#kit/clock'
import { createHealth, type Health } from '#kit/health'
import type { Log } from '#kit/log'
import type { Metrics } from '#kit/metrics'
import { seededRng } from '#kit/rng'
import type { TimeSeriesStore } from '#kit/timeseries'
import { ohlcv, TICKS } from '#kit/timeseries/tables'
import { type Candle, type CandleRange, candleFromRow, type Timeframe } from './candles.ts'
import type { GatewayConfig } from './config.schema.ts'
import { judgeGateway } from './health.ts'
import { createMockMarket, firstTradeId, MOCK_EXCHANGE } from './mock-market.ts'
import { lastPrice, type MarketTick, type Quote, tickRow } from './tick.ts'
import { createTickFeed, type FeedBus, type TickFeed } from './tick-feed.ts'
import { createLatestWriter, createRowWriter } from './tick-stores.ts'
import { createTickerBook, type TickerBook } from './ticker-book.ts'

export interface GatewaySeam {
  config: GatewayConfig
  bus: FeedBus
  cache: Pick<Cache, 'state' | 'client'>
  store: TimeSeriesStore
  clock: Clock
  log: Log
  metrics: Metrics
  identity: { service: string; version: string }
}

export interface Gateway {
  book: TickerBook
  health: Health
  stats(): Record<string, unknown>
  storedCandles(symbol: string, timeframe: Timeframe, range: CandleRange): Promise<Candle[]>
  /** Stops the market, then writes what waits. */
  stop(): Promise<void>
}

/** Enough of each symbol for an hour and more of candles at the pace of the mock. */
const RECENT_TICKS = 5000
const LAST_PRICE_TTL_S = 3600

export function createGateway(seam: GatewaySeam): Gateway {
  const { config, clock, cache, store } = seam
  const book = createTickerBook(config.mock.symbols, RECENT_TICKS)
  const feed = createTickFeed(seam, config.performance.buffer)
  const latest = createLatestWriter((ticks) => writeLatest(cache, ticks))
  const rows = createRowWriter({
    append: rowSink(store),
    capacity: config.performance.buffer,
    onFailure: (error) => seam.log.error('ticks not written to the store', { error }),
  })
  const startedMs = clock.monotonicMs()
  let lastTickMs = startedMs

  const take = (quote: Quote): void => {
    lastTickMs = clock.monotonicMs()
    book.apply(quote)
    feed.publish(quote.tick)
    latest.offer(quote.tick)
    rows.offer(tickRow(quote.tick))
  }
  const stopTimers = runMarket(seam, take, () => {
    feed.flush()
    void rows.flush()
  })
  const health = createHealth({
    ...seam.identity,
    clock,
    checks: {
      nats: { hard: true, probe: () => seam.bus.state() },
      valkey: { hard: false, probe: () => cache.state() },
      questdb: { hard: false, probe: () => store.ping() },
      exchange: { hard: false, probe: () => 'disabled' },
    },
    rule: (checks) => judgeGateway(checks, { nowMs: clock.monotonicMs(), lastTickMs }),
  })
  return {
    book,
    health,
    stats: () => ({
      tick_count: book.tickCount(),
      error_count: feed.counts().errors + latest.errors() + rows.counts().errors,
      uptime: Math.round(clock.monotonicMs() - startedMs) / 1000,
      last_ticks: Object.fromEntries(book.symbols().map((symbol) => [symbol, book.quote(symbol)?.tick])),
      config: { exchange: MOCK_EXCHANGE, symbols: book.symbols(), refresh_interval: config.mock.interval_ms / 1000 },
      bus: feed.counts(),
      store: rows.counts(),
      latency: feed.latency(),
    }),
    storedCandles: (symbol, timeframe, range) => storedCandles(seam, { symbol, timeframe, range }),
    async stop() {
      stopTimers()
      await Promise.all([feed.close(), latest.idle(), rows.flush()])
      await rows.flush()
      seam.log.info('market stopped', { ticks: book.tickCount(), bus: lostOnStop(feed), store: rows.counts() })
    },
  }
}

/** The first round at once, so that a ready gateway has prices. */
function runMarket({ config, clock }: GatewaySeam, take: (quote: Quote) => void, flush: () => void): () => void {
  const { interval_ms, ticks_per_interval, max_move, seed, symbols } = config.mock
  const market = createMockMarket({
    symbols,
    maxMove: max_move,
    rng: seededRng(seed ?? clock.nowMs()),
    tradeId: firstTradeId(clock.nowMs()),
  })
  const round = (): void => {
    for (let i = 0; i < ticks_per_interval; i++) for (const quote of market.step(clock.nowMs())) take(quote)
  }
  round()
  const stops = [clock.every(interval_ms, round), clock.every(config.performance.flush_ms, flush)]
  return () => {
    for (const stop of stops) stop()
  }
}

async function writeLatest({ client, state }: GatewaySeam['cache'], ticks: MarketTick[]): Promise<void> {
  if (state() === 'down') throw new Error('cache is down')
  const pipeline = client.pipeline()
  for (const tick of ticks) {
    pipeline.hset(`last:${tick.symbol}`, lastPrice(tick))
    pipeline.expire(`last:${tick.symbol}`, LAST_PRICE_TTL_S)
  }
  const failed = (await pipeline.exec())?.find(([error]) => error)
  if (failed?.[0]) throw failed[0]
}

/** The table is made by the first write that reaches the store: a store that comes later is no reason not to start. */
function rowSink(store: TimeSeriesStore) {
  let ready = false
  return async (rows: Parameters<TimeSeriesStore['append']>[1]): Promise<void> => {
    if (!ready) await store.ensureTable(TICKS)
    ready = true
    await store.append(TICKS.name, rows)
  }
}

async function storedCandles(
  { store, log }: GatewaySeam,
  { symbol, timeframe, range }: { symbol: string; timeframe: Timeframe; range: CandleRange },
): Promise<Candle[]> {
  const table = ohlcv(timeframe)
  try {
    await store.ensureTable(table)
    const { startMs, endMs, limit } = range
    const query = {
      from: startMs,
      to: endMs,
      limit,
      order: 'desc' as const,
      where: { symbol, exchange: MOCK_EXCHANGE },
    }
    return (await store.query(table.name, query)).map(candleFromRow)
  } catch (error) {
    log.warn('stored candles not available', { symbol, timeframe, error })
    return []
  }
}

function lostOnStop(feed: TickFeed) {
  const { waiting, ...counts } = feed.counts()
  return { ...counts, unsent: waiting }
}
