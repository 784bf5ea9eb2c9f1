// A replacement is kept as parts, so that one plan can be written out for containers (`nats:4222`) and for the local
// runtime (`127.0.0.1:24222`): same spans, other words.
import type { EndpointMap } from '../../model/platform.ts'
import type { Registry } from './registry.ts'

export type MountName = 'app' | 'config' | 'data' | 'secrets' | 'tmp'

export type Part =
  | string
  | { kind: 'host'; service: string }
  | { kind: 'port'; service: string; port: string; value: number }
  /** Address to listen on. */
  | { kind: 'bind' }
  /** The loopback name, in the words the source used. */
  | { kind: 'loopback'; text: string }
  /** A thing that stays on the host: `host.docker.internal` seen from a container. */
  | { kind: 'outside'; text: string }
  | { kind: 'mount'; mount: MountName; rest: string }

export interface Targets {
  host(service: string): string
  port(service: string, port: string, value: number): number
  bind: string
  outside(text: string): string
  mount: Record<MountName, string>
}

export const CONTAINER_MOUNTS: Record<MountName, string> = {
  app: '/app',
  config: '/app/config',
  data: '/data',
  secrets: '/secrets',
  tmp: '/tmp',
}

/** Container form: host = service id, container ports. What `survey` and `migrate` report. */
export const CONTAINER_TARGETS: Targets = {
  host: (service) => service,
  port: (_service, _port, value) => value,
  bind: '0.0.0.0',
  outside: () => 'host.docker.internal',
  mount: CONTAINER_MOUNTS,
}

/** Local form: peers on loopback at the ports of the endpoint map, folders of this host. */
export function localTargets(endpoints: EndpointMap, mount: Record<MountName, string>): Targets {
  return {
    host: (service) => endpoints.get(service)?.host ?? '127.0.0.1',
    port: (service, port, value) => endpoints.get(service)?.ports[port] ?? value,
    bind: '127.0.0.1',
    outside: () => '127.0.0.1',
    mount,
  }
}

export function renderParts(parts: readonly Part[], targets: Targets): string {
  return parts.map((part) => renderPart(part, targets)).join('')
}

function renderPart(part: Part, targets: Targets): string {
  if (typeof part === 'string') return part
  switch (part.kind) {
    case 'host':
      return targets.host(part.service)
    case 'port':
      return String(targets.port(part.service, part.port, part.value))
    case 'bind':
      return targets.bind
    case 'loopback':
      return part.text
    case 'outside':
      return targets.outside(part.text)
    case 'mount':
      return joinPath(targets.mount[part.mount], part.rest)
  }
}

/** As a value of a definition: `nats://${nats.host}:${nats.port.client}`; services without definition stay literal. */
export function placeholderParts(parts: readonly Part[], registry: Registry, self: string): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('${', () => '$${')
      if (part.kind === 'mount' && (part.mount === 'data' || part.mount === 'config' || part.mount === 'secrets'))
        return joinPath(`\${dirs.${part.mount}}`, part.rest)
      if (part.kind === 'bind') return '${bind.host}'
      if (part.kind !== 'host' && part.kind !== 'port') return renderPart(part, CONTAINER_TARGETS)
      const known = registry.services.get(part.service)
      const subject = part.service === self ? 'self' : part.service
      if (part.kind === 'host')
        return known?.path === undefined && known?.kind !== 'infra' && !known?.ports
          ? part.service
          : `\${${subject}.host}`
      return known?.ports[part.port] === undefined ? String(part.value) : `\${${subject}.port.${part.port}}`
    })
    .join('')
}

function joinPath(base: string, rest: string): string {
  return rest === '' ? base : `${base.replace(/\/$/, '')}/${rest}`
}
