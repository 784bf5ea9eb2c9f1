// The embedded time-series store: one SQLite file in WAL mode that several service processes write at once.
// It stands in for QuestDB on a machine without Docker, behind the same contract.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { Clock } from '../clock.ts'
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

/** Short, because node:sqlite waits inside the event loop; longer waits happen between tries, outside it. */
const BUSY_TIMEOUT_MS = 50
const BUSY_TRIES = 60
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
/** Each table's spec is kept beside it, so that readers and later versions know the timestamp and the key. */
const CATALOG = '_tables'
const TYPES: Record<ColumnType, string> = { symbol: 'TEXT', text: 'TEXT', double: 'REAL', int: 'INTEGER' }

export async function openSqlite(path: string, deps: { clock: Clock }): Promise<TimeSeriesStore> {
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  const tables = new Map<string, TableSpec>()
  let last: 'up' | 'down' = 'up'

  /** Runs one synchronous piece of database work, waiting outside the event loop while another process writes. */
  async function attempt<T>(work: () => T): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        const result = work()
        last = 'up'
        return result
      } catch (error) {
        if (error instanceof RowRefused) throw error
        if (!isBusy(error) || tried >= BUSY_TRIES) {
          last = 'down'
          throw new StoreUnavailable(`${path}: ${(error as Error).message}`, { cause: error })
        }
        await deps.clock.sleep(20 + tried * 5)
      }
    }
  }

  await attempt(() => {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec(`CREATE TABLE IF NOT EXISTS ${CATALOG} (name TEXT PRIMARY KEY, spec TEXT NOT NULL)`)
  })

  /** The spec from this process, else from the file: a reader need not know how a table was made. */
  function specOf(name: string): TableSpec {
    const known = tables.get(name)
    if (known) return known
    const stored = database.prepare(`SELECT spec FROM ${CATALOG} WHERE name = ?`).get(name)
    if (!stored) throw new RowRefused(`${name}: no such table in ${path}`)
    const spec = JSON.parse(String(stored.spec)) as TableSpec
    tables.set(name, spec)
    return spec
  }

  return {
    ensureTable: (table) =>
      attempt(() => {
        checkTable(table)
        transaction(database, () => tables.set(table.name, createOrExtend(database, table)))
      }),
    append: (name, rows) =>
      attempt(() => {
        const table = specOf(name)
        for (const row of rows) checkRow(table, row)
        const columns = columnsOf(table)
        const statement = database.prepare(upsert(table))
        transaction(database, () => {
          for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null))
        })
      }),
    query: (name, query = {}) =>
      attempt(() => {
        const table = specOf(name)
        checkQuery(table, query)
        const { sql, values } = select(table, query)
        return database
          .prepare(sql)
          .all(...values)
          .map(plainRow)
      }),
    ping: () =>
      attempt(() => database.prepare(`SELECT count(*) FROM ${CATALOG}`).get()).then(
        () => true,
        () => false,
      ),
    state: () => last,
    async close() {
      if (database.isOpen) database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode
  return code !== undefined && [SQLITE_BUSY, SQLITE_LOCKED].includes(code & 0xff)
}

/** IMMEDIATE takes the write lock first: a deferred one could fail half way with BUSY that no timeout can mend. */
function transaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** The spec as it stands afterwards: an older writer must not forget the columns a newer one added. */
function createOrExtend(database: DatabaseSync, table: TableSpec): TableSpec {
  const found = database.prepare(`SELECT spec FROM ${CATALOG} WHERE name = ?`).get(table.name)
  const stored = found && (JSON.parse(String(found.spec)) as TableSpec)
  if (stored) extend(database, stored, table)
  else database.exec(createSql(table))
  const result = { ...table, columns: { ...stored?.columns, ...table.columns } }
  database
    .prepare(`INSERT OR REPLACE INTO ${CATALOG} (name, spec) VALUES (?, ?)`)
    .run(table.name, JSON.stringify(result))
  return result
}

function createSql(table: TableSpec): string {
  const columns = Object.entries(table.columns).map(
    ([name, type]) => `"${name}" ${TYPES[type]}${table.key.includes(name) ? ' NOT NULL' : ''}`,
  )
  const primary = [table.timestamp, ...table.key].map((name) => `"${name}"`).join(', ')
  return `CREATE TABLE "${table.name}" ("${table.timestamp}" INTEGER NOT NULL, ${columns.join(', ')}, PRIMARY KEY (${primary})) WITHOUT ROWID`
}

/** Columns may be added; another timestamp or key would change what a row is, so that is refused. */
function extend(database: DatabaseSync, stored: TableSpec, wanted: TableSpec): void {
  const identity = (spec: TableSpec) => JSON.stringify([spec.timestamp, spec.key])
  if (identity(stored) !== identity(wanted))
    throw new RowRefused(`${wanted.name}: timestamp and key are ${identity(stored)}, wanted ${identity(wanted)}`)
  for (const [name, type] of Object.entries(wanted.columns)) {
    const before = stored.columns[name]
    if (before === undefined) database.exec(`ALTER TABLE "${wanted.name}" ADD COLUMN "${name}" ${TYPES[type]}`)
    else if (TYPES[before] !== TYPES[type]) throw new RowRefused(`${wanted.name}.${name}: is ${before}, wanted ${type}`)
  }
}

function columnsOf(table: TableSpec): string[] {
  return [table.timestamp, ...Object.keys(table.columns)]
}

function upsert(table: TableSpec): string {
  const columns = columnsOf(table)
  const list = columns.map((name) => `"${name}"`).join(', ')
  return `INSERT OR REPLACE INTO "${table.name}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`
}

function select(table: TableSpec, query: Query): { sql: string; values: Cell[] } {
  const conditions: [string, string | number | undefined][] = [
    [`"${table.timestamp}" >= ?`, query.from],
    [`"${table.timestamp}" < ?`, query.to],
    ...Object.entries(query.where ?? {}).map(([name, value]): [string, string | number] => [`"${name}" = ?`, value]),
  ]
  const used = conditions.filter(([, value]) => value !== undefined)
  const where = used.length > 0 ? ` WHERE ${used.map(([text]) => text).join(' AND ')}` : ''
  const direction = query.order === 'desc' ? 'DESC' : 'ASC'
  const order = [table.timestamp, ...table.key].map((name) => `"${name}" ${direction}`).join(', ')
  const limit = query.limit === undefined ? '' : ' LIMIT ?'
  const columns = columnsOf(table).map((name) => `"${name}"`)
  return {
    sql: `SELECT ${columns.join(', ')} FROM "${table.name}"${where} ORDER BY ${order}${limit}`,
    values: [...used.map(([, value]) => value as Cell), ...(query.limit === undefined ? [] : [query.limit])],
  }
}

function plainRow(row: Record<string, SQLOutputValue>): Row {
  return { ...row } as Row
}
