// A book around the last quote of the mock market. The same quote always gives the same book.
import { seededRng } from '#kit/rng'
import type { Quote } from './tick.ts'

export interface Level {
  price: number
  size: number
  num_orders: number
}

export interface OrderBook {
  symbol: string
  timestamp: string
  /** Best (highest) first. */
  bids: Level[]
  /** Best (lowest) first. */
  asks: Level[]
}

const CENTS = 100

export function orderBookOf({ tick, bidSize, askSize }: Quote, depth: number): OrderBook {
  const rng = seededRng(Number(tick.trade_id))
  // One basis point a level, at least a cent.
  const stepCents = Math.max(1, Math.round(tick.price * CENTS * 0.0001))
  const side = (best: number, bestSize: number, direction: 1 | -1): Level[] =>
    Array.from({ length: depth }, (_, level) => ({
      price: (Math.round(best * CENTS) + direction * level * stepCents) / CENTS,
      size: level === 0 ? bestSize : Math.ceil(rng.next() * 10_000 * (1 + level)) / 10_000,
      num_orders: 1 + Math.floor(rng.next() * 9),
    })).filter(({ price }) => price > 0)
  return {
    symbol: tick.symbol,
    timestamp: new Date(tick.timestamp).toISOString(),
    bids: side(tick.bid, bidSize, -1),
    asks: side(tick.ask, askSize, 1),
  }
}
