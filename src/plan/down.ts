// What `down` has to do: stop everything that is there, users before what they use, apps before infrastructure. Pure.
import type { ServiceId } from '../model/ids.ts'
import type { Op, Plan } from '../model/plan.ts'
import type { InstanceObserved, Observed } from '../model/runtime.ts'
import { order } from './up.ts'

export interface DownRequest {
  observed: Observed
  needs: ReadonlyMap<ServiceId, readonly ServiceId[]>
  infra: ReadonlySet<ServiceId>
  /** Only these; everything when absent. */
  services?: readonly ServiceId[]
  cause: string
}

export function planDown({ observed, needs, infra, services, cause }: DownRequest): Plan {
  const present = [...observed.instances.values()].filter(isStoppable).map(({ service }) => service)
  const chosen = services ? present.filter((service) => services.includes(service)) : present
  const uses = (user: ServiceId, service: ServiceId): boolean =>
    (needs.get(user)?.includes(service) ?? false) || (infra.has(service) && !infra.has(user))
  const ops = chosen.map((service): Op => {
    const users = chosen.filter((user) => user !== service && uses(user, service))
    return {
      id: `stop:${service}`,
      kind: 'stop',
      service,
      cause,
      dependsOn: users.map((user) => `stop:${user}`).sort(),
    }
  })
  return { ops: order(ops), problems: [] }
}

/** A dead instance is stopped too: its record still says that it shall run. */
function isStoppable({ state }: InstanceObserved): boolean {
  return state !== 'absent' && state !== 'embedded'
}
