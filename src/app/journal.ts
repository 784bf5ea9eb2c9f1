// The journal of this platform: read by everyone, appended to only by whoever holds the project lock.
import { join } from 'node:path'
import { type Journal, openJournal } from '../journal/append.ts'
import { nodeDisk } from '../journal/disk.ts'
import { fold } from '../journal/fold.ts'
import { readJournal } from '../journal/read.ts'
import type { Clock } from '../kit/clock.ts'
import type { EventBody } from '../model/event.ts'
import type { PlatformPaths } from '../model/platform.ts'
import type { MigrationState } from '../model/state.ts'

export interface JournalAccess {
  path: string
  /** Opened once, at the first need of a writer: after the lock was taken. */
  open(): Journal
  record(...events: EventBody[]): void
  /** The fold of what is on disk now. */
  state(): MigrationState
}

export function accessJournal(paths: PlatformPaths, run: string, clock: Clock, opening: EventBody): JournalAccess {
  const path = join(paths.state, 'journal.jsonl')
  let journal: Journal | undefined
  const open = (): Journal => {
    journal ??= openJournal({ disk: nodeDisk, path, run, now: () => new Date(clock.nowMs()), opening })
    return journal
  }
  return {
    path,
    open,
    record: (...events) => open().append(...events),
    state: () => fold(journal?.events ?? readJournal(nodeDisk.read(path) ?? new Uint8Array(), path).events),
  }
}
