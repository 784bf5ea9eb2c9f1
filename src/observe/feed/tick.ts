// One tick message, or one entry of the gateway's /tickers, as a feed event. The time is looked for where the services look
// (fault F03), less strictly: one that cannot be read is now, and a text without a zone is this machine's.
import type { FeedEvent } from '../../model/feed.ts'

export type TickEvent = Extract<FeedEvent, { kind: 'tick' }>

const decoder = new TextDecoder()

/** Undefined when it is not a tick: the dashboard shows what it can read and leaves judging to the services. */
export function parseTick(data: Uint8Array, nowMs: number): TickEvent | undefined {
  try {
    return tickOf(JSON.parse(decoder.decode(data)), nowMs)
  } catch {
    return undefined
  }
}

export function tickOf(value: unknown, nowMs: number): TickEvent | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const raw = value as Record<string, unknown>
  const price = numberOf(raw.price ?? raw.last ?? raw.last_price)
  if (typeof raw.symbol !== 'string' || raw.symbol === '' || price === undefined) return undefined
  const optional = {
    bid: numberOf(raw.bid),
    ask: numberOf(raw.ask),
    // A tick's own `volume` is that one print; what people compare is the day's.
    volume: numberOf(raw.volume_24h),
    changePercent: numberOf(raw.change_24h),
  }
  const known = Object.fromEntries(Object.entries(optional).filter(([, known]) => known !== undefined))
  return { kind: 'tick', atMs: nowMs, symbol: raw.symbol, price, eventTimeMs: eventTimeMs(raw, nowMs), ...known }
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** `event_ts` (ISO or epoch seconds), else `timestamp` (epoch milliseconds or ISO), else `ts` (epoch seconds or ISO), else now. */
function eventTimeMs(raw: Record<string, unknown>, nowMs: number): number {
  const read = (value: unknown, unitMs: number) => {
    if (typeof value === 'number') return value * unitMs
    return typeof value === 'string' ? Date.parse(value) : Number.NaN
  }
  const times = [read(raw.event_ts, 1000), read(raw.timestamp, 1), read(raw.ts, 1000)]
  return times.find(Number.isFinite) ?? nowMs
}
