// One of several processes that write the same file: `node writer.ts <path> <id> <count>`.
import { systemClock } from '../../../services/kit/clock.ts'
import { openSqlite } from '../../../services/kit/timeseries/sqlite.ts'
import { ohlcv } from '../../../services/kit/timeseries/tables.ts'

const [path = '', id = '', count = '0'] = process.argv.slice(2)
const store = await openSqlite(path, { clock: systemClock })
await store.ensureTable(ohlcv('1m'))
for (let index = 0; index < Number(count); index++)
  await store.append('ohlcv_1m', [{ timestamp: index * 60_000, exchange: id, symbol: 'BTCUSDT', close: index }])
await store.close()
