// Reads a whole Delta table into rows: for checks, tests and for seeding what was already written.
import { join } from 'node:path'
import type { Add } from './actions.ts'
import { type Disk, localDisk } from './disk.ts'
import { readLog } from './log.ts'
import { decodeParquet } from './parquet.ts'
import { type LakeRow, type LakeTable, tableOf } from './schema.ts'

export interface DeltaContents {
  /** −1: there is no table. */
  version: number
  files: number
  /** Rows as the log counts them; equal to `rows.length` in a sound table. */
  numRecords: number
  rows: LakeRow[]
}

/**
 * @example
 * const { rows } = await readDelta('/lake/market_ticks', { where: (file) => file.partitionValues.dt === '2026-01-31' })
 */
export async function readDelta(
  dir: string,
  options: { disk?: Disk; where?: (file: Add) => boolean } = {},
): Promise<DeltaContents> {
  const disk = options.disk ?? localDisk
  const snapshot = await readLog(disk, dir)
  const { metaData } = snapshot
  if (!metaData) return { version: snapshot.version, files: 0, numRecords: 0, rows: [] }
  const table = tableOf(metaData.schemaString, metaData.partitionColumns)
  const files = [...snapshot.files.values()].filter(options.where ?? (() => true))
  const rows: LakeRow[] = []
  for (const file of files) for (const row of await readFile(disk, dir, table, file)) rows.push(row)
  const numRecords = files.reduce((sum, file) => sum + countOf(file), 0)
  return { version: snapshot.version, files: files.length, numRecords, rows }
}

async function readFile(disk: Disk, dir: string, table: LakeTable, file: Add): Promise<LakeRow[]> {
  const path = join(dir, decodeURIComponent(file.path))
  const bytes = await disk.read(path)
  if (!bytes) throw new Error(`${path}: named by the log and not found`)
  const rows = await decodeParquet(table, bytes)
  return rows.map((row) => ({ ...row, ...file.partitionValues }))
}

function countOf(file: Add): number {
  return file.stats ? Number((JSON.parse(file.stats) as { numRecords?: number }).numRecords ?? 0) : 0
}
