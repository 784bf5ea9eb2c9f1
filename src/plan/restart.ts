// What `restart` has to do: stop, start anew, wait; users of a restarted service stay as they are and reconnect. Pure.
import type { ServiceId } from '../model/ids.ts'
import type { Op, Plan } from '../model/plan.ts'
import type { LaunchSpec, Observed } from '../model/runtime.ts'
import { order } from './up.ts'

export interface RestartRequest {
  specs: LaunchSpec[]
  needs: ReadonlyMap<ServiceId, readonly ServiceId[]>
  observed: Observed
  cause: string
}

export function planRestart({ specs, needs, observed, cause }: RestartRequest): Plan {
  const chosen = new Set(specs.map(({ service }) => service))
  const ops = specs.flatMap((spec): Op[] => {
    const { service } = spec
    const instance = observed.instances.get(service)
    const present = instance !== undefined && instance.state !== 'absent'
    const neededHere = (needs.get(service) ?? []).filter((need) => chosen.has(need))
    const stop: Op = { id: `stop:${service}`, kind: 'stop', service, cause, dependsOn: [] }
    const before = [...(present ? [stop.id] : []), ...neededHere.map((need) => `wait:${need}`)]
    return [
      ...(present ? [stop] : []),
      {
        id: `start:${service}`,
        kind: 'start',
        service,
        cause: present ? cause : `${cause}; not running`,
        dependsOn: before,
        spec,
      },
      { id: `wait:${service}`, kind: 'wait', service, cause: 'must be healthy', dependsOn: [`start:${service}`], spec },
    ]
  })
  return { ops: order(ops), problems: [] }
}
