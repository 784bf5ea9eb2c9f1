// The QuestDB implementation: DDL and queries through /exec, rows as line protocol through /write.
// QuestDB answers a good write with 204; any 2xx is success (F28).
import {
  type Cell,
  type ColumnType,
  checkQuery,
  checkRow,
  checkTable,
  type Query,
  type Row,
  RowRefused,
  StoreUnavailable,
  type TableSpec,
  type TimeSeriesStore,
} from './contract.ts'
import { encodeLines } from './ilp.ts'

const TYPES: Record<ColumnType, string> = { symbol: 'SYMBOL', text: 'VARCHAR', double: 'DOUBLE', int: 'LONG' }

export function openQuestdb(url: string, options: { timeoutMs?: number } = {}): TimeSeriesStore {
  const tables = new Map<string, TableSpec>()
  const timeoutMs = options.timeoutMs ?? 5000
  let last: 'up' | 'down' = 'up'

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response
    try {
      response = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(timeoutMs) })
    } catch (error) {
      last = 'down'
      throw new StoreUnavailable(`${url}: ${(error as Error).message}`, { cause: error })
    }
    last = response.status >= 500 ? 'down' : 'up'
    if (response.ok) return response
    const text = `${url}${path.split('?')[0]}: HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`
    throw response.status >= 500 ? new StoreUnavailable(text) : new RowRefused(text)
  }

  const exec = async (sql: string) =>
    (await call(`/exec?query=${encodeURIComponent(sql)}`)).json() as Promise<{ dataset?: Cell[][] }>

  function specOf(name: string): TableSpec {
    const table = tables.get(name)
    if (!table) throw new RowRefused(`${name}: no such table; call ensureTable first`)
    return table
  }

  return {
    async ensureTable(table) {
      checkTable(table)
      await exec(createSql(table))
      for (const [name, type] of Object.entries(table.columns))
        await exec(`ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS ${name} ${TYPES[type]}`)
      tables.set(table.name, table)
    },
    async append(name, rows) {
      const table = specOf(name)
      for (const row of rows) checkRow(table, row)
      if (rows.length > 0) await call('/write?precision=n', { method: 'POST', body: encodeLines(table, rows) })
    },
    async query(name, query = {}) {
      const table = specOf(name)
      checkQuery(table, query)
      const answer = await exec(selectSql(table, query))
      return (answer.dataset ?? []).map((cells) => rowOf(table, cells))
    },
    ping: () =>
      exec('SELECT 1').then(
        () => true,
        () => false,
      ),
    state: () => last,
    async close() {},
  }
}

export function createSql(table: TableSpec): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${TYPES[type]}`)
  const keys = [table.timestamp, ...table.key].join(', ')
  return (
    `CREATE TABLE IF NOT EXISTS ${table.name} (${columns.join(', ')}, ${table.timestamp} TIMESTAMP) ` +
    `TIMESTAMP(${table.timestamp}) PARTITION BY ${table.partition.toUpperCase()} WAL DEDUP UPSERT KEYS(${keys})`
  )
}

/** Times travel as whole milliseconds both ways: the text form would depend on QuestDB's precision. */
export function selectSql(table: TableSpec, query: Query): string {
  const literal = (value: string | number) =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
  const conditions = Object.entries(query.where ?? {}).map(([name, value]) => `${name} = ${literal(value)}`)
  if (query.from !== undefined) conditions.push(`${table.timestamp} >= ${query.from}000`)
  if (query.to !== undefined) conditions.push(`${table.timestamp} < ${query.to}000`)
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  const direction = query.order === 'desc' ? 'DESC' : 'ASC'
  const order = [table.timestamp, ...table.key].map((name) => `${name} ${direction}`).join(', ')
  const limit = query.limit === undefined ? '' : ` LIMIT ${query.limit}`
  const columns = [`cast(${table.timestamp} AS LONG) / 1000`, ...Object.keys(table.columns)]
  return `SELECT ${columns.join(', ')} FROM ${table.name}${where} ORDER BY ${order}${limit}`
}

function rowOf(table: TableSpec, cells: Cell[]): Row {
  const names = [table.timestamp, ...Object.keys(table.columns)]
  return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null]))
}
