// Probes what runs, in the background and never twice at once for one service: a burst until the first good answer, then the
// declared interval. N bad answers in a row make a service unwell; answers about an earlier process are dropped.
import { burstDelay } from '../kit/backoff.ts'
import type { Clock } from '../kit/clock.ts'
import type { ServiceId } from '../model/ids.ts'
import type { InstanceObserved, Runtime } from '../model/runtime.ts'

export interface HealthWatch {
  /** Begins a probe if one is due; why the service has to be replaced, once that is certain. */
  look(instance: InstanceObserved): string | undefined
  /** The last answer was good. */
  isWell(service: ServiceId): boolean
  forget(service: ServiceId): void
  forgetAllBut(services: readonly ServiceId[]): void
}

interface Watched {
  pid: number | undefined
  everWell: boolean
  well: boolean
  failures: number
  attempts: number
  nextMs: number
  asking: boolean
  reason: string
}

export function createHealthWatch({ runtime, clock }: { runtime: Runtime; clock: Clock }): HealthWatch {
  const watched = new Map<ServiceId, Watched>()

  const entryFor = ({ service, pid }: InstanceObserved): Watched => {
    const present = watched.get(service)
    if (present && present.pid === pid) return present
    const fresh = { pid, everWell: false, well: false, failures: 0, attempts: 0, nextMs: 0, asking: false, reason: '' }
    watched.set(service, fresh)
    return fresh
  }

  const ask = async (service: ServiceId, entry: Watched, intervalMs: number): Promise<void> => {
    entry.asking = true
    // `finally` also for a probe that throws: it must not end the watching of this service for ever.
    try {
      const { health, reason } = await runtime.probe(service)
      entry.well = health === 'healthy' || health === 'degraded'
      entry.everWell ||= entry.well
      entry.failures = entry.well || health === 'starting' ? 0 : entry.failures + 1
      entry.reason = reason
    } finally {
      entry.nextMs =
        clock.monotonicMs() + (entry.everWell ? intervalMs : Math.min(intervalMs, burstDelay(entry.attempts++)))
      entry.asking = false
    }
  }

  return {
    look(instance) {
      const { spec, service } = instance
      if (!spec) return undefined
      const { intervalMs, retries, startPeriodMs } = spec.health
      const entry = entryFor(instance)
      if (!entry.asking && clock.monotonicMs() >= entry.nextMs)
        ask(service, entry, intervalMs).catch((error: Error) => {
          entry.reason = error.message
        })
      const young = !entry.everWell && clock.nowMs() - (instance.startedAtMs ?? 0) < startPeriodMs
      if (young || entry.failures < retries) return undefined
      return `unhealthy ${entry.failures} times in a row: ${entry.reason}`
    },
    isWell: (service) => watched.get(service)?.well ?? false,
    forget: (service) => void watched.delete(service),
    forgetAllBut(services) {
      for (const service of watched.keys()) if (!services.includes(service)) watched.delete(service)
    },
  }
}
