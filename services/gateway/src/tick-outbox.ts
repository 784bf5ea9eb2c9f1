// Ticks on their way to the bus. What cannot be sent waits in a bounded backlog; what no longer fits is dropped, counted,
// oldest first: late market data is worth less than fresh.
import type { OutboundTick } from './tick.ts'

export interface TickOutboxOptions {
  /** False: not sent, e.g. because the bus is down. */
  send: (tick: OutboundTick) => boolean
  capacity: number
}

export interface TickOutbox {
  offer(tick: OutboundTick): void
  /** A tick that was sent and not stored comes back. */
  returned(tick: OutboundTick): void
  /** Sends the backlog, oldest first, until the bus refuses. */
  flush(): void
  counts(): { sent: number; dropped: number; waiting: number }
}

export function createTickOutbox({ send, capacity }: TickOutboxOptions): TickOutbox {
  let backlog: OutboundTick[] = []
  let sent = 0
  let dropped = 0

  const trySend = (tick: OutboundTick): boolean => {
    if (!send(tick)) return false
    sent++
    return true
  }
  const keep = (tick: OutboundTick): void => {
    backlog.push(tick)
    if (backlog.length <= capacity) return
    backlog.shift()
    dropped++
  }
  return {
    offer(tick) {
      // Behind a backlog a fresh tick waits too: overtaking would reorder the stream.
      if (backlog.length > 0 || !trySend(tick)) keep(tick)
    },
    returned(tick) {
      sent--
      keep(tick)
    },
    flush() {
      const refused = backlog.findIndex((tick) => !trySend(tick))
      backlog = refused < 0 ? [] : backlog.slice(refused)
    },
    counts: () => ({ sent, dropped, waiting: backlog.length }),
  }
}
