// From disk and stream to a running state: snapshot, log, place in the stream; the order of these steps is what makes a
// restart end where the crash began.
import { join } from 'node:path'
import type { Bus } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { Log } from '#kit/log'
import { Ledger } from './ledger.ts'
import { decodeMessages, decodeRecord, type OutMessage } from './records.ts'
import { type Cursor, resumePoint } from './resume-point.ts'
import { openLog, type WriteAheadLog } from './wal/log.ts'
import { nodeDisk } from './wal/node-disk.ts'
import { pruneLog } from './wal/recover.ts'

export interface OpenState {
  ledger: Ledger
  log: WriteAheadLog
  cursor: Cursor
  /** In the log and perhaps not in the stream, in order. */
  unpublished: { lsn: number; messages: OutMessage[] }[]
  saveCursor: (cursor: Cursor) => void
  /** Durable when it returns; only when everything in the ledger is. */
  saveSnapshot: () => void
}

export interface OpenStateOptions {
  dataDir: string
  bus: Bus
  clock: Clock
  lines: Log
  segmentBytes: number
  retainMs: number
  stream: string
  onFatal: (error: Error) => void
}

const SNAPSHOT = 'snapshot.json'
const CURSOR = 'outbox.json'
/** Replaying this many records costs less than writing a snapshot. */
const SNAPSHOT_EVERY = 10_000

export async function openState(options: OpenStateOptions): Promise<OpenState> {
  const { clock, lines, bus, stream } = options
  const disk = nodeDisk(join(options.dataDir, 'log'), clock)
  const names = new Set(disk.list())
  const saved = names.has(CURSOR) ? (JSON.parse(disk.read(CURSOR).toString()) as Cursor) : undefined
  const { cursor, newestLsn } = await resumePoint(bus, stream, saved)
  const isNew = !names.has(SNAPSHOT) && ![...names].some((name) => name.startsWith('wal-'))
  // With an empty folder beside a stream that knows us, numbers go on where the stream ends: ids must never come twice.
  const ledger = names.has(SNAPSHOT)
    ? Ledger.restore(disk.read(SNAPSHOT).toString())
    : Ledger.startingAfter(isNew ? newestLsn : 0)
  if (isNew) disk.replace(SNAPSHOT, ledger.snapshot())

  const unpublished: OpenState['unpublished'] = []
  const snapshotLsn = ledger.lsn
  const log = await openLog({
    disk,
    segmentBytes: options.segmentBytes,
    afterLsn: snapshotLsn,
    fromLsn: Math.max(0, Math.min(snapshotLsn, cursor.lsn - 1)),
    onRecord(lsn, payload) {
      if (lsn > snapshotLsn) ledger.apply(ledger.effectsOf(decodeRecord(payload), lsn))
      if (lsn >= cursor.lsn) unpublished.push({ lsn, messages: decodeMessages(payload) })
    },
    atTurnEnd: setImmediate,
    onFatal: options.onFatal,
    onSpareFailed: (error) =>
      lines.error('LOG_FULL: no room for the next log segment, new orders are refused', { error }),
  })
  const { lastLsn, tornBytes } = log.recovered
  lines.info('log opened', {
    lsn: lastLsn,
    snapshot: snapshotLsn,
    torn_bytes: tornBytes,
    published: cursor.lsn,
    sync: disk.syncProbe,
  })
  const saveSnapshot = (): void => disk.replace(SNAPSHOT, ledger.snapshot())
  if (lastLsn - snapshotLsn >= SNAPSHOT_EVERY) saveSnapshot()
  const covered = lastLsn - snapshotLsn >= SNAPSHOT_EVERY ? lastLsn : snapshotLsn
  pruneLog(disk, { upTo: Math.min(covered, cursor.lsn - 1), olderThanMs: clock.nowMs() - options.retainMs })
  return {
    ledger,
    log,
    cursor,
    unpublished,
    saveSnapshot,
    saveCursor: (next) => disk.replace(CURSOR, JSON.stringify(next)),
  }
}
