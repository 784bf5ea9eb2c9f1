// Market ticks from the bus. Between two flushes only the newest message of each subject is kept, and only that one is parsed:
// a burst costs the client's parsing, never memory, and no queue can form.
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { FeedEvent, FeedListener } from '../../model/feed.ts'
import { type FeedClock, pause } from './clock.ts'
import { reasonOf } from './poll.ts'
import { parseTick } from './tick.ts'

export interface TicksOptions {
  /** `nats://127.0.0.1:4222` */
  url: string
  clock: FeedClock
  listener: FeedListener
  signal: AbortSignal
  /** Told when the bus is there or not, so that another source can step in. */
  onState(up: boolean): void
}

export const TICK_SUBJECT = 'market.tick.>'
const FLUSH_MS = 50
const RETRY_MS = 2000
const SUBJECTS_KEPT = 2000
const CONNECT_TIMEOUT_MS = 2000

export async function watchTicks(options: TicksOptions): Promise<void> {
  const { url, clock, signal } = options
  const report = reporter(options)
  while (!signal.aborted) {
    try {
      const connection = await connect({
        servers: url,
        name: 'trade2026-dashboard',
        timeout: CONNECT_TIMEOUT_MS,
        // Reconnecting is this loop's work: one place that knows when the next try is.
        reconnect: false,
      })
      report.up()
      report.down(await follow(connection, options, report))
    } catch (error) {
      report.down(reasonOf(error))
    }
    await pause(clock, RETRY_MS, signal)
  }
}

/** Until the connection ends; resolves with the reason. */
async function follow(connection: NatsConnection, options: TicksOptions, report: Reporter): Promise<string> {
  const { clock, listener, signal } = options
  const newest = createFold()
  connection.subscribe(TICK_SUBJECT, {
    callback: (error, message) => {
      if (!error) newest.add(message.subject, message.data)
    },
  })
  const stopFlush = clock.every(FLUSH_MS, () => {
    for (const tick of newest.take(clock.now())) listener(tick)
  })
  const stopBeat = clock.every(1000, report.up)
  const close = () => void connection.close()
  signal.addEventListener('abort', close, { once: true })
  if (signal.aborted) close()
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  // A stopped server never sends its end of the connection: after an abort there is nothing left to wait for.
  const error = await Promise.race([connection.closed(), aborted])
  signal.removeEventListener('abort', close)
  stopFlush()
  stopBeat()
  return error ? reasonOf(error) : 'connection closed'
}

export interface Fold {
  add(subject: string, data: Uint8Array): void
  /** What came since the last call, one tick per subject. */
  take(nowMs: number): Extract<FeedEvent, { kind: 'tick' }>[]
}

export function createFold(): Fold {
  const waiting = new Map<string, { data: Uint8Array; count: number }>()
  return {
    add(subject, data) {
      const known = waiting.get(subject)
      if (known) {
        known.data = data
        known.count += 1
      } else if (waiting.size < SUBJECTS_KEPT) waiting.set(subject, { data, count: 1 })
    },
    take(nowMs) {
      const ticks = []
      for (const { data, count } of waiting.values()) {
        const tick = parseTick(data, nowMs)
        if (tick) ticks.push({ ...tick, folded: count })
      }
      waiting.clear()
      return ticks
    },
  }
}

interface Reporter {
  up(): void
  down(detail: string): void
}

function reporter({ clock, listener, signal, onState }: TicksOptions): Reporter {
  return {
    up() {
      onState(true)
      if (!signal.aborted) listener({ kind: 'source', atMs: clock.now(), source: 'nats', up: true })
    },
    down(detail) {
      onState(false)
      if (signal.aborted) return
      const atMs = clock.now()
      listener({ kind: 'source', atMs, source: 'nats', up: false, detail, retryAtMs: atMs + RETRY_MS })
    },
  }
}
