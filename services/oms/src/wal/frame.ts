// Bytes of the log. A frame is: length u32 · crc u32 · lsn u64 · kind u8 · payload. The checksum is salted with the segment
// number, so a frame of an older file at the same place does not pass for one of ours.
// A batch frame opens each batch and says up to which lsn everything was already durable when the batch was written.
import { crc32 } from 'node:zlib'

export type FrameKind = 'batch' | 'record'

export interface Frame {
  kind: FrameKind
  lsn: number
  payload: Buffer
  /** Where the next frame begins. */
  end: number
}

export const FRAME_HEAD = 17
export const BATCH_FRAME = FRAME_HEAD + 12
const KINDS: Record<number, FrameKind> = { 1: 'batch', 2: 'record' }
/** Lets a batch frame be found again behind damage. */
const BATCH_MARK = Buffer.from('T26B')

export function frameSize(payload: Buffer): number {
  return FRAME_HEAD + payload.length
}

/** Writes a record frame at `offset` and returns its end. */
export function writeRecord(
  target: Buffer,
  offset: number,
  { lsn, payload, salt }: { lsn: number; payload: Buffer; salt: number },
): number {
  return writeFrame(target, offset, { kind: 2, lsn, payload, salt })
}

/** `lsn` is the first of the batch. */
export function writeBatch(
  target: Buffer,
  offset: number,
  { lsn, syncedLsn, salt }: { lsn: number; syncedLsn: number; salt: number },
): number {
  const payload = Buffer.alloc(12)
  BATCH_MARK.copy(payload)
  payload.writeBigUInt64LE(BigInt(syncedLsn), 4)
  return writeFrame(target, offset, { kind: 1, lsn, payload, salt })
}

export function syncedLsnOf(batch: Frame): number {
  return Number(batch.payload.readBigUInt64LE(4))
}

/** The frame at `offset`, `empty` where nothing was written, `bad` where something is that is no frame. */
export function readFrame(source: Buffer, offset: number, salt: number): Frame | 'empty' | 'bad' {
  if (offset + FRAME_HEAD > source.length) return isZero(source.subarray(offset)) ? 'empty' : 'bad'
  if (isZero(source.subarray(offset, offset + FRAME_HEAD))) return 'empty'
  const length = source.readUInt32LE(offset)
  const end = offset + FRAME_HEAD + length
  const kind = KINDS[source[offset + 16] as number]
  if (end > source.length || kind === undefined) return 'bad'
  if (crc32(source.subarray(offset + 8, end), salt) !== source.readUInt32LE(offset + 4)) return 'bad'
  const payload = source.subarray(offset + FRAME_HEAD, end)
  return { kind, lsn: Number(source.readBigUInt64LE(offset + 8)), payload, end }
}

/** The highest lsn that any whole batch behind `offset` says was durable before it; 0 when there is none. */
export function syncedBehind(source: Buffer, offset: number, salt: number): number {
  let synced = 0
  for (let at = source.indexOf(BATCH_MARK, offset); at >= 0; at = source.indexOf(BATCH_MARK, at + 1)) {
    const frame = at >= FRAME_HEAD ? readFrame(source, at - FRAME_HEAD, salt) : 'bad'
    if (typeof frame === 'object' && frame.kind === 'batch') synced = Math.max(synced, syncedLsnOf(frame))
  }
  return synced
}

function writeFrame(
  target: Buffer,
  offset: number,
  frame: { kind: number; lsn: number; payload: Buffer; salt: number },
): number {
  const end = offset + FRAME_HEAD + frame.payload.length
  target.writeUInt32LE(frame.payload.length, offset)
  target.writeBigUInt64LE(BigInt(frame.lsn), offset + 8)
  target[offset + 16] = frame.kind
  frame.payload.copy(target, offset + FRAME_HEAD)
  target.writeUInt32LE(crc32(target.subarray(offset + 8, end), frame.salt), offset + 4)
  return end
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}
