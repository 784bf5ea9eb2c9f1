// The journal as a writer: events are numbered, checksummed, appended and fsynced before anybody acts on them.
// One writer at a time: the project lock of the command is its guard.
import { redact } from '../kit/redact.ts'
import type { Event, EventBody } from '../model/event.ts'
import { type Disk, ensureFolder, parentOf } from './disk.ts'
import { readJournal } from './read.ts'
import { encodeRecord } from './record.ts'

export interface Journal {
  /** Everything recorded so far, in order. */
  readonly events: readonly Event[]
  /** Id of this invocation, in every event it appends. */
  readonly run: string
  /** Durable when it returns. On failure nothing was recorded. */
  append(...bodies: EventBody[]): void
}

export interface JournalOptions {
  disk: Disk
  path: string
  run: string
  now: () => Date
  /** Recorded before the first event of this run, so that a run that changes nothing records nothing. */
  opening?: EventBody
}

/** Opens for appending: a torn last record is cut off first. Throws JOURNAL_CORRUPT. */
export function openJournal({ disk, path, run, now, opening }: JournalOptions): Journal {
  const { events, validBytes, tornBytes } = readJournal(disk.read(path) ?? new Uint8Array(), path)
  if (tornBytes > 0) {
    disk.truncate(path, validBytes)
    disk.sync(path)
  }
  let length = validBytes
  let isNew = length === 0 && disk.stat(path) === undefined
  let isOpened = opening === undefined

  return {
    events,
    run,
    append(...bodies) {
      if (bodies.length === 0) return
      const wanted = isOpened || opening === undefined ? bodies : [opening, ...bodies]
      const added = wanted.map((body, index) =>
        withoutSecrets({ seq: events.length + index + 1, at: now().toISOString(), run, ...body }),
      )
      const bytes = Buffer.from(added.map(encodeRecord).join(''))
      if (isNew) ensureFolder(disk, parentOf(path))
      try {
        disk.append(path, bytes)
        disk.sync(path)
        if (isNew) disk.sync(parentOf(path))
      } catch (error) {
        takeBack(disk, path, length)
        throw error
      }
      isNew = false
      isOpened = true
      length += bytes.length
      events.push(...added)
    },
  }
}

/** What is recorded is what is remembered: masked once, before anybody reads it. */
function withoutSecrets(event: Event): Event {
  const text = JSON.stringify(event)
  const masked = redact(text)
  return masked === text ? event : (JSON.parse(masked) as Event)
}

/** After a failed write or fsync the record counts as unwritten: it is removed, so that a later one is written anew. */
function takeBack(disk: Disk, path: string, length: number): void {
  try {
    if (disk.stat(path) !== undefined) disk.truncate(path, length)
  } catch {
    // What stays behind is a torn last record, which the next opening cuts off; the first error is the one to report.
  }
}
