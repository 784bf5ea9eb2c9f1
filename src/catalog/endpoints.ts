// Endpoint maps: who listens where. In containers a peer is `nats:4222`; on the local runtime `127.0.0.1:<port + offset>`.
import type { EndpointMap } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'

type Services = ReadonlyMap<string, ServiceDefinition>

export const LOOPBACK = '127.0.0.1'

/** As containers see each other: host = service name, container ports. */
export function containerEndpoints(services: Services): EndpointMap {
  return new Map([...services].map(([id, definition]) => [id, { host: id, ports: definition.ports }]))
}

/** As seen from this host: published ports on loopback, moved by the offset of the local runtime. */
export function localEndpoints(services: Services, portOffset: number): EndpointMap {
  return new Map(
    [...services].map(([id, definition]) => [
      id,
      {
        host: LOOPBACK,
        ports: Object.fromEntries(
          Object.entries(hostPorts(definition)).map(([name, port]) => [name, port + portOffset]),
        ),
      },
    ]),
  )
}

/** What is published on this host, by name. */
export function hostPorts(definition: ServiceDefinition): Record<string, number> {
  return { ...definition.ports, ...definition.hostPorts }
}
