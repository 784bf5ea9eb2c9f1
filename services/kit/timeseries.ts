// Opens the time-series store a URL names: `sqlite:<absolute path>` (embedded) or `http://host:port` (QuestDB).
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { TimeSeriesStore } from './timeseries/contract.ts'
import { openQuestdb } from './timeseries/questdb.ts'
import { openSqlite } from './timeseries/sqlite.ts'

export type { Row, TableSpec, TimeSeriesStore } from './timeseries/contract.ts'
export { RowRefused } from './timeseries/contract.ts'

/**
 * @example
 * const store = await openTimeSeries('sqlite:/var/lib/trade/timeseries.sqlite', { log, clock })
 * await store.ensureTable(TICKS)
 * await store.append('ticks', [{ timestamp: clock.nowMs(), exchange: 'mock', symbol: 'BTCUSDT', trade_id: '1', price: 45000 }])
 */
export async function openTimeSeries(url: string, deps: { log: Log; clock: Clock }): Promise<TimeSeriesStore> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), deps)
  if (/^https?:\/\//.test(url)) return openQuestdb(url)
  throw new Error(`TIMESERIES_URL: found "${url}", expected sqlite:<path> or http://host:port`)
}
