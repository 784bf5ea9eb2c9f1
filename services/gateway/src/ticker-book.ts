// What the gateway knows of each symbol: the last quote, recent ticks, and the figures of the day.
import { createRing, type Ring } from './ring.ts'
import type { MarketTick, Quote } from './tick.ts'

/** GET /tickers, with the names the UI uses (price, volume) beside the older ones. */
export interface Ticker {
  symbol: string
  exchange: string
  last_price: number
  price: number
  bid: number
  ask: number
  bid_size: number
  ask_size: number
  volume_24h: number
  volume: number
  change_24h: number
  timestamp: string
}

export interface DayFigures {
  symbol: string
  volume_24h: number
  change_24h: number
}

export interface TickerBook {
  apply(quote: Quote): void
  /** Undefined for a symbol that is unknown or has not traded yet. */
  ticker(symbol: string): Ticker | undefined
  tickers(): Ticker[]
  quote(symbol: string): Quote | undefined
  /** Oldest first. */
  ticks(symbol: string): MarketTick[]
  /** Newest first. */
  trades(symbol: string, limit: number): MarketTick[]
  knows(symbol: string): boolean
  symbols(): string[]
  tickCount(): number
  /** Event time of the newest tick; undefined before the first. */
  lastTickMs(): number | undefined
}

export function createTickerBook(figures: DayFigures[], recent: number): TickerBook {
  const entries = new Map(figures.map((day) => [day.symbol, entryOf(day, recent)]))
  let count = 0
  let lastMs: number | undefined
  const ticker = (symbol: string): Ticker | undefined => {
    const entry = entries.get(symbol)
    return entry?.quote ? tickerOf(entry.quote, entry.day) : undefined
  }
  return {
    apply(quote) {
      const entry = entries.get(quote.tick.symbol)
      if (!entry) return
      entry.quote = quote
      entry.ticks.push(quote.tick)
      count++
      lastMs = Math.max(lastMs ?? 0, quote.tick.timestamp)
    },
    ticker,
    tickers: () => [...entries.keys()].flatMap((symbol) => ticker(symbol) ?? []),
    quote: (symbol) => entries.get(symbol)?.quote,
    ticks: (symbol) => entries.get(symbol)?.ticks.all() ?? [],
    trades: (symbol, limit) => entries.get(symbol)?.ticks.newest(limit) ?? [],
    knows: (symbol) => entries.has(symbol),
    symbols: () => [...entries.keys()],
    tickCount: () => count,
    lastTickMs: () => lastMs,
  }
}

interface Entry {
  day: DayFigures
  ticks: Ring<MarketTick>
  quote?: Quote
}

function entryOf(day: DayFigures, recent: number): Entry {
  return { day, ticks: createRing(recent) }
}

function tickerOf({ tick, bidSize, askSize }: Quote, day: DayFigures): Ticker {
  return {
    symbol: tick.symbol,
    exchange: tick.exchange,
    last_price: tick.last,
    price: tick.price,
    bid: tick.bid,
    ask: tick.ask,
    bid_size: bidSize,
    ask_size: askSize,
    volume_24h: day.volume_24h,
    volume: day.volume_24h,
    change_24h: day.change_24h,
    timestamp: new Date(tick.timestamp).toISOString(),
  }
}
