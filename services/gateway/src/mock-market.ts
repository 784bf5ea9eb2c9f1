// The mock market: a random walk for each symbol. Prices are whole cents inside, so every number it emits is exact.
import type { Rng } from '#kit/rng'
import type { Quote } from './tick.ts'

export interface MockSymbol {
  symbol: string
  price: number
}

export interface MockMarketOptions {
  symbols: MockSymbol[]
  /** Largest relative move of one step. */
  maxMove: number
  rng: Rng
  /** Trade ids count up from here; see `firstTradeId`. */
  tradeId: number
}

export interface MockMarket {
  /** One tick for each symbol. */
  step(nowMs: number): Quote[]
}

/** Exchange and venue of every mock tick. */
export const MOCK_EXCHANGE = 'mock'
const CENTS = 100
const SPREAD_CENTS = CENTS
/** The walk stays within half and double of where it began: a market that runs for months must not reach zero. */
const RANGE = 2

export function createMockMarket({ symbols, maxMove, rng, tradeId }: MockMarketOptions): MockMarket {
  const walks = symbols.map(({ symbol, price }) => ({ symbol, home: Math.round(price * CENTS), cents: 0 }))
  for (const walk of walks) walk.cents = walk.home
  let lastTradeId = tradeId

  const step = (walk: (typeof walks)[number], nowMs: number): Quote => {
    walk.cents = clamp(Math.round(walk.cents * (1 + (rng.next() * 2 - 1) * maxMove)), walk.home)
    const price = walk.cents / CENTS
    return {
      tick: {
        timestamp: nowMs,
        exchange: MOCK_EXCHANGE,
        venue: MOCK_EXCHANGE,
        symbol: walk.symbol,
        price,
        last: price,
        size: amount(rng),
        volume: amount(rng),
        bid: (walk.cents - SPREAD_CENTS) / CENTS,
        ask: (walk.cents + SPREAD_CENTS) / CENTS,
        side: rng.next() < 0.5 ? 'buy' : 'sell',
        trade_id: String(++lastTradeId),
      },
      bidSize: amount(rng),
      askSize: amount(rng),
    }
  }
  return { step: (nowMs) => walks.map((walk) => step(walk, nowMs)) }
}

/**
 * Where the trade ids of a process begin: behind those of every earlier process, without keeping a file,
 * as long as it trades less than a million times a second.
 */
export function firstTradeId(nowMs: number): number {
  return Math.floor(nowMs / 1000) * 1_000_000
}

function clamp(cents: number, home: number): number {
  return Math.min(home * RANGE, Math.max(Math.ceil(home / RANGE), cents))
}

/** Uniform from 0.01 to 1.0 in steps of 0.0001. */
function amount(rng: Rng): number {
  return (100 + Math.floor(rng.next() * 9901)) / 10_000
}
