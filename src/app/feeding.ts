// What the dashboard's feed is given on this platform.
import type { Clock } from '../kit/clock.ts'
import type { Catalog } from '../model/platform.ts'
import type { PsReport } from '../model/report.ts'
import type { MigrationState } from '../model/state.ts'
import type { FeedOptions } from '../observe/feed.ts'
import type { Local } from './local.ts'

export interface FeedFacts {
  catalog: Catalog
  local: Local
  clock: Clock
  ps: () => Promise<PsReport>
  state: () => MigrationState
}

export function feedOptions({ catalog, local, clock, ps, state }: FeedFacts): FeedOptions {
  const { runtime } = local
  const address = (service: string, port: string): string | undefined => {
    const endpoint = runtime.hostEndpoints().get(service)
    return endpoint?.ports[port] === undefined ? undefined : `${endpoint.host}:${endpoint.ports[port]}`
  }
  const nats = address('nats', 'client')
  const gateway = address('gateway', 'http')
  const oms = address('oms', 'http')
  const target = (quantile: number): number | undefined =>
    catalog.services.get('oms')?.slo.find((slo) => slo.quantile === quantile && slo.unit === 'ms')?.limit
  const [p50, p99] = [target(0.5), target(0.99)]
  return {
    runtime: runtime.kind,
    clock: intervals(clock),
    services: async () => (await ps()).services,
    state,
    ...(nats === undefined ? {} : { natsUrl: `nats://${nats}` }),
    ...(gateway === undefined ? {} : { gatewayUrl: `http://${gateway}` }),
    ...(oms === undefined ? {} : { omsUrl: `http://${oms}` }),
    omsTargets: { ...(p50 === undefined ? {} : { p50Ms: p50 }), ...(p99 === undefined ? {} : { p99Ms: p99 }) },
  }
}

/** The timers of the dashboard over the clock of the tool. */
export function intervals(clock: Pick<Clock, 'nowMs'>): FeedOptions['clock'] {
  return {
    now: clock.nowMs,
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
}
