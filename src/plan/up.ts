// What `up` has to do: the difference between what is wanted and what is, as operations with causes. Pure.
import type { ServiceId } from '../model/ids.ts'
import type { Op, Plan } from '../model/plan.ts'
import type { InstanceObserved, LaunchSpec, Observed } from '../model/runtime.ts'
import { describeChange } from './change.ts'

export interface UpRequest {
  /** Everything that shall run, in any order. */
  specs: LaunchSpec[]
  /** Hard needs of each service; soft needs never order or hold a start. */
  needs: ReadonlyMap<ServiceId, readonly ServiceId[]>
  observed: Observed
  /** The bus and what is not right about its streams; unknown while the bus does not run. */
  streams?: { bus: ServiceId; changes: readonly string[] | 'unknown' }
  /** `started` leaves out the waits that nobody depends on. */
  until: 'started' | 'ready'
}

export function planUp(request: UpRequest): Plan {
  const problems = missingNeeds(request)
  if (problems.length > 0) return { ops: [], problems }
  const starts = request.specs.flatMap((spec) => startOps(spec, request.observed.instances.get(spec.service)))
  const waits = waitOps(request, starts)
  const streams = streamOps(request, starts)
  const ops = [...starts, ...waits, ...streams]
  const ids = new Set(ops.map(({ id }) => id))
  return {
    ops: order(ops.map((op) => ({ ...op, dependsOn: dependencies(op, request).filter((id) => ids.has(id)) }))),
    problems: [],
  }
}

/** A hard need that will not run: starting its user would be waiting for nothing. */
function missingNeeds({ specs, needs, observed }: UpRequest): Plan['problems'] {
  const wanted = new Set(specs.map(({ service }) => service))
  return specs.flatMap(({ service }) =>
    (needs.get(service) ?? [])
      .filter((need) => !wanted.has(need) && !isThere(observed.instances.get(need)))
      .map((need) => ({
        service,
        code: 'NEED_MISSING',
        message: `${service}: needs ${need}, which neither runs nor can be started here`,
        hints: [`trade2026 up ${need} ${service}`],
      })),
  )
}

function isThere(instance: InstanceObserved | undefined): boolean {
  return instance?.state === 'running' || instance?.state === 'starting' || instance?.state === 'embedded'
}

function startOps(spec: LaunchSpec, instance: InstanceObserved | undefined): Op[] {
  const { service } = spec
  const start = (cause: string): Op => ({ id: `start:${service}`, kind: 'start', service, cause, dependsOn: [], spec })
  switch (instance?.state) {
    case undefined:
    case 'absent':
      return [start('not running')]
    case 'exited':
    case 'failed':
    case 'restarting':
      return [start(`${instance.state}: ${instance.reason ?? 'no reason known'}`)]
    case 'running':
    case 'starting':
    case 'embedded': {
      if (instance.state === 'embedded' || instance.digest === spec.digest) return []
      const cause = describeChange(instance.spec, spec)
      return [{ id: `stop:${service}`, kind: 'stop', service, cause, dependsOn: [] }, start(cause)]
    }
  }
}

function waitOps({ specs, needs, observed, until }: UpRequest, starts: Op[]): Op[] {
  const starting = new Set(starts.filter(({ kind }) => kind === 'start').map(({ service }) => service))
  return specs.flatMap((spec): Op[] => {
    const { service } = spec
    const instance = observed.instances.get(service)
    const well = instance?.health === 'healthy' || instance?.health === 'degraded'
    if (!starting.has(service) && (well || instance?.state === 'embedded')) return []
    const users = [...starting].filter((user) => needs.get(user)?.includes(service)).sort()
    if (until === 'started' && users.length === 0) return []
    const why = users.length > 0 ? `needed by ${users.join(', ')}` : 'must be healthy'
    const cause = starting.has(service) ? why : `${why}; ${instance?.reason ?? instance?.health ?? 'state unknown'}`
    return [{ id: `wait:${service}`, kind: 'wait', service, cause, dependsOn: [], spec }]
  })
}

function streamOps({ streams, specs }: UpRequest, starts: Op[]): Op[] {
  if (!streams) return []
  const { bus, changes } = streams
  const busStarts = starts.some(({ service, kind }) => service === bus && kind === 'start')
  // Without the bus among what shall run, and none running, there is nothing to make streams on.
  if (changes === 'unknown' && !busStarts && !specs.some(({ service }) => service === bus)) return []
  if (!busStarts && changes !== 'unknown' && changes.length === 0) return []
  const cause = busStarts || changes === 'unknown' ? `before any consumer of ${bus}` : changes.join('; ')
  return [{ id: `streams:${bus}`, kind: 'streams', service: bus, cause, dependsOn: [] }]
}

/** What has to be done before; ids of ops that are not part of this plan are dropped by the caller. */
function dependencies({ kind, service, spec }: Op, { needs, streams }: UpRequest): string[] {
  switch (kind) {
    case 'stop':
      return []
    case 'start':
      return [
        `stop:${service}`,
        ...(needs.get(service) ?? []).map((need) => `wait:${need}`),
        ...(spec?.kind === 'app' && streams ? [`streams:${streams.bus}`] : []),
      ]
    case 'wait':
      return [`start:${service}`]
    case 'streams':
      return [`start:${service}`, `wait:${service}`]
  }
}

/** Dependencies first, otherwise by service name: the same request gives the same text. */
export function order(ops: readonly Op[]): Op[] {
  const rank = { stop: 0, start: 1, wait: 2, streams: 3 }
  const waiting = [...ops].sort((a, b) => a.service.localeCompare(b.service) || rank[a.kind] - rank[b.kind])
  const done = new Set<string>()
  const ordered: Op[] = []
  while (waiting.length > 0) {
    const index = waiting.findIndex((op) => op.dependsOn.every((id) => done.has(id)))
    // A cycle of hard needs is refused by the catalog; whatever comes here still has to be shown.
    const [next] = waiting.splice(Math.max(0, index), 1)
    done.add(next!.id)
    ordered.push(next!)
  }
  return ordered
}
