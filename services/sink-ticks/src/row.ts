// The row a tick becomes in the lake (platform.md 3.3). Pure.
import type { LakeTable } from '#kit/lake/schema'
import { hashId, type Tick } from '#kit/tick'

export const MARKET_TICKS: LakeTable = {
  columns: {
    event_ts: 'timestamp',
    ingest_ts: 'timestamp',
    venue: 'string',
    symbol: 'string',
    price: 'double',
    size: 'double',
    side: 'string',
    trade_id: 'string',
    source_seq: 'string',
    hash_id: 'string',
    dt: 'string',
  },
  partitionBy: ['symbol', 'dt'],
}

export interface TickRow extends Record<string, string | number> {
  event_ts: number
  ingest_ts: number
  venue: string
  symbol: string
  price: number
  size: number
  side: string
  trade_id: string
  source_seq: string
  hash_id: string
  dt: string
}

/** Why a tick is no row; a word for the log and the counter. */
export type RowRefusal = 'venue' | 'price' | 'size'

/** Optional texts are "" and never null (F04); venue and a positive size are asked for (F10). */
export function rowOf(tick: Tick, ingestMs: number): TickRow | RowRefusal {
  if (tick.venue === undefined) return 'venue'
  if (tick.price === undefined || tick.price <= 0) return 'price'
  if (tick.size === undefined || tick.size <= 0) return 'size'
  return {
    event_ts: tick.tsUs,
    ingest_ts: ingestMs * 1000,
    venue: tick.venue,
    symbol: tick.symbol,
    price: tick.price,
    size: tick.size,
    side: tick.side,
    trade_id: tick.tradeId,
    source_seq: tick.sourceSeq,
    hash_id: hashId(tick),
    dt: utcDay(tick.tsUs),
  }
}

const DAY_US = 86_400_000_000
let lastDay = -1
let lastText = ''

/** Most ticks are of the same day as the one before. */
export function utcDay(us: number): string {
  const day = Math.floor(us / DAY_US)
  if (day !== lastDay) {
    lastText = new Date(day * 86_400_000).toISOString().slice(0, 10)
    lastDay = day
  }
  return lastText
}
