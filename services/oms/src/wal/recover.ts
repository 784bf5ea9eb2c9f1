// Reading the log back after any end: every record that was answered for is there, a torn tail is cut off, and damage to
// what was durable is an error, never a shorter log (services.md 9.1).
import type { Disk } from './disk.ts'
import { BATCH_FRAME, readFrame, syncedBehind } from './frame.ts'
import { firstLsn, isSegment, SEGMENT_HEAD, segmentName, segmentNumber } from './segment.ts'

export class LogCorrupt extends Error {
  override readonly name = 'LogCorrupt'
}

export interface SegmentFile {
  number: number
  size: number
}

export interface Recovered {
  /** Last lsn in the log; `afterLsn` when there is none behind it. */
  lastLsn: number
  /** Where writing goes on; undefined when there is no segment yet. */
  tail: (SegmentFile & { offset: number }) | undefined
  /** Bytes of a torn tail that were cut off. */
  tornBytes: number
  /** Segments made ahead and never written. */
  spares: SegmentFile[]
}

export interface RecoverOptions {
  disk: Disk
  /** The snapshot ends here: every record behind it must be in the log. */
  afterLsn: number
  /** Records behind this are handed over, as far back as the log goes: what is not yet published may be older than the snapshot. */
  fromLsn: number
  onRecord: (lsn: number, payload: Buffer) => void
}

interface Segment {
  number: number
  bytes: Buffer
}

export async function recoverLog({ disk, afterLsn, fromLsn, onRecord }: RecoverOptions): Promise<Recovered> {
  const segments = neededSegments(disk, afterLsn, Math.min(afterLsn, fromLsn))
  let next = afterLsn + 1
  let begun = false
  let tail: Recovered['tail']
  let stop = { at: 0, offset: SEGMENT_HEAD }
  for (const [at, segment] of segments.entries()) {
    const end = readSegment(segment, begun ? next : undefined, (lsn, payload) => {
      begun = true
      next = lsn + 1
      if (lsn > fromLsn) onRecord(lsn, payload)
    })
    stop = { at, offset: end.offset }
    if (tail === undefined || end.offset > SEGMENT_HEAD)
      tail = { number: segment.number, size: segment.bytes.length, offset: end.offset }
    const following = segments[at + 1]
    if (!end.clean || following === undefined || !startsWith(following, next)) break
  }
  if (next <= afterLsn) throw new LogCorrupt(`log ends at lsn ${next - 1}, but the snapshot holds lsn ${afterLsn}`)
  const tornBytes = await cutTail(disk, segments.slice(stop.at), stop.offset, next)
  return { lastLsn: next - 1, tail, tornBytes, spares: sparesAfter(disk, segments, tail) }
}

function neededSegments(disk: Disk, afterLsn: number, fromLsn: number): Segment[] {
  const numbers = segmentNumbers(disk)
  const needed = numbers.slice(firstNeeded(disk, numbers, fromLsn))
  const segments = needed.map((number) => ({ number, bytes: disk.read(segmentName(number)) }))
  const begin = segments[0] && firstLsn(segments[0].bytes, segments[0].number)
  if (begin !== undefined && begin > afterLsn + 1)
    throw new LogCorrupt(
      `log begins at lsn ${begin}, but the snapshot ends at lsn ${afterLsn}: records between are missing`,
    )
  return segments
}

/** Cutting the tail may have removed segments that were never finished. */
function sparesAfter(disk: Disk, segments: Segment[], tail: Recovered['tail']): SegmentFile[] {
  const kept = new Set(segmentNumbers(disk))
  return segments
    .filter(({ number }) => kept.has(number) && number > (tail?.number ?? 0))
    .map(({ number, bytes }) => ({ number, size: bytes.length }))
}

export function segmentNumbers(disk: Disk): number[] {
  return disk.list().flatMap((name) => segmentNumber(name) ?? [])
}

/** Index of the last segment that begins at or before the first record wanted. */
function firstNeeded(disk: Disk, numbers: number[], fromLsn: number): number {
  let needed = 0
  for (const [index, number] of numbers.entries()) {
    const lsn = firstLsn(disk.head(segmentName(number), SEGMENT_HEAD + BATCH_FRAME), number)
    if (lsn !== undefined && lsn <= fromLsn + 1) needed = index
  }
  return needed
}

/** Hands over the records up to the first that is not whole or not the next one; `clean` when only emptiness ended it. */
function readSegment(
  { number, bytes }: Segment,
  expected: number | undefined,
  onRecord: (lsn: number, payload: Buffer) => void,
): { offset: number; clean: boolean } {
  if (!isSegment(bytes, number)) return { offset: SEGMENT_HEAD, clean: false }
  let offset = SEGMENT_HEAD
  let next = expected
  for (;;) {
    const frame = readFrame(bytes, offset, number)
    if (frame === 'empty') return { offset, clean: true }
    if (frame === 'bad' || (next !== undefined && frame.lsn !== next)) return { offset, clean: false }
    next = frame.lsn
    if (frame.kind === 'record') {
      onRecord(frame.lsn, frame.payload)
      next = frame.lsn + 1
    }
    offset = frame.end
  }
}

function startsWith({ number, bytes }: Segment, lsn: number): boolean {
  return firstLsn(bytes, number) === lsn
}

/**
 * Behind the stop lies either nothing that was ever answered for, or the proof that something was: a later batch that
 * was written when `expected` was already durable.
 */
async function cutTail(disk: Disk, behind: Segment[], offset: number, expected: number): Promise<number> {
  for (const [index, { number, bytes }] of behind.entries()) {
    const synced = syncedBehind(bytes, index === 0 ? offset : SEGMENT_HEAD, number)
    if (synced >= expected)
      throw new LogCorrupt(
        `${segmentName(number)}: lsn ${expected} is damaged or missing, but a later batch says lsn ${synced} was durable; restore the log from a copy`,
      )
  }
  let torn = 0
  for (const [index, segment] of behind.entries())
    torn += await clear(disk, segment, index === 0 ? offset : SEGMENT_HEAD)
  return torn
}

/** Zeros over what is torn, so that it can never be read again; a segment whose head was never finished goes away. */
async function clear(disk: Disk, { number, bytes }: Segment, offset: number): Promise<number> {
  const used = usedLength(bytes.subarray(offset))
  if (!isSegment(bytes, number)) {
    disk.remove(segmentName(number))
    return used
  }
  if (used === 0) return 0
  const file = disk.open(segmentName(number))
  file.write(Buffer.alloc(used), offset)
  await file.sync()
  file.close()
  return used
}

const CHUNK = Buffer.alloc(65_536)

/** Length without the zeros at the end; whole chunks are compared at once, a segment is mostly zeros. */
function usedLength(bytes: Buffer): number {
  let used = bytes.length
  while (used >= CHUNK.length && bytes.subarray(used - CHUNK.length, used).equals(CHUNK)) used -= CHUNK.length
  while (used > 0 && bytes[used - 1] === 0) used -= 1
  return used
}

/** Removes segments whose records are all at or below `upTo` and that nobody wrote to since `olderThanMs`; never the newest. */
export function pruneLog(disk: Disk, { upTo, olderThanMs }: { upTo: number; olderThanMs: number }): number {
  const numbers = segmentNumbers(disk)
  let removed = 0
  for (const [index, number] of numbers.entries()) {
    const next = numbers[index + 1]
    const nextLsn = next && firstLsn(disk.head(segmentName(next), SEGMENT_HEAD + BATCH_FRAME), next)
    if (nextLsn === undefined || nextLsn > upTo + 1 || disk.modifiedMs(segmentName(number)) > olderThanMs) break
    disk.remove(segmentName(number))
    removed += 1
  }
  return removed
}
