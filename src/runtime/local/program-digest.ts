// Digest of the files a program is made of: a rebuilt service has another one, so `up` never takes old code for new (F09).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, sha256 } from '../../kit/digest.ts'

/** Over the relative paths and contents of every file below the folders, in the order of their names. */
export function programDigest(folders: readonly string[]): string {
  return digestOf(
    folders.map((folder) => listFiles(folder).map((file) => [file, sha256(readFileSync(join(folder, file)))])),
  )
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : []))
    .filter((file) => !file.split(/[\\/]/).includes('node_modules'))
    .sort()
}
