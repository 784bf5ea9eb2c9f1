// What the normalizer counts, as /stats and as Prometheus metrics.
import type { Clock } from '#kit/clock'
import type { Metrics } from '#kit/metrics'
import type { BarEvent, TickOutcome } from './symbol-bars.ts'

export type Outcome = TickOutcome | 'future' | 'invalid'

export interface Stats {
  tick(outcome: Outcome): void
  bars(events: BarEvent[]): void
  error(): void
  latency(ms: number): void
  snapshot(): Record<string, unknown>
}

const RATE_WINDOW_S = 10

export function createStats(metrics: Metrics, clock: Clock): Stats & { stop(): void } {
  const startedMs = clock.monotonicMs()
  const outcomes = new Map<Outcome, number>()
  const counts = { processed: 0, closed: 0, amended: 0, errors: 0 }
  const latency = metrics.latencyWindow({ windowS: 60 })
  const ticks = metrics.counter('ticks_processed', 'Ticks by what became of them', ['outcome'])
  const bars = metrics.counter('bars_created', 'Bars published', ['kind', 'interval'])
  const errors = metrics.counter('errors', 'Ticks that could not be read and writes that failed')
  const perSecond: number[] = []
  let shown = new Map<Outcome, number>()
  let before = 0
  // Counters are brought up to date once a second: a labelled increment for each tick would cost more than the bar.
  const stop = clock.every(1000, () => {
    perSecond.push(counts.processed - before)
    before = counts.processed
    if (perSecond.length > RATE_WINDOW_S) perSecond.shift()
    for (const [outcome, count] of outcomes) ticks.inc({ outcome }, count - (shown.get(outcome) ?? 0))
    shown = new Map(outcomes)
  })
  const error = () => {
    counts.errors++
    errors.inc()
  }
  return {
    stop,
    error,
    tick(outcome) {
      counts.processed++
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (outcome === 'invalid' || outcome === 'precision' || outcome === 'future') error()
    },
    bars(events) {
      for (const { kind, bar } of events) {
        if (kind === 'closed') counts.closed++
        else counts.amended++
        bars.inc({ kind, interval: bar.interval })
      }
    },
    latency: (ms) => latency.record(ms),
    snapshot: () => ({
      uptime_seconds: Math.round((clock.monotonicMs() - startedMs) / 1000),
      ticks_processed: counts.processed,
      bars_created: counts.closed,
      bars_amended: counts.amended,
      errors: counts.errors,
      ticks_per_second: perSecond.reduce((sum, count) => sum + count, 0) / Math.max(1, perSecond.length),
      outcomes: Object.fromEntries(outcomes),
      latency: latency.snapshot(),
    }),
  }
}
