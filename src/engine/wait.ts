// Waiting for one service: asked at once, then in a burst that slows down to one probe a second; a process that ends before
// it is ready fails the wait within a look, not at the deadline.
import { burstDelay } from '../kit/backoff.ts'
import type { Clock } from '../kit/clock.ts'
import { formatDuration } from '../kit/duration.ts'
import { TradeError } from '../model/errors.ts'
import type { EventBody } from '../model/event.ts'
import type { InstanceObserved, LaunchSpec, Runtime } from '../model/runtime.ts'

export interface WaitOptions {
  runtime: Runtime
  clock: Clock
  signal: AbortSignal
  onEvent: (event: EventBody) => void
  readyTimeoutMs: number
}

/** Between probes the process is looked at this often: a look costs one read, a probe costs the service work. */
const LOOK_MS = 40
const LAST_LINES = 10

/** The reason of the answer that counted as ready. */
export async function waitReady(spec: LaunchSpec, options: WaitOptions): Promise<string> {
  const { runtime, clock, signal, readyTimeoutMs } = options
  const deadlineMs = clock.monotonicMs() + readyTimeoutMs
  let last = 'not asked yet'
  for (let attempt = 0; ; attempt++) {
    const answer = await runtime.probe(spec.service)
    if (answer.health === 'healthy' || answer.health === 'degraded') return answer.reason
    last = answer.reason
    const nextProbeMs = clock.monotonicMs() + burstDelay(attempt)
    do {
      if (signal.aborted) throw interrupted(spec, last)
      await failIfEnded(spec, options)
      if (clock.monotonicMs() >= deadlineMs) throw await timedOut(spec, last, options)
      await clock.sleep(Math.max(1, Math.min(LOOK_MS, nextProbeMs - clock.monotonicMs())), signal)
    } while (clock.monotonicMs() < nextProbeMs)
  }
}

async function failIfEnded(spec: LaunchSpec, options: WaitOptions): Promise<void> {
  const { service } = spec
  const { instances } = await options.runtime.observe({ probe: false, services: [service] })
  const instance = instances.get(service)
  if (instance && instance.state !== 'exited' && instance.state !== 'failed' && instance.state !== 'absent') return
  const lines = await readLastLines(service, options)
  const { exitCode = null, signal = null, reason = 'it is gone' } = instance ?? ({} as Partial<InstanceObserved>)
  options.onEvent({ type: 'service.exited', service, code: exitCode, signal, lastLines: lines })
  throw new TradeError('START_FAILED', `${service}: ended before it was ready: ${reason}`, {
    facts: { service, exitCode, signal, lastLines: lines },
    hints: [`trade2026 logs ${service} --tail 50`, `trade2026 why ${service}`],
  })
}

async function timedOut(spec: LaunchSpec, last: string, options: WaitOptions): Promise<TradeError> {
  const { service } = spec
  const waited = formatDuration(options.readyTimeoutMs)
  return new TradeError('START_TIMEOUT', `${service}: not ready after ${waited}; last answer: ${last}`, {
    facts: {
      service,
      timeoutMs: options.readyTimeoutMs,
      lastReason: last,
      lastLines: await readLastLines(service, options),
    },
    hints: [`trade2026 logs ${service} --tail 50`],
  })
}

function interrupted({ service }: LaunchSpec, last: string): TradeError {
  return new TradeError('INTERRUPTED', `${service}: started, but no longer waited for; last answer: ${last}`, {
    facts: { service },
    hints: ['trade2026 up', 'trade2026 down'],
  })
}

async function readLastLines(service: string, { runtime }: WaitOptions): Promise<string[]> {
  const lines: string[] = []
  const query = { services: [service], follow: false, tail: LAST_LINES }
  for await (const { text } of runtime.logs(query, new AbortController().signal)) lines.push(text)
  return lines
}
