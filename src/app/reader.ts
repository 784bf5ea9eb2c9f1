// The platform folder on disk: as the catalog reads it, and as gates do.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { FileReader } from '../catalog/load.ts'
import { TradeError } from '../model/errors.ts'
import type { PlatformPaths } from '../model/platform.ts'

/** What is there but is no file, or no folder, or locked, is named: silence would read like a platform without it. */
export function diskReader(root: string): FileReader {
  return {
    read: (path) =>
      readable(root, path, 'a file', (full) => (statSync(full).isFile() ? readFileSync(full, 'utf8') : null)),
    list: (folder) =>
      readable(root, folder, 'a folder', (full) => (statSync(full).isDirectory() ? readdirSync(full).sort() : null)) ??
      [],
  }
}

function readable<T>(root: string, path: string, expected: string, act: (full: string) => T | null): T | undefined {
  const full = join(root, path)
  let found: string
  try {
    const result = act(full)
    if (result !== null) return result
    found = 'something else'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    found = String(code)
  }
  throw new TradeError('FILE_UNREADABLE', `${path}: found ${found}, expected ${expected} that can be read`, {
    facts: { path: full },
    hints: [`ls -ld ${full}`],
  })
}

/** Files below the root of the platform, and nothing outside it: their names come from gate files. */
export function fileReader({ root }: PlatformPaths): (path: string) => Promise<Uint8Array | undefined> {
  return async (path) => {
    const full = resolve(root, path)
    if (full !== root && !full.startsWith(root + sep)) return undefined
    return existsSync(full) ? readFile(full) : undefined
  }
}
