// Partition values and the folders named after them. Readers take the values from the log; the folders are for people.
import type { LakeRow } from './schema.ts'

export interface Group {
  /** Column and value, in the order of the partition columns. */
  values: [string, string][]
  rows: LakeRow[]
}

export function groupRows(rows: LakeRow[], partitionBy: string[]): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    let key = ''
    for (const name of partitionBy) key += `${row[name]}\u0000`
    let group = groups.get(key)
    if (!group) {
      group = { values: partitionBy.map((name) => [name, String(row[name])]), rows: [] }
      groups.set(key, group)
    }
    group.rows.push(row)
  }
  return [...groups.values()]
}

/** `symbol=BTC%2FUSDT/dt=2026-01-31`: what could leave the folder or upset a shell is written as %XX. */
export function partitionDir(values: [string, string][]): string {
  return values.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/[!'()*.~]/g, percent)}`).join('/')
}

/** The log holds paths as URIs, so the percent signs of the folder's own name are escaped once more. */
export function pathInLog(folder: string, name: string): string {
  return folder === '' ? name : `${folder.replaceAll('%', '%25')}/${name}`
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
