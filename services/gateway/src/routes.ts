// The HTTP face of the gateway (platform.md 3.5). Every answer comes from the ticker book, except older candles.
import { type FastifyInstance, httpError } from '#kit/http'
import {
  type Candle,
  type CandleRange,
  candlesFromTicks,
  isTimeframe,
  mergeCandles,
  TIMEFRAMES,
  type Timeframe,
} from './candles.ts'
import { orderBookOf } from './order-book.ts'
import { instantMs, type QueryValues, refused, textOf, wholeNumber } from './query.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { searchSymbols, symbolInfo } from './symbols.ts'
import type { TickerBook } from './ticker-book.ts'

export interface RouteSeam {
  book: TickerBook
  exchange: string
  /** Candles of the store, newest `limit` of the range; none when the store is away. */
  storedCandles: (symbol: string, timeframe: Timeframe, range: CandleRange) => Promise<Candle[]>
  limiter: RateLimiter
  nowMs: () => number
  /** Calls are spaced by a clock that cannot be set back. */
  monotonicMs: () => number
  stats: () => Record<string, unknown>
}

interface Route {
  Params: { symbol: string }
  Querystring: QueryValues
}

const MAX_CANDLES = 1000
const MAX_TRADES = 1000
const MAX_DEPTH = 100

export function addRoutes(app: FastifyInstance, seam: RouteSeam): void {
  addTickerRoutes(app, seam)
  addLimitedRoutes(app, seam)
  app.get('/stats', async () => seam.stats())
}

/** From memory and asked by every screen: not limited. */
function addTickerRoutes(app: FastifyInstance, { book }: RouteSeam): void {
  app.get<Route>('/tickers', async ({ query }) => {
    const wanted = textOf(query, 'symbols')
    if (wanted === undefined) return book.tickers()
    return wanted.split(',').map((symbol) => tickerOf(book, symbol.trim()))
  })
  for (const path of ['/ticker/:symbol', '/tickers/:symbol'])
    app.get<Route>(path, async ({ params }) => tickerOf(book, params.symbol))
}

/** These read history, or would ask the venue for it. */
function addLimitedRoutes(app: FastifyInstance, seam: RouteSeam): void {
  const { book } = seam
  const limited = { onRequest: limitHook(seam) }

  app.get<Route>('/candles/:symbol', limited, async ({ params, query }) => {
    const symbol = knownSymbol(book, params.symbol)
    const timeframe = textOf(query, 'timeframe') ?? '1m'
    if (!isTimeframe(timeframe)) throw refused('timeframe', timeframe, Object.keys(TIMEFRAMES).join(', '))
    const range: CandleRange = {
      startMs: instantMs(query, 'start', 0),
      endMs: instantMs(query, 'end', seam.nowMs() + 1),
      limit: wholeNumber(query, 'limit', { fallback: 100, max: MAX_CANDLES }),
    }
    const stored = await seam.storedCandles(symbol, timeframe, range)
    return mergeCandles(stored, candlesFromTicks(book.ticks(symbol), timeframe), range)
  })
  app.get<Route>('/orderbook/:symbol', limited, async ({ params, query }) => {
    const symbol = knownSymbol(book, params.symbol)
    const depth = wholeNumber(query, 'depth', { fallback: 20, max: MAX_DEPTH })
    const quote = book.quote(symbol)
    if (!quote) throw notTradedYet(symbol)
    return orderBookOf(quote, depth)
  })
  app.get<Route>('/trades/:symbol', limited, async ({ params, query }) => {
    const symbol = knownSymbol(book, params.symbol)
    const limit = wholeNumber(query, 'limit', { fallback: 100, max: MAX_TRADES })
    return book.trades(symbol, limit).map(({ timestamp, price, size, side, trade_id }) => ({
      symbol,
      timestamp: new Date(timestamp).toISOString(),
      price,
      size,
      side,
      trade_id,
    }))
  })
  app.get('/symbols', limited, async () => book.symbols().map((symbol) => symbolInfo(symbol, seam.exchange)))
  app.get<Route>('/symbols/search', limited, async ({ query }) => {
    const text = textOf(query, 'q')
    if (text === undefined) throw refused('q', '', 'part of a symbol')
    return searchSymbols(book.symbols(), text).map((symbol) => symbolInfo(symbol, seam.exchange))
  })
  app.get<Route>('/symbols/:symbol', limited, async ({ params }) =>
    symbolInfo(knownSymbol(book, params.symbol), seam.exchange),
  )
}

function limitHook({ limiter, monotonicMs }: RouteSeam) {
  return async (request: { ip: string }, reply: { header(name: string, value: number): unknown }): Promise<void> => {
    const taken = limiter.take(request.ip, monotonicMs())
    if (taken.allowed) return
    const seconds = Math.ceil(taken.retryAfterMs / 1000)
    reply.header('retry-after', seconds)
    throw httpError(429, 'RATE_LIMITED', `too many calls, try again in ${seconds} s`, { retry_after_s: seconds })
  }
}

/** 404 for what is not traded here: the gateway of old answered with invented prices. */
function knownSymbol(book: TickerBook, name: string): string {
  const symbol = name.toUpperCase()
  if (book.knows(symbol)) return symbol
  throw httpError(404, 'UNKNOWN_SYMBOL', `symbol ${name} is not known`, { symbol: name, known: book.symbols() })
}

function tickerOf(book: TickerBook, name: string) {
  const symbol = knownSymbol(book, name)
  const ticker = book.ticker(symbol)
  if (!ticker) throw notTradedYet(symbol)
  return ticker
}

function notTradedYet(symbol: string) {
  return httpError(503, 'NO_PRICE_YET', `symbol ${symbol} has not traded since the start`, { symbol })
}
