// Judges a load run. One check becomes several results: each quantile, the share of successes, the throughput, and for an
// open loop whether the generator kept its schedule. Failed requests stay in the sample and fail a check of their own.
import type { LatencyCheck, LoadRun, LoadSample } from '../model/gate.ts'
import type { CheckResult, Verdict } from '../model/verdict.ts'
import { fewestSamples, quantileBounds, sloVerdict } from './quantile.ts'

type Finding = Omit<CheckResult, 'durationMs' | 'attempts'>

/** A generator may be late by this share of the strictest limit, but by 2 ms in any case: timers are no finer. */
const LATE_SHARE = 0.2
const LATE_FLOOR_MS = 2
/** A closed-loop generator busier than this measures itself. An open loop spins between sends and has its schedule instead. */
const BUSY_SHARE = 0.9

export function judgeLoad(check: LatencyCheck, run: LoadRun): Finding[] {
  const late = lateness(check, run.samples)
  const trust: Trust = {
    onTime: late === undefined || late.verdict === 'pass',
    idle: check.load.mode === 'open' || run.generatorBusy <= BUSY_SHARE,
  }
  return [
    successFinding(check, run),
    ...(late === undefined ? [] : [late]),
    ...check.quantiles.map((slo) => quantileFinding(check, run, slo, trust)),
    ...(check.throughputAtLeast === undefined ? [] : [throughputFinding(check, run, check.throughputAtLeast, trust)]),
  ]
}

interface Trust {
  onTime: boolean
  idle: boolean
}

/** A late generator decides nothing. A busy one makes the service look worse than it is: its passes count, its fails do not. */
function trusted(judged: Verdict, { onTime, idle }: Trust): { verdict: Verdict; note: string } {
  if (!onTime) return { verdict: 'inconclusive', note: '; the generator was late' }
  if (!idle && judged === 'fail') return { verdict: 'inconclusive', note: '; the generator was out of CPU' }
  return { verdict: judged, note: '' }
}

/** The results a load check would have given, all saying why they are not known. */
export function unknownLoad(check: LatencyCheck, reason: string): Finding[] {
  const names: [string, string][] = [
    ['success', 'answers accepted'],
    ...(check.load.mode === 'open' ? [['schedule', 'generator on schedule'] as [string, string]] : []),
    ...check.quantiles.map(({ quantile }): [string, string] => {
      const name = quantileName(quantile)
      return [name.toLowerCase(), name]
    }),
    ...(check.throughputAtLeast === undefined ? [] : [['throughput', 'throughput'] as [string, string]]),
  ]
  return names.map(([id, name]) => ({
    id: `${check.id}.${id}`,
    title: `${check.title}: ${name}`,
    verdict: 'inconclusive',
    observed: null,
    expected: null,
    samples: 0,
    reason,
  }))
}

function successFinding(check: LatencyCheck, { samples, warmupCut }: LoadRun): Finding {
  const good = samples.filter((sample) => sample.ok).length
  const share = samples.length === 0 ? null : good / samples.length
  const problems = [...new Set(samples.flatMap((sample) => (sample.problem === undefined ? [] : [sample.problem])))]
  const verdict: Verdict = share === null ? 'inconclusive' : share >= check.successAtLeast ? 'pass' : 'fail'
  const failed = samples.length - good
  return {
    id: `${check.id}.success`,
    title: `${check.title}: answers accepted`,
    verdict,
    observed: share,
    expected: check.successAtLeast,
    unit: 'share',
    samples: samples.length,
    reason: `${good} of ${samples.length} accepted${warmupCut > 0 ? `, ${warmupCut} warm-up requests cut` : ''}${
      failed > 0 ? `; e.g. ${problems.slice(0, 3).join('; ')}` : ''
    }`,
  }
}

function lateness(check: LatencyCheck, samples: LoadSample[]): Finding | undefined {
  if (check.load.mode !== 'open') return undefined
  const planned = Math.floor((check.load.ratePerSecond * check.load.durationMs) / 1000)
  const lags = Float64Array.from(samples, (sample) => sample.sentMs - sample.intendedMs).sort()
  const lag = lags[Math.ceil(0.99 * lags.length) - 1] ?? null
  const strictest = Math.min(...check.quantiles.map(({ limitMs }) => limitMs))
  const allowed = Math.max(LATE_FLOOR_MS, Number.isFinite(strictest) ? strictest * LATE_SHARE : 0)
  const kept = lag !== null && lag <= allowed && samples.length >= planned
  return {
    id: `${check.id}.schedule`,
    title: `${check.title}: generator on schedule`,
    verdict: kept ? 'pass' : 'inconclusive',
    observed: lag === null ? null : round(lag),
    expected: allowed,
    unit: 'ms',
    samples: samples.length,
    reason: `${samples.length} of ${planned} requests sent at ${check.load.ratePerSecond}/s, P99 of the delay behind schedule ${lag === null ? 'unknown' : `${round(lag)} ms`}`,
  }
}

function quantileFinding(
  check: LatencyCheck,
  { samples }: LoadRun,
  { quantile, limitMs }: LatencyCheck['quantiles'][number],
  trust: Trust,
): Finding {
  const open = check.load.mode === 'open'
  const response = Float64Array.from(samples, (sample) => sample.doneMs - (open ? sample.intendedMs : sample.sentMs))
  const bounds = quantileBounds(response, quantile, limitMs)
  const name = quantileName(quantile)
  const { verdict, note } = trusted(sloVerdict(bounds, limitMs), trust)
  const base = {
    id: `${check.id}.${name.toLowerCase()}`,
    title: `${check.title}: ${name}`,
    verdict,
    observed: bounds === undefined ? null : round(bounds.estimate),
    expected: limitMs,
    unit: 'ms',
    samples: samples.length,
  }
  if (bounds === undefined) return { ...base, reason: 'no samples' }
  const interval = `99 % bounds ${bound(bounds.lower)} – ${bound(bounds.upper)} ms`
  const few = bounds.upper === undefined ? `; an upper bound needs ${fewestSamples(quantile)} independent samples` : ''
  const correlated = bounds.effective < bounds.samples ? `; correlated, count as ${bounds.effective}` : ''
  const service = open ? `; service time ${name} ${round(serviceTime(samples, quantile))} ms` : ''
  return { ...base, reason: `${howSent(check)}; ${interval}${few}${correlated}${service}${note}` }
}

function throughputFinding(check: LatencyCheck, run: LoadRun, atLeast: number, trust: Trust): Finding {
  const good = run.samples.filter((sample) => sample.ok).length
  const rate = run.durationMs > 0 && run.samples.length > 0 ? (good * 1000) / run.durationMs : null
  const { verdict, note } = trusted(rate === null ? 'inconclusive' : rate >= atLeast ? 'pass' : 'fail', trust)
  return {
    id: `${check.id}.throughput`,
    title: `${check.title}: throughput`,
    verdict,
    observed: rate === null ? null : Math.round(rate),
    expected: atLeast,
    unit: '/s',
    samples: run.samples.length,
    reason: `${good} accepted in ${(run.durationMs / 1000).toFixed(1)} s, ${howSent(check)}${note}`,
  }
}

/** A closed loop waits for each answer: it shows service time, never latency under a rate, and must say so. */
function howSent({ load }: LatencyCheck): string {
  if (load.mode === 'open') return `open loop, ${load.ratePerSecond}/s, from the intended time`
  return `closed loop, ${load.workers} worker${load.workers === 1 ? '' : 's'}: no statement about latency under a rate`
}

function serviceTime(samples: LoadSample[], quantile: number): number {
  const times = Float64Array.from(samples, (sample) => sample.doneMs - sample.sentMs).sort()
  return times[Math.ceil(quantile * times.length) - 1] ?? 0
}

function quantileName(quantile: number): string {
  return `P${Number((quantile * 100).toFixed(3))}`.replace('.', '')
}

const bound = (value: number | undefined): string => (value === undefined ? '?' : String(round(value)))
const round = (value: number): number => Math.round(value * 1000) / 1000
