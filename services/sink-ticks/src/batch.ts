// Turns stream messages into rows and keeps them until they are committed. Pure but for the clock's reading it is given.
import type { BusMessage } from '#kit/bus'
import { parseTick } from '#kit/tick'
import { rowOf, type TickRow } from './row.ts'

export interface Batch {
  rows: TickRow[]
  /** The last message taken, row or not: the batch's commit moves the position to it. */
  last: BusMessage | undefined
  startedMs: number
  messages: number
}

export function emptyBatch(startedMs: number): Batch {
  return { rows: [], last: undefined, startedMs, messages: 0 }
}

/** Adds a message; answers why it is no row, if so. It still counts as dealt with: it will be no row next time either. */
export function addMessage(batch: Batch, message: BusMessage, nowMs: number): string | undefined {
  batch.last = message
  batch.messages++
  const tick = parseTick(message.data, message.timeMs)
  const row = typeof tick === 'string' ? tick : rowOf(tick, nowMs)
  if (typeof row === 'string') return row
  batch.rows.push(row)
  return undefined
}

/** The batch that failed, before what has come since. */
export function joinBatches(failed: Batch, since: Batch): Batch {
  return {
    rows: failed.rows.concat(since.rows),
    last: since.last ?? failed.last,
    startedMs: failed.startedMs,
    messages: failed.messages + since.messages,
  }
}

/** Rows not known yet, each once. */
export function freshRows(rows: TickRow[], known: ReadonlySet<string>): TickRow[] {
  const here = new Set<string>()
  return rows.filter(({ hash_id }) => {
    if (known.has(hash_id) || here.has(hash_id)) return false
    here.add(hash_id)
    return true
  })
}
