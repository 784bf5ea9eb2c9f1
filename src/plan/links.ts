// Half migrated: which way leads to a service from either side while some of them still run on the legacy host. Every link
// goes where its peer runs now; a forwarder stands in between where the caller knows another port (migration.md 11). Pure.
import type { ServiceId } from '../model/ids.ts'
import type { EndpointMap } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'

/** Whoever dials `listen` on this host reaches `to`. */
export interface Link {
  service: ServiceId
  listen: number
  to: number
}

export interface LinkFacts {
  services: ReadonlyMap<ServiceId, ServiceDefinition>
  endpoints: EndpointMap
  /** Services that run in migrated form. */
  inStack: ReadonlySet<ServiceId>
  /** Services the platform runs in a form of its own: they listen on its ports, whoever calls. */
  implemented: (service: ServiceId) => boolean
}

export function linksFor(facts: LinkFacts): Link[] {
  const { services, inStack, implemented } = facts
  const isOnHost = (id: ServiceId): boolean => !inStack.has(id) && !implemented(id)
  return [...services.values()].flatMap((peer): Link[] => {
    if (peer.kind !== 'app') return []
    const callers = callersOf(peer.id, services)
    const pairs = portPairs(peer, facts.endpoints).filter(({ legacy, now }) => legacy !== now)
    if (inStack.has(peer.id)) {
      if (!callers.some(isOnHost)) return []
      // A platform that moved all its ports moves these with them: the plain ones belong to another platform.
      return pairs
        .map(({ legacy, now, offset }) => ({ service: peer.id, listen: legacy + offset, to: now }))
        .filter(({ listen, to }) => listen !== to)
    }
    if (!isOnHost(peer.id) || !callers.some((id) => inStack.has(id))) return []
    // The first legacy port of each of ours is the one its listener had.
    const first = pairs.filter(({ now }, index) => pairs.findIndex((other) => other.now === now) === index)
    return first.map(({ legacy, now }) => ({ service: peer.id, listen: now, to: legacy }))
  })
}

/** Services that need this one: their links turn when it moves. */
export function callersOf(peer: ServiceId, services: ReadonlyMap<ServiceId, ServiceDefinition>): ServiceId[] {
  return [...services.values()]
    .filter(({ needs }) => needs[peer] !== undefined)
    .map(({ id }) => id)
    .sort()
}

function portPairs(
  { id, ports, hostPorts, legacy }: ServiceDefinition,
  endpoints: EndpointMap,
): { legacy: number; now: number; offset: number }[] {
  const own = endpoints.get(id)?.ports ?? {}
  const main = Object.keys(ports)[0]
  const pair = (port: number, name: string | undefined) =>
    name === undefined || own[name] === undefined
      ? []
      : [{ legacy: port, now: own[name], offset: own[name] - (hostPorts[name] ?? ports[name]!) }]
  return [
    ...legacy.ports.flatMap((port) => pair(port, Object.keys(ports).find((name) => ports[name] === port) ?? main)),
    ...legacy.metricsPorts.flatMap((port) => pair(port, ports.metrics === undefined ? undefined : 'metrics')),
  ]
}
