// Where the lake is. This version writes to a folder; an object store needs a conditional put that is proven at start.
import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of a table below LAKE_URL. */
export function tableDir(lakeUrl: string, table: string): string {
  if (!lakeUrl.startsWith('file:'))
    throw new Error(`LAKE_URL: found "${lakeUrl}", expected file:<folder>: this version writes no object store`)
  const folder = lakeUrl.startsWith('file://') ? fileURLToPath(lakeUrl) : lakeUrl.slice('file:'.length)
  return join(folder, table)
}

/** Can a file be made there? Asked by the health report, so that a broken lake shows before a batch fails. */
export async function writable(dir: string): Promise<boolean> {
  try {
    await mkdir(dir, { recursive: true })
    await access(dir, constants.W_OK)
    return true
  } catch {
    return false
  }
}
