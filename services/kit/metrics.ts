// Prometheus metrics of one service, and latency windows for /stats: percentiles of the last minute, not since start.
import { build, type Histogram as HdrHistogram } from 'hdr-histogram-js'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type Clock, systemClock } from './clock.ts'

export interface LatencySnapshot {
  unit: 'ms'
  window_s: number
  count: number
  p50: number
  p90: number
  p99: number
  p999: number
  max: number
}

export interface LatencyWindow {
  record(ms: number): void
  /** Null when nothing was recorded in the window: no figure is better than a false zero. */
  snapshot(): LatencySnapshot | null
}

export interface Metrics {
  registry: Registry
  counter<L extends string = never>(name: string, help: string, labels?: L[]): Counter<L>
  gauge<L extends string = never>(name: string, help: string, labels?: L[]): Gauge<L>
  /** A gauge whose value is read when it is scraped, so that it cannot disagree with its source. */
  observed(name: string, help: string, read: () => number): void
  histogram<L extends string = never>(name: string, help: string, buckets: number[], labels?: L[]): Histogram<L>
  latencyWindow(options: { windowS: number }): LatencyWindow
  text(): Promise<string>
  readonly contentType: string
}

/**
 * @example
 * const metrics = createMetrics('risk_')
 * const checks = metrics.counter('checks_total', 'Checks answered', ['verdict'])
 * checks.inc({ verdict: 'approved' }) // risk_checks_total{verdict="approved"} 1
 */
export function createMetrics(prefix: string, clock: Clock = systemClock): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const named = <L extends string>(name: string, help: string, labels: L[] | undefined) => ({
    name: prefix + name,
    help,
    labelNames: labels ?? [],
    registers,
  })
  addProcessGauges(registers)
  return {
    registry,
    counter: (name, help, labels) => new Counter(named(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(named(name, help, labels)),
    observed(name, help, read) {
      new Gauge({
        ...named(name, help, []),
        collect() {
          this.set(read())
        },
      })
    },
    histogram: (name, help, buckets, labels) => new Histogram({ ...named(name, help, labels), buckets }),
    latencyWindow: ({ windowS }) => slicedWindow(windowS, clock),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Read at scrape time only: the client library's default set keeps observers running on the hot path. */
function addProcessGauges(registers: Registry[]): void {
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'process_cpu_seconds_total',
    help: 'User and system time',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.set((user + system) / 1e6)
    },
  })
}

const SLICES = 6
const MAX_US = 60_000_000

/** A ring of histograms, each for a sixth of the window; the oldest is emptied when its turn comes again. */
function slicedWindow(windowS: number, clock: Clock): LatencyWindow {
  const sliceMs = (windowS * 1000) / SLICES
  const ring = Array.from({ length: SLICES }, () => ({ turn: -1, histogram: emptyHistogram() }))
  const turnNow = (): number => Math.floor(clock.monotonicMs() / sliceMs)
  return {
    record(ms) {
      const turn = turnNow()
      const slice = ring[turn % SLICES]
      if (!slice) return
      if (slice.turn !== turn) {
        slice.histogram.reset()
        slice.turn = turn
      }
      slice.histogram.recordValue(Math.min(MAX_US, Math.max(1, Math.round(ms * 1000))))
    },
    snapshot() {
      const oldest = turnNow() - SLICES + 1
      const all = emptyHistogram()
      for (const slice of ring) if (slice.turn >= oldest) all.add(slice.histogram)
      return all.totalCount === 0 ? null : snapshotOf(all, windowS)
    },
  }
}

function emptyHistogram(): HdrHistogram {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: MAX_US, numberOfSignificantValueDigits: 3 })
}

function snapshotOf(histogram: HdrHistogram, windowS: number): LatencySnapshot {
  const at = (percentile: number): number => histogram.getValueAtPercentile(percentile) / 1000
  return {
    unit: 'ms',
    window_s: windowS,
    count: histogram.totalCount,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    max: histogram.maxValue / 1000,
  }
}
