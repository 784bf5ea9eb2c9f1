// A market tick as it goes on the bus (platform.md 5.1), and the forms the stores want.
import type { Row } from '#kit/timeseries'

export interface MarketTick {
  /** Event time, epoch ms. */
  timestamp: number
  exchange: string
  /** Sinks refuse a tick without venue and size (F10). */
  venue: string
  symbol: string
  price: number
  last: number
  size: number
  volume: number
  bid: number
  ask: number
  side: 'buy' | 'sell'
  /** Makes two prints with equal fields two. */
  trade_id: string
}

/** A tick with the sizes at the best prices, which the bus does not carry. */
export interface Quote {
  tick: MarketTick
  bidSize: number
  askSize: number
}

export interface OutboundTick {
  subject: string
  payload: string
  msgId: string
}

/** The id lets the stream drop a tick that was sent again because its acknowledgement was lost. */
export function outbound(tick: MarketTick): OutboundTick {
  return {
    subject: `market.tick.${tick.exchange}.${tick.symbol}`,
    payload: JSON.stringify(tick),
    msgId: `gateway-${tick.exchange}-${tick.symbol}-${tick.trade_id}`,
  }
}

/** Row of the table `ticks`. */
export function tickRow(tick: MarketTick): Row {
  const { timestamp, exchange, symbol, trade_id, bid, ask, last, volume, price, size } = tick
  return { timestamp, exchange, symbol, trade_id, bid, ask, last, volume, price, size }
}

/** Hash `last:{symbol}` in the cache. */
export function lastPrice({ price, bid, ask, timestamp }: MarketTick): Record<string, number> {
  return { price, bid, ask, timestamp }
}
