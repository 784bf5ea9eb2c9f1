// The platform folder on disk: as the catalog reads it, and as gates do.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { FileReader } from '../catalog/load.ts'
import type { PlatformPaths } from '../model/platform.ts'

export function diskReader(root: string): FileReader {
  return {
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
    list: (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : []),
  }
}

/** Files below the root of the platform, and nothing outside it: their names come from gate files. */
export function fileReader({ root }: PlatformPaths): (path: string) => Promise<Uint8Array | undefined> {
  return async (path) => {
    const full = resolve(root, path)
    if (full !== root && !full.startsWith(root + sep)) return undefined
    return existsSync(full) ? readFile(full) : undefined
  }
}
