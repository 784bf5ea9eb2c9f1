// Reads a journal. Only its last record may be torn (the crash came while it was written): it is cut off.
// A bad record before that means that somebody changed the file or the disk lost it: an error with its offset.
import { TradeError } from '../model/errors.ts'
import type { Event } from '../model/event.ts'
import { decodeRecord } from './record.ts'

export interface JournalContent {
  events: Event[]
  /** Length of what is whole; anything behind it is a torn record. */
  validBytes: number
  tornBytes: number
}

const NEWLINE = 0x0a
/** A whole record inside a line: its newline was damaged, so more than a torn record would be cut off. */
const SWALLOWED = /,"sum":"[0-9a-f]{8}"\}./s

export function readJournal(bytes: Uint8Array, path: string): JournalContent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const events: Event[] = []
  let start = 0
  while (start < buffer.length) {
    const newline = buffer.indexOf(NEWLINE, start)
    const end = newline === -1 ? buffer.length : newline
    const event = newline === -1 ? undefined : decodeRecord(buffer.toString('utf8', start, end))
    const isLast = newline === -1 || newline === buffer.length - 1
    if (event === undefined && isLast && !SWALLOWED.test(buffer.toString('utf8', start, end))) break
    if (event === undefined || event.seq !== events.length + 1) throw corrupt(path, start, events.length + 1)
    events.push(event)
    start = end + 1
  }
  return { events, validBytes: start, tornBytes: buffer.length - start }
}

function corrupt(path: string, offset: number, seq: number): TradeError {
  return new TradeError(
    'JOURNAL_CORRUPT',
    `${path}: record ${seq} at byte ${offset} does not match its checksum or its number; only the last record may be torn`,
    { facts: { path, offset, seq }, hints: [`tail -c +${offset + 1} ${path} | head -n 1`] },
  )
}
