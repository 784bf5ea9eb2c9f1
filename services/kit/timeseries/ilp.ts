// Rows as InfluxDB line protocol, the text QuestDB takes at POST /write. Pure.
import type { Cell, ColumnType, Row, TableSpec } from './contract.ts'

/**
 * One line a row; symbols first, then fields, then the timestamp in nanoseconds.
 * @example
 * encodeLine(fills, { timestamp: 1000, fill_id: 'f 1', price: 2.5 }) // 'fills,fill_id=f\ 1 price=2.5 1000000000'
 */
export function encodeLine(table: TableSpec, row: Row): string {
  const symbols: string[] = []
  const fields: string[] = []
  for (const [name, type] of Object.entries(table.columns)) {
    const value = row[name]
    if (value === null || value === undefined) continue
    if (type === 'symbol') symbols.push(`,${name}=${escapeSymbol(String(value))}`)
    else fields.push(`${name}=${field(type, value)}`)
  }
  // Milliseconds with six zeros: the product would leave the range of exact doubles.
  const time = `${row[table.timestamp]}000000`
  return `${table.name}${symbols.join('')} ${fields.join(',')}${fields.length > 0 ? ' ' : ''}${time}`
}

export function encodeLines(table: TableSpec, rows: Row[]): string {
  return rows.map((row) => `${encodeLine(table, row)}\n`).join('')
}

function field(type: ColumnType, value: Exclude<Cell, null>): string {
  if (type === 'double') return String(value)
  if (type === 'int') return `${value}i`
  return `"${String(value)
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\r\n]/g, ' ')}"`
}

function escapeSymbol(value: string): string {
  return value.replace(/[ ,=\\]/g, '\\$&').replace(/[\r\n]/g, ' ')
}
