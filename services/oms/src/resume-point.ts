// Where publishing goes on after a restart: at the saved cursor, or, where the stream is not what the cursor knew, behind
// the last of our messages that is still in it.
import type { Bus } from '#kit/bus'
import { OUTPUT_SUBJECTS } from './messages.ts'

export interface Cursor {
  /** Last message published without a gap before it: log number and index in its record. */
  lsn: number
  n: number
  /** No message of ours behind the cursor stands at or before this stream sequence. */
  seq: number
  /** When the stream was made; empty = not known yet. */
  created: string
}

export interface ResumePoint {
  cursor: Cursor
  /** Newest log number seen in the stream; 0 when it holds nothing of ours. */
  newestLsn: number
}

/** As many messages as may have been in flight, and so may be missing before the last one that is there. */
const MAX_HOLES = 256

export async function resumePoint(
  bus: Pick<Bus, 'streamInfo' | 'lastMessage'>,
  stream: string,
  saved: Cursor | undefined,
): Promise<ResumePoint> {
  const info = await bus.streamInfo(stream)
  if (!info) throw new Error(`stream ${stream} is not there: \`trade2026 up\` makes it before any service`)
  const newestLsn = await newestOwnLsn(bus, stream)
  if (saved && saved.created === info.created && saved.seq <= info.lastSeq) return { cursor: saved, newestLsn }
  const lsn = Math.max(0, newestLsn - MAX_HOLES)
  return { cursor: { lsn, n: Number.MAX_SAFE_INTEGER, seq: 0, created: info.created }, newestLsn }
}

async function newestOwnLsn(bus: Pick<Bus, 'lastMessage'>, stream: string): Promise<number> {
  const last = await Promise.all(OUTPUT_SUBJECTS.map((subject) => bus.lastMessage(stream, subject)))
  return Math.max(0, ...last.map((message) => Number(message?.headers['Trade-Lsn'] ?? 0)).filter(Number.isSafeInteger))
}
