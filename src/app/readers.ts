// Files of the platform, as gates read them: below its root, and nothing outside it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { PlatformPaths } from '../model/platform.ts'

export function fileReader({ root }: PlatformPaths): (path: string) => Promise<Uint8Array | undefined> {
  return async (path) => {
    const full = resolve(root, path)
    if (full !== root && !full.startsWith(root + sep)) return undefined
    return existsSync(full) ? readFile(full) : undefined
  }
}
