// The contract of a time-series store: what every implementation (embedded SQLite, QuestDB) promises to services.
// Times are epoch milliseconds. Writing the same (timestamp, key…) again replaces the row, so at-least-once writes are harmless.

export type ColumnType = 'symbol' | 'text' | 'double' | 'int'
export type Cell = string | number | null
export type Row = Record<string, Cell>

/**
 * A table as data.
 * @example
 * const table: TableSpec = {
 *   name: 'fills', timestamp: 'timestamp', key: ['fill_id'], partition: 'day',
 *   columns: { fill_id: 'symbol', symbol: 'symbol', price: 'double', quantity: 'double' },
 * }
 */
export interface TableSpec {
  name: string
  /** Name of the designated timestamp column (epoch ms); it is not listed in `columns`. */
  timestamp: string
  /** Columns that, with the timestamp, identify a row: the upsert key. They may not be null. */
  key: string[]
  columns: Record<string, ColumnType>
  partition: 'hour' | 'day' | 'month'
}

export interface Query {
  /** Inclusive, epoch ms. */
  from?: number
  /** Exclusive, epoch ms. */
  to?: number
  /** Equality only; all must hold. */
  where?: Record<string, string | number>
  limit?: number
  /** By the designated timestamp, then by the key; ascending unless said. */
  order?: 'asc' | 'desc'
}

export interface TimeSeriesStore {
  /** Makes the table, or adds the columns an older one lacks. Idempotent. */
  ensureTable(table: TableSpec): Promise<void>
  /** All rows or none. A row with an unknown column, a null key or a number that is not finite is refused. */
  append(table: string, rows: Row[]): Promise<void>
  query(table: string, query?: Query): Promise<Row[]>
  /** Asks the store; false instead of an error. */
  ping(): Promise<boolean>
  /** How the last call went. */
  state(): 'up' | 'down'
  close(): Promise<void>
}

/** The store refused the call because of what it was given; trying again cannot help. */
export class RowRefused extends Error {
  override name = 'RowRefused'
}

/** The store could not be reached or is failing; the same call may succeed later. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/

/** Names end up in SQL text, so only plain identifiers pass. */
export function checkTable(table: TableSpec): void {
  const names = [table.name, table.timestamp, ...Object.keys(table.columns)]
  for (const name of names) {
    if (!IDENTIFIER.test(name)) throw new RowRefused(`${table.name}: "${name}" is not a plain lower-case identifier`)
  }
  if (table.timestamp in table.columns)
    throw new RowRefused(`${table.name}: timestamp column ${table.timestamp} is listed twice`)
  for (const key of table.key) {
    if (!(key in table.columns)) throw new RowRefused(`${table.name}: key column ${key} is not among the columns`)
  }
}

/** Refuses what no store could keep faithfully; runs before anything is written, so a batch is all or nothing. */
export function checkRow(table: TableSpec, row: Row): void {
  for (const [name, value] of Object.entries(row)) {
    if (name !== table.timestamp && !(name in table.columns))
      throw new RowRefused(`${table.name}.${name}: no such column`)
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new RowRefused(`${table.name}.${name}: ${value} is not a finite number`)
  }
  if (!Number.isInteger(row[table.timestamp]))
    throw new RowRefused(`${table.name}.${table.timestamp}: ${row[table.timestamp]} is not whole epoch milliseconds`)
  for (const key of table.key) {
    if (row[key] === null || row[key] === undefined) throw new RowRefused(`${table.name}.${key}: a key may not be null`)
  }
  for (const [name, type] of Object.entries(table.columns)) checkCell(table.name, name, type, row[name] ?? null)
}

function checkCell(table: string, name: string, type: ColumnType, value: Cell): void {
  if (value === null) return
  const wanted = type === 'double' || type === 'int' ? 'number' : 'string'
  if (typeof value !== wanted) throw new RowRefused(`${table}.${name}: found ${typeof value}, expected ${wanted}`)
  if (type === 'int' && !Number.isSafeInteger(value))
    throw new RowRefused(`${table}.${name}: ${value} is not an integer`)
}

/** Refuses a query that names what the table does not have. */
export function checkQuery(table: TableSpec, query: Query): void {
  for (const name of Object.keys(query.where ?? {})) {
    if (!(name in table.columns)) throw new RowRefused(`${table.name}.${name}: no such column`)
  }
  if (query.limit !== undefined && !(Number.isInteger(query.limit) && query.limit >= 0))
    throw new RowRefused(`${table.name}: limit ${query.limit} is not a whole number`)
}
