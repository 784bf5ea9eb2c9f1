// The book on disk: risk restores itself from here and replays the stream from there on; it never asks oms (which needs risk to start).
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { BookSnapshot } from './book.ts'

export interface Snapshot {
  /** When the stream was made: another stream of the same name counts its messages anew. */
  streamCreated: string
  /** Last stream sequence that is in the book. */
  seq: number
  lsn: number
  book: BookSnapshot
  values: Record<string, string>
  blocked: string[]
}

export interface SnapshotFile {
  /** Undefined when there is none yet. A file that cannot be read is an error: an empty book would lift every limit. */
  load(): Snapshot | undefined
  /** Durable when it returns. */
  save(snapshot: Snapshot): void
}

export function snapshotFile(folder: string): SnapshotFile {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'snapshot.json')
  const next = `${path}.next`
  return {
    load() {
      let text: string
      try {
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      try {
        return JSON.parse(text) as Snapshot
      } catch (error) {
        throw new Error(`${path}: not a snapshot: ${(error as Error).message}`, { cause: error })
      }
    },
    save(snapshot) {
      // Whole or not at all: written beside, synced, renamed over, and the name synced too.
      withFile(next, 'w', (file) => {
        writeSync(file, JSON.stringify(snapshot))
        fsyncSync(file)
      })
      renameSync(next, path)
      withFile(folder, 'r', fsyncSync)
    },
  }
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags)
  try {
    use(file)
  } finally {
    closeSync(file)
  }
}
