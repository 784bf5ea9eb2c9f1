// Reads a Delta table with a reader of its own, not with the writer's code: what the log claims, and what the files hold.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet'
import type { LakeReader } from '../model/gate.ts'

interface AddAction {
  path: string
  stats?: string
}
type Action = { add?: AddAction; remove?: { path: string } }

/** Undefined for a lake this tool cannot read; checks of it are then inconclusive. */
export function openLakeReader(url: string): LakeReader | undefined {
  if (!url.startsWith('file:')) return undefined
  const root = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
  return { table: (name) => readTable(join(root, name)) }
}

async function readTable(folder: string): ReturnType<LakeReader['table']> {
  const commits = await commitsOf(folder)
  const last = commits.at(-1)
  if (last === undefined) return undefined
  const files = new Map<string, AddAction>()
  for (const name of commits) {
    for (const { add, remove } of await actionsOf(join(folder, '_delta_log', name))) {
      if (remove) files.delete(remove.path)
      if (add) files.set(add.path, add)
    }
  }
  const live = [...files.values()]
  let rows = 0
  for (const { path } of live) rows += await rowsOf(join(folder, decodeURIComponent(path)))
  const numRecords = live.reduce((sum, { stats }) => sum + claimed(stats), 0)
  return { version: Number.parseInt(last, 10), files: live.length, rows, numRecords }
}

async function commitsOf(folder: string): Promise<string[]> {
  try {
    const names = await readdir(join(folder, '_delta_log'))
    return names.filter((name) => /^\d{20}\.json$/.test(name)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function actionsOf(path: string): Promise<Action[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => JSON.parse(line) as Action)
}

/** From the footer of the file: nothing else is read. */
async function rowsOf(path: string): Promise<number> {
  const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path))
  return Number(metadata.num_rows)
}

function claimed(stats: string | undefined): number {
  return stats === undefined ? 0 : Number((JSON.parse(stats) as { numRecords?: number }).numRecords ?? 0)
}
