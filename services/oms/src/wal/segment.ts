// Names and heads of segment files. The number is in the name and, checked, in the head; it salts every checksum inside.
import { crc32 } from 'node:zlib'
import { BATCH_FRAME, readFrame } from './frame.ts'

export const SEGMENT_HEAD = 16
const MAGIC = Buffer.from('T26LOG01')
const NAME = /^wal-(\d{8})\.log$/

export function segmentName(number: number): string {
  return `wal-${String(number).padStart(8, '0')}.log`
}

/** Undefined for files that are no segments. */
export function segmentNumber(name: string): number | undefined {
  const match = NAME.exec(name)
  return match ? Number(match[1]) : undefined
}

export function segmentHead(number: number): Buffer {
  const head = Buffer.alloc(SEGMENT_HEAD)
  MAGIC.copy(head)
  head.writeUInt32LE(number, 8)
  head.writeUInt32LE(crc32(head.subarray(0, 12)), 12)
  return head
}

export function isSegment(bytes: Buffer, number: number): boolean {
  return bytes.length >= SEGMENT_HEAD && bytes.subarray(0, SEGMENT_HEAD).equals(segmentHead(number))
}

/** The first lsn in a segment, from its first bytes; undefined when nothing was written. */
export function firstLsn(head: Buffer, number: number): number | undefined {
  if (!isSegment(head, number) || head.length < SEGMENT_HEAD + BATCH_FRAME) return undefined
  const frame = readFrame(head.subarray(0, SEGMENT_HEAD + BATCH_FRAME), SEGMENT_HEAD, number)
  return typeof frame === 'object' ? frame.lsn : undefined
}
