// Candles for charts: bars the normalizer has stored, and the newest ones from ticks still in memory.
// One candle a bucket, each from its own ticks: the history of old repeated one hash for every timestamp (F35).
import type { Row } from '#kit/timeseries'
import type { MarketTick } from './tick.ts'

export interface Candle {
  symbol: string
  /** Start of the bucket, ISO. */
  timestamp: string
  open: number
  high: number
  low: number
  close: number
  volume: number
}

export const TIMEFRAMES = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000, '1d': 86_400_000 } as const
export type Timeframe = keyof typeof TIMEFRAMES

export interface CandleRange {
  /** Inclusive, epoch ms. */
  startMs: number
  /** Exclusive, epoch ms. */
  endMs: number
  limit: number
}

export function isTimeframe(text: string): text is Timeframe {
  return Object.hasOwn(TIMEFRAMES, text)
}

/** Right-open buckets [t0, t0 + timeframe) by event time, oldest first; ticks come oldest first. */
export function candlesFromTicks(ticks: readonly MarketTick[], timeframe: Timeframe): Candle[] {
  const buckets = new Map<number, MarketTick[]>()
  for (const tick of ticks) {
    const start = tick.timestamp - (tick.timestamp % TIMEFRAMES[timeframe])
    const bucket = buckets.get(start)
    if (bucket) bucket.push(tick)
    else buckets.set(start, [tick])
  }
  return [...buckets].sort(([a], [b]) => a - b).map(([start, inside]) => candleOf(start, inside))
}

/** Row of a table `ohlcv_…`. */
export function candleFromRow(row: Row): Candle {
  return {
    symbol: String(row.symbol),
    timestamp: new Date(Number(row.timestamp)).toISOString(),
    open: Number(row.open),
    high: Number(row.high),
    low: Number(row.low),
    close: Number(row.close),
    volume: Number(row.volume),
  }
}

/**
 * One series, oldest first: the newest `limit` candles of the range. A stored bar wins over one from memory, which may
 * miss the ticks from before this process began.
 */
export function mergeCandles(stored: Candle[], fresh: Candle[], { startMs, endMs, limit }: CandleRange): Candle[] {
  const byTime = new Map([...fresh, ...stored].map((candle) => [Date.parse(candle.timestamp), candle]))
  return [...byTime]
    .filter(([time]) => time >= startMs && time < endMs)
    .sort(([a], [b]) => a - b)
    .slice(-limit)
    .map(([, candle]) => candle)
}

function candleOf(startMs: number, ticks: MarketTick[]): Candle {
  const prices = ticks.map((tick) => tick.price)
  const [first, last] = [ticks[0], ticks.at(-1)]
  return {
    symbol: first?.symbol ?? '',
    timestamp: new Date(startMs).toISOString(),
    open: first?.price ?? 0,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: last?.price ?? 0,
    volume: sumOfSizes(ticks),
  }
}

/** Mock sizes have four decimals; summing them as integers keeps the sum exact (F36: Σ size, not the last volume). */
function sumOfSizes(ticks: MarketTick[]): number {
  return ticks.reduce((sum, tick) => sum + Math.round(tick.size * 1e8), 0) / 1e8
}
