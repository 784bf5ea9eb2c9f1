// A table's columns as data, and what they look like in the Delta log and in Parquet. Pure.
import type { SchemaElement } from 'hyparquet'

/** `timestamp` is whole microseconds UTC as a number; it holds every time until the year 2255 exactly. */
export type LakeType = 'timestamp' | 'string' | 'double' | 'long'
export type LakeValue = string | number | null
export type LakeRow = Record<string, LakeValue>

/**
 * @example
 * const spec: LakeTable = { columns: { event_ts: 'timestamp', symbol: 'string', price: 'double' }, partitionBy: ['symbol'] }
 */
export interface LakeTable {
  columns: Record<string, LakeType>
  /** String columns; their values live in the log and in folder names, not in the files. */
  partitionBy: string[]
}

/** The schema text of the `metaData` action (Delta PROTOCOL, schema serialization). */
export function schemaString(table: LakeTable): string {
  const fields = Object.entries(table.columns).map(([name, type]) => ({ name, type, nullable: true, metadata: {} }))
  return JSON.stringify({ type: 'struct', fields })
}

export function tableOf(schema: string, partitionBy: string[]): LakeTable {
  const { fields } = JSON.parse(schema) as { fields: { name: string; type: LakeType }[] }
  return { columns: Object.fromEntries(fields.map(({ name, type }) => [name, type])), partitionBy }
}

/** The columns that are stored in the files. */
export function fileColumns(table: LakeTable): [string, LakeType][] {
  return Object.entries(table.columns).filter(([name]) => !table.partitionBy.includes(name))
}

export function parquetElements(columns: [string, LakeType][]): SchemaElement[] {
  return [{ name: 'schema', num_children: columns.length }, ...columns.map(([name, type]) => element(name, type))]
}

function element(name: string, type: LakeType): SchemaElement {
  const base = { name, repetition_type: 'OPTIONAL' as const }
  switch (type) {
    case 'timestamp':
      return {
        ...base,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      }
    case 'string':
      return { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
    case 'double':
      return { ...base, type: 'DOUBLE' }
    case 'long':
      return { ...base, type: 'INT64' }
  }
}

/** What the table cannot keep faithfully is refused before anything is written. */
export function checkRow(table: LakeTable, row: LakeRow): void {
  for (const [name, type] of Object.entries(table.columns)) {
    const value = row[name]
    if (value === null || value === undefined) {
      if (table.partitionBy.includes(name)) throw new Error(`${name}: a partition value may not be null`)
      continue
    }
    if (typeof value !== (type === 'string' ? 'string' : 'number'))
      throw new Error(`${name}: found ${typeof value} ${value}, expected ${type}`)
    const whole = type === 'timestamp' || type === 'long'
    if (typeof value === 'number' && !(whole ? Number.isSafeInteger(value) : Number.isFinite(value)))
      throw new Error(`${name}: ${value} is no ${type}`)
    // Delta reads an empty partition value as null.
    if (value === '' && table.partitionBy.includes(name)) throw new Error(`${name}: a partition value may not be empty`)
  }
}
