// Messages of a durable consumer in stream order, each once. A connection that breaks loses deliveries in flight, and the
// server sends newer messages before it sends those again: whoever counts positions by sequence (a sink, a snapshot) would
// step over them and never take them. So what comes too early is put back until the missing ones have come.
import type { Bus, BusMessage } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface InOrderOptions {
  bus: Pick<Bus, 'messageAt' | 'streamInfo'>
  stream: string
  /** Only subjects with this prefix are ours; other messages of the stream leave no gap. */
  prefix: string
  /** The last sequence dealt with; 0 = none. */
  after: number
  /** After this time a gap is given up, loudly: a consumer whose server-side position is ahead of us must not hang. */
  patienceMs: number
  clock: Clock
  log: Log
}

export interface InOrder {
  /** The messages that are next, in order. What was seen is left out; what comes too early is not acknowledged and returns. */
  admit(batch: BusMessage[]): Promise<BusMessage[]>
  /** The last sequence admitted. */
  position(): number
  counts(): { seen: number; early: number; lost: number }
}

export function createInOrder(options: InOrderOptions): InOrder {
  const { bus, stream, prefix, clock, log } = options
  let last = options.after
  let gapSinceMs: number | undefined
  const counts = { seen: 0, early: 0, lost: 0 }

  /** Moves over sequences the stream no longer has or that are not ours; true when `seq` is next. */
  async function closeGap(seq: number): Promise<boolean> {
    const first = (await bus.streamInfo(stream))?.firstSeq ?? seq
    last = Math.max(last, Math.min(first, seq) - 1)
    while (last + 1 < seq) {
      const missing = await bus.messageAt(stream, last + 1)
      if (missing?.subject.startsWith(prefix)) break
      last++
    }
    if (last + 1 === seq) return true
    gapSinceMs ??= clock.monotonicMs()
    if (clock.monotonicMs() - gapSinceMs < options.patienceMs) return false
    log.error('messages not delivered again, going on without them', { stream, from: last + 1, to: seq - 1 })
    counts.lost += seq - 1 - last
    last = seq - 1
    return true
  }

  return {
    async admit(batch) {
      const admitted: BusMessage[] = []
      // Asking the stream about the same gap for every message behind it would cost a round trip each.
      let openAt: number | undefined
      for (const message of batch) {
        if (message.seq <= last) {
          counts.seen++
          continue
        }
        if (message.seq !== last + 1 && (openAt === last || !(await closeGap(message.seq)))) {
          openAt = last
          counts.early++
          continue
        }
        gapSinceMs = undefined
        last = message.seq
        admitted.push(message)
      }
      return admitted
    },
    position: () => last,
    counts: () => ({ ...counts }),
  }
}

/**
 * A durable consumer that acknowledged more than we hold (our state was lost, or set back to a copy) would never deliver
 * the difference. Forgotten, it is made anew and delivers the whole stream; what we hold is then seen and left out.
 */
export async function alignConsumer(options: {
  bus: Pick<Bus, 'ackFloor' | 'forgetConsumer'>
  stream: string
  durable: string
  after: number
  log: Log
}): Promise<void> {
  const { bus, stream, durable, after, log } = options
  const floor = await bus.ackFloor(stream, durable)
  if (floor === undefined || floor <= after) return
  log.warn('consumer is ahead of our state, reading the stream again', { stream, durable, floor, after })
  await bus.forgetConsumer(stream, durable)
}
