// A market tick as every consumer reads it: one mapping of its time (F03), one identity. Normalizer, sinks and P&L must
// agree on both, or a duplicate for one would be a print for another.
import { hash } from 'node:crypto'

export interface Tick {
  /** Event time, whole microseconds UTC. */
  tsUs: number
  venue: string | undefined
  exchange: string | undefined
  symbol: string
  price: number | undefined
  size: number | undefined
  /** Absent texts are empty: the lake refuses nulls (F04). */
  side: string
  tradeId: string
  sourceSeq: string
}

/** Why a message is not a tick; a word for counters. */
export type TickRefusal = 'json' | 'symbol' | 'time' | 'number'

const decoder = new TextDecoder()
/** 2200-01-01: what lies behind is milliseconds taken for seconds. */
const LATEST_US = Date.UTC(2200, 0, 1) * 1000

/**
 * @example
 * parseTick('{"symbol":"BTCUSDT","price":45000,"size":0.5,"venue":"mock","timestamp":1700000000123}', Date.now())
 */
export function parseTick(data: Uint8Array | string, receivedMs: number): Tick | TickRefusal {
  let raw: Record<string, unknown>
  try {
    raw = JSON.parse(typeof data === 'string' ? data : decoder.decode(data))
  } catch {
    return 'json'
  }
  return raw !== null && typeof raw === 'object' && !Array.isArray(raw) ? tickOf(raw, receivedMs) : 'json'
}

/** The same for a message that is parsed already. */
export function tickOf(raw: Record<string, unknown>, receivedMs: number): Tick | TickRefusal {
  if (typeof raw.symbol !== 'string' || raw.symbol === '') return 'symbol'
  const tsUs = eventTimeUs(raw, receivedMs)
  if (tsUs === undefined) return 'time'
  const price = numberOf(raw.price ?? raw.last)
  const size = numberOf(raw.size ?? raw.qty ?? raw.quantity)
  if (Number.isNaN(price) || Number.isNaN(size)) return 'number'
  return {
    tsUs,
    venue: nameOf(raw.venue ?? raw.exchange),
    exchange: nameOf(raw.exchange ?? raw.venue),
    symbol: raw.symbol,
    price,
    size,
    side: textOf(raw.side),
    tradeId: textOf(raw.trade_id),
    sourceSeq: textOf(raw.source_seq),
  }
}

/**
 * `event_ts` (ISO or epoch s), else `timestamp` (number = epoch ms, text = ISO), else `ts` (ISO or epoch s), else when the
 * bus got it, which stays the same when the message is delivered again. Undefined: a time is given and cannot be read.
 */
export function eventTimeUs(raw: Record<string, unknown>, receivedMs: number): number | undefined {
  const [value, unitUs] = present(raw.event_ts)
    ? [raw.event_ts, 1_000_000]
    : present(raw.timestamp)
      ? [raw.timestamp, 1000]
      : present(raw.ts)
        ? [raw.ts, 1_000_000]
        : [receivedMs, 1000]
  const us =
    typeof value === 'number' ? Math.round(value * unitUs) : typeof value === 'string' ? isoUs(value) : Number.NaN
  return us >= 0 && us < LATEST_US ? us : undefined
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** Microseconds, where Date.parse would stop at milliseconds; a text without a zone is UTC, not the machine's zone. */
function isoUs(text: string): number {
  const match = ISO.exec(text.trim())
  if (!match) return Number.NaN
  const [, day, time = '00:00', fraction = '', zone = 'Z'] = match
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const wholeMs = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${offset}`)
  return wholeMs * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** The tuple that makes two messages the same print (platform.md 3.3). */
export function tickIdentity(tick: Tick): string {
  const base = `${tick.venue ?? ''}|${tick.symbol}|${tick.tsUs}|${tick.price ?? ''}|${tick.size ?? ''}`
  return tick.tradeId === '' ? base : `${base}|${tick.tradeId}`
}

/** First 16 hex characters of the SHA-256 of the identity. */
export function hashId(tick: Tick): string {
  return hash('sha256', tickIdentity(tick), 'hex').slice(0, 16)
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** NaN for what is given and is no finite number. */
function numberOf(value: unknown): number | undefined {
  if (!present(value)) return undefined
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : Number.NaN
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
