// Rounds of traffic on both sides become metrics: absolute figures over all samples, ratios round by round.
import type { BenchMetric } from '../model/bench.ts'
import { atLeast, type Limit, metricOf, ratioOf } from './metric.ts'
import type { Pairs } from './pairs.ts'
import { quantile } from './statistics.ts'
import { lateness, type Traffic } from './traffic.ts'

export interface QuantileClaim {
  /** E.g. `oms.open-loop.p99`. */
  name: string
  share: number
  /** Limit of ours in milliseconds. */
  limitMs: number
  /** Limit of the ratio to the floor, where one is promised. */
  ratio?: Limit
}

/** Ours, the floor, and their ratio. An open loop whose generator was late is told and not judged. */
export function quantileMetrics({ name, share, limitMs, ratio }: QuantileClaim, pairs: Pairs<Traffic>): BenchMetric[] {
  const each = (side: readonly Traffic[]): number[] => side.map(({ latencies }) => quantile(latencies, share))
  const all = (side: readonly Traffic[]): number =>
    quantile(
      side.flatMap(({ latencies }) => latencies),
      share,
    )
  const late = lateness([...pairs.ours, ...pairs.floor], share, limitMs)
  const trust = { ...(late === undefined ? {} : { distrust: late }), ...doubtOf(pairs) }
  const rounds = { ours: each(pairs.ours), floor: each(pairs.floor) }
  return [
    metricOf({
      name,
      unit: 'ms',
      rounds: rounds.ours,
      value: all(pairs.ours),
      promise: { limit: limitMs, bound: 'atMost' },
      ...trust,
    }),
    metricOf({ name: `${name}.floor`, unit: 'ms', rounds: rounds.floor, value: all(pairs.floor) }),
    ratioOf({ name: `${name}.ratio`, pairs: rounds, ...(ratio === undefined ? {} : { promise: ratio }), ...trust }),
  ]
}

/** Failures stay among the latencies and count here: a fast refusal is no success. */
export function successMetric(name: string, pairs: Pairs<Traffic>, share: number): BenchMetric {
  const rounds = pairs.ours
  const shares = rounds.map(({ latencies, failed }) => (latencies.length - failed) / latencies.length)
  const sent = rounds.reduce((sum, { latencies }) => sum + latencies.length, 0)
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  const problem = rounds.find((round) => round.problem !== undefined)?.problem
  return metricOf({
    name,
    unit: 'share',
    rounds: shares,
    value: (sent - failed) / sent,
    promise: atLeast(share),
    ...doubtOf(pairs),
    ...(problem === undefined ? {} : { note: `${failed} of ${sent} failed, e.g. ${problem}` }),
  })
}

/** How late the generator was, told beside every open loop. */
export function latenessMetric(name: string, pairs: Pairs<Traffic>): BenchMetric {
  const rounds = [...pairs.ours, ...pairs.floor].map((round) => quantile(round.lateness, 0.99))
  return metricOf({ name, unit: 'ms', rounds, note: 'P99 behind schedule, both sides' })
}

/** The strictest P99 that is promised under a rate. */
const BUSY_LIMIT_MS = 50

/** A generator that often came too late shares its cores with others: ours then had too little of them as well. */
function doubtOf({ ours, floor }: Pairs<Traffic>): { doubt?: string } {
  const late = lateness([...ours, ...floor], 0.99, BUSY_LIMIT_MS)
  return late === undefined ? {} : { doubt: `out of CPU: ${late} at P99` }
}
