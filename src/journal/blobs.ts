// Kept old bytes, named by their digest: what undo restores. Readable by the owner only, since a replaced file may hold secrets.
import { sha256 } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'
import { type Disk, ensureFolder, parentOf, replaceFile } from './disk.ts'

const PRIVATE = 0o600

export interface Blobs {
  /** Durable when it returns; keeping the same bytes twice costs nothing. */
  keep(bytes: Uint8Array): string
  read(digest: string): Uint8Array
}

export function openBlobs(disk: Disk, folder: string): Blobs {
  const pathOf = (digest: string): string => `${folder}/${digest}`
  return {
    keep(bytes) {
      const digest = sha256(bytes)
      const path = pathOf(digest)
      const known = disk.read(path)
      // A blob is trusted only when its bytes are whole: its rename may have survived a crash that its content did not.
      if (known !== undefined && sha256(known) === digest) return digest
      ensureFolder(disk, folder)
      replaceFile(disk, path, `${path}.tmp`, bytes, PRIVATE)
      disk.sync(parentOf(path))
      return digest
    },
    read(digest) {
      const path = pathOf(digest)
      const bytes = disk.read(path)
      if (bytes !== undefined && sha256(bytes) === digest) return bytes
      throw new TradeError(
        'FILE_UNREADABLE',
        `${path}: kept bytes are ${bytes === undefined ? 'missing' : 'damaged'}`,
        {
          facts: { path, digest },
          hints: ['trade2026 doctor'],
        },
      )
    },
  }
}
