// Who listens where, on the legacy host and in the new stack: the one source of targets (migration.md 5).
// Built from the catalog; a survey adds services it found, the operator's --endpoints map wins over everything.
import { TradeError } from '../../model/errors.ts'
import type { Catalog } from '../../model/platform.ts'
import type { ServiceDefinition } from '../../model/service.ts'

export interface Target {
  service: string
  /** Name of the port in the definition, e.g. `client`. */
  port: string
  value: number
}

export interface RegistryEntry extends Target {
  /** 1: the table of platform.md 3.20 or the service's own port; 2: seen once on some legacy host. */
  rank: 1 | 2
  /** Schemes this port speaks, where two services share a number. */
  schemes?: readonly string[]
  evidence: string
}

export interface RegistryService {
  id: string
  kind: 'app' | 'infra'
  ports: Record<string, number>
  names: readonly string[]
  /** Folder in the legacy tree. */
  path?: string
  /** A front end: its address is for browsers. */
  servesPages?: boolean
}

export interface Registry {
  services: ReadonlyMap<string, RegistryService>
  /** By the port a legacy caller dials. */
  ports: ReadonlyMap<number, readonly RegistryEntry[]>
  /** Operator's knowledge: `host:port` (host lower case, loopback names folded to `localhost`) → target. */
  known: ReadonlyMap<string, Target>
  /** Words of the legacy system with their successors. */
  renames: ReadonlyMap<string, string>
  /** Things that stay on the host: ports and words. */
  hostPeers: { ports: ReadonlySet<number>; words: ReadonlySet<string> }
  /** Port → services whose files speak of it, where a tree was surveyed. */
  mentions?: ReadonlyMap<number, ReadonlySet<string>>
  /** Paths that an edge of the surveyed tree forwards. */
  routes?: readonly string[]
  /** Folders of the legacy host that stand for the platform, in lower case. */
  legacyRoots: ReadonlySet<string>
}

/** Host map of platform.md 3.20: where several services once used one port, these are the ones meant. */
const MEANT: Record<string, readonly number[]> = {
  gateway: [8080, 8082],
  oms: [8099],
  risk: [8095, 8097, 8098, 8103],
  exeq: [8095],
  pnl: [8100, 8107],
  ptrc: [8108, 8109],
  'live-gateway': [8108, 8200],
  questdb: [9000, 9003, 8812, 9009],
  clickhouse: [8123, 9000, 9001],
  seaweedfs: [8333, 8081, 9333],
  opensearch: [9200],
  authn: [8114, 8001],
  opa: [8181],
  nats: [4222, 8222],
  valkey: [6379],
}
/** Legacy port → port name, where the number alone does not say it. */
const PORT_NAME: Record<string, string> = {
  'questdb:9003': 'http',
  'clickhouse:9000': 'native',
  'clickhouse:9001': 'native',
  'seaweedfs:8081': 'filer',
  'authn:8001': 'http',
}
const SPOKEN: Record<string, readonly string[]> = {
  'questdb:9000': ['http', 'https'],
  'clickhouse:9000': ['clickhouse', 'clickhouses', 'tcp', 'native'],
}
const HOST_PEERS = {
  ports: new Set([7497, 7496, 4001, 4002]),
  words: new Set(['terminal', 'tws', 'ib', 'ibkr', 'ibgateway', 'printer', 'licence', 'license', 'mt5', 'metatrader']),
}

export function buildRegistry(catalog: Pick<Catalog, 'services'>): Registry {
  const ports = new Map<number, RegistryEntry[]>()
  const services = new Map<string, RegistryService>()
  for (const definition of catalog.services.values()) {
    services.set(definition.id, describe(definition))
    for (const entry of entriesOf(definition)) addEntry(ports, entry.legacy, entry)
  }
  return {
    services,
    ports,
    known: new Map(),
    renames: new Map([
      ['trader2025', 'trader2026'],
      ['trade2025-frontend', 'trade2026-frontend'],
      ['trade2025-lowlatency', 'trade2026-lowlatency'],
      ['trade2025-backend', 'trade2026-backend'],
    ]),
    hostPeers: HOST_PEERS,
    legacyRoots: new Set(['trade2025', 'trader2025']),
  }
}

/** Adds the operator's map (`"localhost:4222": nats:4222`). Services it names that nobody defined become known by it. */
export function withEndpoints(registry: Registry, endpoints: Record<string, string>): Registry {
  const known = new Map(registry.known)
  const ports = new Map([...registry.ports].map(([port, entries]) => [port, [...entries]]))
  const services = new Map(registry.services)
  for (const [from, to] of Object.entries(endpoints)) {
    const target = parseTarget(from, to, services)
    const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*?):(\d+)\/?$/i.exec(from.trim())
    if (!address)
      throw new TradeError('ANSWERS_INVALID', `endpoints: ${from}: expected host:port on the left`, {
        facts: { from, to },
      })
    known.set(`${foldHost(address[1]!)}:${address[2]}`, target)
    if (foldHost(address[1]!) !== 'localhost') continue
    const legacy = Number(address[2])
    // The operator's word replaces what was assumed of that port.
    ports.set(legacy, [{ ...target, rank: 1, evidence: `--endpoints ${from} = ${to}` }])
  }
  return { ...registry, known, ports, services }
}

/** A service as a survey found it. */
export interface SurveyedPorts {
  id: string
  path: string
  ports: readonly number[]
  portDetails?: readonly { port: number; role: string; evidence: string; why: string }[]
  /** Host ports that lead to one of its own. */
  published?: readonly { host: number; container: number }[]
  framework?: string
}

/** Frameworks whose server only serves pages while they are made. */
const PAGES = /^(vite|vue|vue-cli|angular|react-scripts|parcel|webpack|gatsby)$/

/** Adds services a survey found that no definition knows; they keep their port. Known ones get their ports confirmed. */
export function withServices(registry: Registry, found: readonly SurveyedPorts[]): Registry {
  const ports = new Map([...registry.ports].map(([port, entries]) => [port, [...entries]]))
  const services = new Map(registry.services)
  for (const service of found) {
    const known = services.get(service.id)
    const names = portNames(service)
    services.set(service.id, {
      id: service.id,
      kind: 'app',
      ports: known?.ports ?? Object.fromEntries([...names].map(([port, name]) => [name, port])),
      names: known?.names ?? [service.id],
      path: service.path,
      ...(PAGES.test(service.framework ?? '') ? { servesPages: true } : {}),
    })
    if (known !== undefined) {
      confirm(ports, service)
      continue
    }
    for (const [port, name] of names) {
      const detail = service.portDetails?.find((one) => one.port === port)
      const evidence = detail ? `${detail.evidence} (${detail.why})` : `${service.path} listens on ${port}`
      const outside = (service.published ?? []).filter(({ container }) => container === port)
      // A port that only exists behind a published one is not what the host's programs dialled.
      const legacy = outside.length > 0 ? outside.map(({ host }) => host) : [port]
      for (const one of legacy)
        addEntry(ports, one, { service: service.id, port: name, value: port, rank: 1, evidence })
    }
  }
  return { ...registry, ports, services }
}

/** `http` first, `grpc`, `metrics`, `admin`, `debug` by their roles, further ones by number. */
function portNames({ ports, portDetails }: SurveyedPorts): Map<number, string> {
  const names = new Map<number, string>()
  for (const [index, port] of ports.entries()) {
    const role = portDetails?.find((one) => one.port === port)?.role ?? 'main'
    const name = role === 'main' ? 'http' : role
    names.set(port, [...names.values()].includes(name) ? `port${index + 1}` : name)
  }
  return names
}

/** A known service was seen listening in its own tree: that is stronger than "once seen somewhere". */
function confirm(
  ports: Map<number, RegistryEntry[]>,
  service: { id: string; path: string; ports: readonly number[] },
): void {
  for (const port of service.ports) {
    const entries = ports.get(port)
    if (!entries?.some((entry) => entry.service === service.id)) continue
    const evidence = `${service.path} listens on ${port}`
    ports.set(
      port,
      entries.map((entry) => (entry.service === service.id ? { ...entry, rank: 1, evidence } : entry)),
    )
  }
}

/** All names of this host are one: `127.x`, `[::1]`, `0.0.0.0`, `host.docker.internal` → `localhost`. */
export function foldHost(host: string): string {
  const bare = host.toLowerCase()
  return /^(localhost|\(local\)|127(\.\d+){3}|\[::1?\]|::1?|0\.0\.0\.0|host\.docker\.internal)$/.test(bare)
    ? 'localhost'
    : bare
}

/** Ports a service itself listened on, legacy and container, with the container port that follows. */
export function ownPorts(registry: Registry, service: string): Map<number, Target> {
  const own = new Map<number, Target>()
  for (const [legacy, entries] of registry.ports) {
    const entry = entries.find((candidate) => candidate.service === service)
    if (entry) own.set(legacy, entry)
  }
  for (const [port, value] of Object.entries(registry.services.get(service)?.ports ?? {})) {
    if (!own.has(value)) own.set(value, { service, port, value })
  }
  return own
}

function describe(definition: ServiceDefinition): RegistryService {
  return {
    id: definition.id,
    kind: definition.kind,
    ports: definition.ports,
    names: [...new Set([definition.id, ...definition.legacy.names])],
    ...(definition.legacy.path === undefined ? {} : { path: definition.legacy.path }),
  }
}

function entriesOf(definition: ServiceDefinition): (RegistryEntry & { legacy: number })[] {
  const { id, ports } = definition
  const meant = new Set(MEANT[id] ?? [])
  const entry = (legacy: number, port: string, evidence: string): RegistryEntry & { legacy: number } => {
    const schemes = SPOKEN[`${id}:${legacy}`]
    const rank = meant.has(legacy) || (meant.size === 0 && ports[port] === legacy) ? 1 : 2
    return { legacy, service: id, port, value: ports[port]!, rank, evidence, ...(schemes ? { schemes } : {}) }
  }
  const main = Object.keys(ports)[0]
  const found = new Map<number, RegistryEntry & { legacy: number }>()
  const add = (legacy: number, port: string, evidence: string): void => {
    if (!found.has(legacy) && ports[port] !== undefined) found.set(legacy, entry(legacy, port, evidence))
  }
  const named = (legacy: number): string | undefined =>
    PORT_NAME[`${id}:${legacy}`] ??
    Object.entries(definition.hostPorts).find(([, value]) => value === legacy)?.[0] ??
    Object.entries(ports).find(([, value]) => value === legacy)?.[0]
  for (const legacy of [...meant, ...definition.legacy.ports])
    if (main) add(legacy, named(legacy) ?? main, `${definition.file}: legacy.ports`)
  for (const legacy of definition.legacy.metricsPorts)
    if (ports.metrics !== undefined) add(legacy, 'metrics', `${definition.file}: legacy.metricsPorts`)
  for (const [name, value] of Object.entries(ports))
    add(definition.hostPorts[name] ?? value, name, `${definition.file}: ports.${name}`)
  return [...found.values()]
}

function addEntry(ports: Map<number, RegistryEntry[]>, legacy: number, entry: RegistryEntry): void {
  const { service, port, value, rank, schemes, evidence } = entry
  const plain: RegistryEntry = { service, port, value, rank, evidence, ...(schemes ? { schemes } : {}) }
  ports.set(legacy, [...(ports.get(legacy) ?? []), plain])
}

function parseTarget(from: string, to: string, services: Map<string, RegistryService>): Target {
  const match = /^([a-z0-9][a-z0-9.-]*):(\d{1,5})$/.exec(to.trim())
  if (!match)
    throw new TradeError('ANSWERS_INVALID', `endpoints: ${from}: found ${to}, expected service:port`, {
      facts: { from, to },
    })
  const [, service, digits] = match
  const value = Number(digits)
  const known = services.get(service!)
  const name =
    Object.entries(known?.ports ?? {}).find(([, port]) => port === value)?.[0] ?? (known ? `p${value}` : 'http')
  const ports = { ...known?.ports, [name]: value }
  services.set(service!, {
    id: service!,
    kind: known?.kind ?? 'app',
    names: known?.names ?? [service!],
    ports,
    ...(known?.path === undefined ? {} : { path: known.path }),
  })
  return { service: service!, port: name, value }
}
