// What a service says about itself (platform.md 3.0): healthy and degraded are 200, starting and unhealthy are 503.
// Only a hard dependency can make a service unhealthy; a service whose rule is special passes its own.
import { type Clock, withTimeout } from './clock.ts'

export type CheckState = 'up' | 'down' | 'disabled'
export type HealthStatus = 'healthy' | 'degraded' | 'starting' | 'unhealthy'
type Probe = () => boolean | CheckState | Promise<boolean | CheckState>

export interface HealthCheck {
  /** Down makes the service unhealthy; otherwise degraded. */
  hard: boolean
  probe: Probe
}

export interface Judgement {
  status: HealthStatus
  reason?: string
}

export interface HealthReport extends Judgement {
  service: string
  version: string
  timestamp: string
  uptime_s: number
  checks: Record<string, CheckState>
  [extra: string]: unknown
}

export interface HealthOptions {
  service: string
  version: string
  clock: Clock
  checks: Record<string, HealthCheck>
  /** Replaces the default rule. */
  rule?: (checks: Record<string, CheckState>) => Judgement
  /** Service-specific keys of the body. */
  extra?: () => Record<string, unknown>
}

export interface Health {
  report(): Promise<HealthReport>
  httpStatus(report: { status: HealthStatus }): 200 | 503
}

const CACHE_MS = 1000
const TIMEOUT_MS = 2000

/**
 * @example
 * const health = createHealth({
 *   service: 'risk', version: '0.1.0', clock,
 *   checks: { bus: { hard: true, probe: () => bus.state() }, timeseries: { hard: false, probe: () => store.state() } },
 * })
 */
export function createHealth({ service, version, clock, checks, rule, extra }: HealthOptions): Health {
  const startedMs = clock.monotonicMs()
  const probes = Object.entries(checks).map(([name, check]) => [name, cached(clock, check.probe)] as const)
  const judge = rule ?? ((states) => defaultRule(checks, states))
  return {
    async report() {
      const states = Object.fromEntries(
        await Promise.all(probes.map(async ([name, probe]) => [name, await probe()] as const)),
      )
      return {
        ...judge(states),
        service,
        version,
        timestamp: new Date(clock.nowMs()).toISOString(),
        uptime_s: Math.round(clock.monotonicMs() - startedMs) / 1000,
        checks: states,
        ...extra?.(),
      }
    },
    httpStatus: ({ status }) => (status === 'healthy' || status === 'degraded' ? 200 : 503),
  }
}

/** Hard down → unhealthy; soft down → degraded; both name what is down. */
export function defaultRule(checks: Record<string, HealthCheck>, states: Record<string, CheckState>): Judgement {
  const down = Object.keys(states).filter((name) => states[name] === 'down')
  if (down.length === 0) return { status: 'healthy' }
  const hard = down.filter((name) => checks[name]?.hard)
  const reason = `${(hard.length > 0 ? hard : down).join(', ')} down`
  return { status: hard.length > 0 ? 'unhealthy' : 'degraded', reason }
}

/** Asks a slow probe at most once a second and waits at most 2 s for it; an answer that costs nothing is never stale. */
function cached(clock: Clock, probe: Probe): () => Promise<CheckState> {
  let last: { atMs: number; state: Promise<CheckState> } | undefined
  return () => {
    if (last && clock.monotonicMs() - last.atMs < CACHE_MS) return last.state
    const answer = ask(probe)
    if (!(answer instanceof Promise)) return Promise.resolve(word(answer))
    const state = withTimeout(clock, TIMEOUT_MS, answer.then(word), () => 'down' as const).catch(() => 'down' as const)
    last = { atMs: clock.monotonicMs(), state }
    return state
  }
}

function ask(probe: Probe): ReturnType<Probe> {
  try {
    return probe()
  } catch {
    return 'down'
  }
}

function word(answer: boolean | CheckState): CheckState {
  return typeof answer === 'string' ? answer : answer ? 'up' : 'down'
}
