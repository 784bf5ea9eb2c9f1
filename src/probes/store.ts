// Reads the embedded time-series store as a gate sees it: read-only, opened for one question, never in a writer's way.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Json, StoreReader } from '../model/gate.ts'

const BUSY_TIMEOUT_MS = 2000
const SCHEME = 'sqlite:'

/** Undefined for a store this tool cannot read; checks of it are then inconclusive. */
export function openStoreReader(url: string): StoreReader | undefined {
  if (!url.startsWith(SCHEME)) return undefined
  const path = url.slice(SCHEME.length)
  return {
    async query(table, options) {
      if (!existsSync(path)) return undefined
      const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
      try {
        return select(database, table, options)
      } finally {
        database.close()
      }
    },
  }
}

/** The store keeps the spec of each table beside it: it names the column of time. */
function select(
  database: DatabaseSync,
  table: string,
  { where, fromMs, limit }: { where: Record<string, Json>; fromMs?: number; limit: number },
): Json[] | undefined {
  const known = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_tables'").get()
  const stored = known && database.prepare('SELECT spec FROM _tables WHERE name = ?').get(table)
  if (!stored) return undefined
  const { timestamp, columns } = JSON.parse(String(stored.spec)) as { timestamp: string; columns: object }
  const unknown = Object.keys(where).filter((name) => !Object.hasOwn(columns, name))
  if (unknown.length > 0) throw new Error(`table ${table} has no column ${unknown.join(', ')}`)
  const conditions = [...Object.keys(where).map(quoted), ...(fromMs === undefined ? [] : [quoted(timestamp)])]
  const tests = conditions.map((name, i) => `${name} ${i < Object.keys(where).length ? '=' : '>='} ?`)
  const values = [...Object.values(where).map((value) => String(value)), ...(fromMs === undefined ? [] : [fromMs])]
  const filter = tests.length > 0 ? `WHERE ${tests.join(' AND ')}` : ''
  const sql = `SELECT * FROM ${quoted(table)} ${filter} ORDER BY ${quoted(timestamp)} DESC LIMIT ?`
  return database.prepare(sql).all(...values, limit) as Json[]
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
