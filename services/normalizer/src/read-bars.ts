// GET /bars: stored bars, oldest first, with empty intervals filled when asked. Pure but for the query it is given.
import { httpError } from '#kit/http'
import type { Row, TimeSeriesStore } from '#kit/timeseries'
import { normalSymbol } from './engine.ts'
import { INTERVALS_MS, type Interval, isInterval } from './intervals.ts'

export interface BarsRequest {
  exchange: string
  symbol: string
  interval: Interval
  limit: number
  fill: 'none' | 'previous'
}

const MAX_LIMIT = 1000

export function parseBarsRequest(
  params: Record<string, string>,
  query: Record<string, string | undefined>,
): BarsRequest {
  const interval = params.interval ?? ''
  if (!isInterval(interval))
    throw httpError(
      400,
      'BAD_INTERVAL',
      `interval: found "${interval}", expected ${Object.keys(INTERVALS_MS).join(', ')}`,
    )
  const limit = Number(query.limit ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw httpError(400, 'BAD_LIMIT', `limit: found "${query.limit}", expected a whole number from 1 to ${MAX_LIMIT}`)
  const fill = query.fill ?? 'none'
  if (fill !== 'none' && fill !== 'previous')
    throw httpError(400, 'BAD_FILL', `fill: found "${fill}", expected none or previous`)
  return { exchange: params.exchange ?? '', symbol: normalSymbol(params.symbol ?? ''), interval, limit, fill }
}

export async function readBars(store: Pick<TimeSeriesStore, 'query'>, request: BarsRequest): Promise<object> {
  const { exchange, symbol, interval, limit, fill } = request
  const where = { exchange, symbol }
  const newest = await store.query(`ohlcv_${interval}`, { where, limit, order: 'desc' })
  const stored = newest.reverse()
  const bars = fill === 'previous' ? fillGaps(stored, interval).slice(-limit) : stored
  const answer = bars.map((bar) => ({ ...bar, end: Number(bar.timestamp) + INTERVALS_MS[interval] }))
  return { exchange, symbol, interval, count: answer.length, bars: answer }
}

/** At most this many: two bars years apart must not make a million rows. */
const MAX_FILLED = MAX_LIMIT

/** No trade, no bar is what is stored; a chart may want the last price carried on. */
export function fillGaps(bars: Row[], interval: Interval): (Row & { filled?: boolean })[] {
  const step = INTERVALS_MS[interval]
  return bars.flatMap((bar, index) => {
    const before = bars[index - 1]
    if (!before) return [bar]
    const start = Math.max(Number(before.timestamp) + step, Number(bar.timestamp) - MAX_FILLED * step)
    const filled: (Row & { filled?: boolean })[] = []
    for (let t0 = start; t0 < Number(bar.timestamp); t0 += step) filled.push(flatBar(before, t0))
    return [...filled, bar]
  })
}

function flatBar(before: Row, timestamp: number): Row & { filled?: boolean } {
  const price = before.close ?? null
  const { exchange = '', symbol = '' } = before
  const flat: Row = { timestamp, exchange, symbol, open: price, high: price, low: price, close: price }
  return Object.assign(flat, { volume: 0, trades: 0, revision: 0, filled: true }) as unknown as Row & {
    filled?: boolean
  }
}
