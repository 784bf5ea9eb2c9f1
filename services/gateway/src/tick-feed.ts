// The way of a tick to the stream: outbox in front of the bus, counted and timed, so that a loss shows in /stats and /metrics.
import type { Bus } from '#kit/bus'
import { type Clock, withTimeout } from '#kit/clock'
import type { Log } from '#kit/log'
import type { LatencySnapshot, Metrics } from '#kit/metrics'
import { type MarketTick, outbound } from './tick.ts'
import { createTickOutbox } from './tick-outbox.ts'

export type FeedBus = Pick<Bus, 'state' | 'publisher' | 'onReconnect'>

export interface TickFeed {
  publish(tick: MarketTick): void
  /** Tries again what waits. */
  flush(): void
  counts(): { stored: number; sent: number; waiting: number; dropped: number; errors: number }
  /** From the tick to the acknowledgement of the stream. */
  latency(): LatencySnapshot | null
  /** Sends what waits and waits for the acknowledgements, 3 s at most. */
  close(): Promise<void>
}

const LATENCY_WINDOW_S = 60
const CLOSE_LIMIT_MS = 3000

export function createTickFeed(
  { bus, clock, log, metrics }: { bus: FeedBus; clock: Clock; log: Log; metrics: Metrics },
  capacity: number,
): TickFeed {
  const latency = metrics.latencyWindow({ windowS: LATENCY_WINDOW_S })
  const ticks = metrics.counter('ticks_total', 'Ticks made, by symbol', ['symbol'])
  let stored = 0
  let errors = 0
  let complained = false

  const publisher = bus.publisher({
    onAck: ({ elapsedMs }) => {
      stored++
      complained = false
      latency.record(elapsedMs)
    },
    onError: ({ subject, payload, msgId, reason }) => {
      errors++
      // One line an outage, not one a tick.
      if (!complained) log.error('ticks not stored, they stay in the backlog', { subject, reason })
      complained = true
      outbox.returned({ subject, payload: String(payload), msgId: msgId ?? '' })
    },
  })
  const outbox = createTickOutbox({
    capacity,
    // A bus that is connected and does not answer must not take the memory.
    send: ({ subject, payload, msgId }) =>
      publisher.inFlight() < capacity && publisher.send(subject, payload, { msgId }),
  })
  const counts = () => ({ stored, errors, ...outbox.counts() })
  for (const name of ['stored', 'sent', 'waiting', 'dropped', 'errors'] as const)
    metrics.observed(`bus_ticks_${name}`, `Ticks ${name} on the way to the bus`, () => counts()[name])
  bus.onReconnect(() => outbox.flush())
  return {
    publish(tick) {
      ticks.inc({ symbol: tick.symbol })
      outbox.offer(outbound(tick))
    },
    flush: () => outbox.flush(),
    counts,
    latency: () => latency.snapshot(),
    async close() {
      outbox.flush()
      await withTimeout(clock, CLOSE_LIMIT_MS, publisher.flush(), () => {})
      publisher.close()
    },
  }
}
