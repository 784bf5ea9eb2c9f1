// From rounds to a judged metric. The claim is about the median of the rounds; the rounds themselves say how sure it is:
// within the limit passes; beyond it in every round fails; beyond it in some rounds only is not known.
import type { BenchMetric, BenchUnit } from '../model/bench.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Pairs } from './pairs.ts'
import { median, ratios, rounded, spread } from './statistics.ts'

export interface Limit {
  limit: number
  bound: 'atMost' | 'atLeast'
}

export const atMost = (limit: number): Limit => ({ limit, bound: 'atMost' })
export const atLeast = (limit: number): Limit => ({ limit, bound: 'atLeast' })

export interface Rounds {
  name: string
  unit: BenchUnit
  rounds: readonly number[]
  /** Where the figure is not the median of the rounds but one over all their samples. */
  value?: number
  promise?: Limit
  ratio?: number
  /** Why nothing may be concluded, e.g. a generator that was late. */
  distrust?: string
  /** Why the figure may look worse than it is, e.g. a machine out of CPU: passes count, fails do not. */
  doubt?: string
  note?: string
}

export function metricOf({ name, unit, rounds, value, promise, ratio, distrust, doubt, note }: Rounds): BenchMetric {
  const figure = value ?? median(rounds)
  const [least, most] = spread(rounds)
  const judged = promise === undefined ? undefined : judge(figure, rounds, promise)
  const unknown = distrust !== undefined || (doubt !== undefined && judged === 'fail')
  const said = [unknown ? (distrust ?? doubt) : undefined, note].filter((text) => text !== undefined).join('; ')
  return {
    name,
    value: rounded(figure),
    unit,
    ...(promise ?? {}),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
    spread: [rounded(least), rounded(most)],
    rounds: rounds.length,
    ...(judged === undefined ? {} : { verdict: unknown ? 'inconclusive' : judged }),
    ...(said === '' ? {} : { note: said }),
  }
}

/** The ratio of two sides as a metric of its own: value and ratio are the same number. */
export function ratioOf(options: {
  name: string
  pairs: Pairs<number>
  promise?: Limit
  distrust?: string
  doubt?: string
  note?: string
}): BenchMetric {
  const { pairs, ...rest } = options
  const rounds = ratios(pairs.ours, pairs.floor)
  return metricOf({ ...rest, unit: '×', rounds, ratio: median(rounds) })
}

function judge(figure: number, rounds: readonly number[], { limit, bound }: Limit): Verdict {
  const keeps = (value: number): boolean => (bound === 'atMost' ? value <= limit : value >= limit)
  if (keeps(figure)) return 'pass'
  return rounds.some(keeps) ? 'inconclusive' : 'fail'
}
