// What the stack verbs report of one service: as it is (`ps`), and what became of it (`up`, `restart`).
import type { ExecuteResult } from '../engine/execute.ts'
import type { ServiceId } from '../model/ids.ts'
import type { PsService, UpReport } from '../model/report.ts'
import type { InstanceObserved } from '../model/runtime.ts'
import type { ServiceDefinition } from '../model/service.ts'

export function psService(
  { id, kind, local }: ServiceDefinition,
  instance: InstanceObserved | undefined,
  atMs: number,
  implemented: boolean,
): PsService {
  const absent = local?.kind === 'none' ? local.reason : implemented ? undefined : 'no implementation yet'
  const { state = 'absent', health = 'none', restarts = 0, ports = {}, pid, origin, startedAtMs } = instance ?? {}
  const reason = instance?.reason ?? absent
  return {
    id,
    kind,
    state,
    health,
    restarts,
    uptimeSeconds: startedAtMs === undefined || pid === undefined ? 0 : Math.floor((atMs - startedAtMs) / 1000),
    ports,
    ...(pid === undefined ? {} : { pid }),
    ...(origin === undefined ? {} : { origin }),
    ...(reason === undefined ? {} : { reason }),
  }
}

export function outcomeOf(service: ServiceId, { results }: ExecuteResult): UpReport['services'][number] {
  const own = results.filter(({ op }) => op.service === service && op.kind !== 'streams')
  const broken = own.find(({ status }) => status !== 'done')
  const afterMs = Math.round(own.reduce((sum, { durationMs }) => sum + durationMs, 0))
  if (broken) {
    const reason =
      broken.error?.message ?? (broken.blockedBy === undefined ? 'interrupted' : `${broken.blockedBy} is not done`)
    return { id: service, outcome: broken.status === 'failed' ? 'failed' : 'skipped', afterMs, reason }
  }
  const started = own.some(({ op }) => op.kind === 'start')
  const stopped = own.some(({ op }) => op.kind === 'stop')
  return { id: service, outcome: started ? (stopped ? 'restarted' : 'started') : 'unchanged', afterMs }
}
