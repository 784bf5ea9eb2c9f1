// What a benchmark reports. A limit is always one for `value`: a budget on a ratio is a metric of its own, in `×`.
import type { ServiceId } from './ids.ts'
import type { Verdict } from './verdict.ts'

export type BenchUnit = 'ms' | '×' | '/s' | 'ops' | 'bytes' | 'MiB' | 'share'

export interface BenchMetric {
  name: string
  value: number
  unit: BenchUnit
  limit?: number
  /** Which side of the limit is good; absent without a limit. */
  bound?: 'atMost' | 'atLeast'
  /** To the bare limit measured in the same run. */
  ratio?: number
  /** Smallest and largest of the rounds. */
  spread?: [number, number]
  rounds: number
  /** Absent where nothing is promised: the figure is told, not judged. */
  verdict?: Verdict
  /** Why a figure is not to be trusted, or how it came about. */
  note?: string
}

export interface BenchReport {
  /** The benchmark, or `all`. */
  name: string
  environment: Record<string, string | number>
  metrics: BenchMetric[]
  /** Benchmarks that could not run, and what they would have needed. */
  skipped: { name: string; missing: ServiceId[] }[]
  verdict: Verdict
}
