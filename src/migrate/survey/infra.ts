// Infrastructure nobody defined: servers that clients of the tree dial at a loopback address, and servers that a compose file
// of the tree runs. Scheme, client and port must agree: a port alone never makes a server (migration.md 3, 5, 8).
import type { SourceFiles } from '../../model/source.ts'
import { generatedReason, isTestFile, languageOf } from '../rewrite/language.ts'
import type { Registry, RegistryEntry, RegistryService } from '../rewrite/registry.ts'
import { decode } from '../rewrite/source.ts'
import { composeServices, isComposeFile } from './compose-file.ts'
import { INFRA_KINDS, type InfraKind, kindOfImage, kindOfScheme, kindsOfPort, mainPort } from './infra-kinds.ts'

export interface InfraSighting {
  kind: InfraKind
  /** The port of the legacy host that is dialled or published. */
  port: number
  file: string
  line: number
  why: 'scheme' | 'client' | 'default' | 'compose'
  /** Name and container port a compose file gives it. */
  named?: { id: string; container: number }
}

export interface FoundInfra {
  id: string
  kind: InfraKind
  /** Container ports by name. */
  ports: Record<string, number>
  /** Legacy ports that lead to it. */
  legacy: number[]
  /** First sighting. */
  file: string
  line: number
  image?: string
}

const ALIAS = String.raw`(?:localhost|127(?:\.\d{1,3}){3}|\[::1?\]|0\.0\.0\.0|host\.docker\.internal)`
const LOOPBACK = new RegExp(String.raw`(?<![\w.-])${ALIAS}(?![\w-]|\.\w)`, 'i')
const URL = /\b([a-z][a-z0-9+.-]{1,30}):(?:\\?\/){2}(?:[^\s/@"'`]{0,200}@)?([^\s"'`/?;)>\\]{1,400})/gi
const HOST = new RegExp(`^(${ALIAS})(?::(\\d{1,5}))?$`, 'i')
/** How far host, port and the word for the server may stand apart. */
const NEAR = 3
const LONGEST_LINE = 4000

/** Sightings of one file. */
export function sightInfra(file: string, text: string): InfraSighting[] {
  if (isComposeFile(file)) return sightCompose(file, text)
  if (isTestFile(file) || languageOf(file) === 'document' || generatedReason(file, text) !== undefined) return []
  if (!LOOPBACK.test(text)) return []
  const lines = text.split('\n').map((line) => (isComment(line) || line.length > LONGEST_LINE ? '' : line))
  const imports = lines.filter((line) => /\b(import|require|from|using|use|include)\b/.test(line)).join('\n')
  return lines.flatMap((line, index): InfraSighting[] => {
    if (!LOOPBACK.test(line)) return []
    const byScheme = schemesOf(line).map((one) => ({ ...one, file, line: index + 1, why: 'scheme' as const }))
    if (byScheme.length > 0) return byScheme
    const near = lines.slice(Math.max(0, index - NEAR), index + NEAR + 1).join('\n')
    return clientsOf(line, near, `${file}\n${imports}`).map((one) => ({ ...one, file, line: index + 1 }))
  })
}

/** `redis://:pw@localhost:6379/0`, lists of hosts, `jdbc:postgresql://localhost/crane`. */
function schemesOf(line: string): { kind: InfraKind; port: number }[] {
  return [...line.matchAll(URL)].flatMap(([, scheme, hosts]) => {
    const kind = kindOfScheme(scheme!)
    if (!kind) return []
    return hosts!.split(',').flatMap((host) => {
      const match = HOST.exec(host)
      return match ? [{ kind, port: match[2] === undefined ? mainPort(kind).value : Number(match[2]) }] : []
    })
  })
}

/**
 * A bare host: its port beside it or near it, and a word for the server that has this port. What a file imports speaks only for
 * servers with a protocol of their own: a metrics library says nothing about who serves HTTP on 9090.
 */
function clientsOf(
  line: string,
  near: string,
  around: string,
): { kind: InfraKind; port: number; why: 'client' | 'default' }[] {
  const beside = [...line.matchAll(new RegExp(`${ALIAS}[:,](\\d{2,5})(?!\\d)`, 'gi'))].map((match) => Number(match[1]))
  const inLine = numbersIn(line.replaceAll(new RegExp(ALIAS, 'gi'), ''))
  const ports = [beside, inLine, numbersIn(near)].find((some) => some.length > 0) ?? []
  const agreeing = [...new Set(ports)].flatMap((port) =>
    kindsOfPort(port)
      .filter((kind) => kind.words.test(near) || (kind.schemes.length > 0 && kind.words.test(around)))
      .map((kind) => ({ kind, port, why: 'client' as const })),
  )
  if (agreeing.length > 0 || beside.length > 0) return agreeing
  // No port in sight: the client's default, when the line itself says which client.
  if (/^\s*(http|ws)s?:/i.test(line) || /\bhttps?:/i.test(line)) return []
  const word = INFRA_KINDS.find((kind) => kind.schemes.length > 0 && kind.words.test(line.replace(LOOPBACK, '')))
  return word && ports.every((port) => port < 1024) ? [{ kind: word, port: mainPort(word).value, why: 'default' }] : []
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?<![\w.])(\d{3,5})(?![\w.]*\w)/g)].map((match) => Number(match[1]))
}

function sightCompose(file: string, text: string): InfraSighting[] {
  return composeServices(text).flatMap(({ name, line, image, ports }) => {
    const kind = image === undefined ? undefined : kindOfImage(image)
    if (!kind) return []
    const published = ports.length > 0 ? ports : [{ container: mainPort(kind).value }]
    return published.map(({ host, container }) => ({
      kind,
      port: host ?? container,
      file,
      line,
      why: 'compose' as const,
      named: { id: name, container },
    }))
  })
}

function isComment(line: string): boolean {
  return /^\s*(#(?!\{)|\/\/|\*|;|--|<!--|REM\b|::)/i.test(line)
}

export function sightAll(files: SourceFiles): InfraSighting[] {
  return files.list().flatMap(({ path }) => {
    const source = decode(files.read(path))
    return source === undefined ? [] : sightInfra(path, source.body)
  })
}

/**
 * Servers out of sightings. `apps` are the ports that services of the tree listen on: they are somebody else's. A server on a
 * port that is not its own is told (an edge leads to it) but gets no legacy port: whoever dials that port asks.
 */
export function foundInfra(
  sightings: readonly InfraSighting[],
  catalog: ReadonlyMap<string, RegistryService>,
  apps: ReadonlySet<number>,
): FoundInfra[] {
  const found = new Map<string, FoundInfra>()
  const composed = sightings.filter((one) => one.named)
  for (const one of [...composed, ...sightings.filter((sighting) => !sighting.named)]) {
    if (one.why !== 'scheme' && !one.named && apps.has(one.port)) continue
    const { id, ports } = identityOf(one, composed, catalog)
    const known = found.get(id) ?? { id, kind: one.kind, ports, legacy: [], file: one.file, line: one.line }
    const isOwn = one.named !== undefined || Object.values(one.kind.ports).includes(one.port)
    const taken = [...found.values()].some((other) => other.id !== id && other.legacy.includes(one.port))
    const legacy = isOwn && !taken && !known.legacy.includes(one.port) ? [...known.legacy, one.port] : known.legacy
    found.set(id, { ...known, legacy })
  }
  return [...found.values()]
}

/** Name and ports: the compose file's, else the catalog's for a server on this port, else the usual ones. */
export function identityOf(
  one: InfraSighting,
  composed: readonly InfraSighting[],
  catalog: ReadonlyMap<string, RegistryService>,
): { id: string; ports: Record<string, number> } {
  const twins = composed.filter((other) => other.kind === one.kind)
  const twin =
    twins.find((other) => other.port === one.port) ??
    (new Set(twins.map((other) => other.named!.id)).size === 1 ? twins[0] : undefined)
  const { id: named } = one.named ?? twin?.named ?? {}
  if (named !== undefined) return { id: named.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), ports: one.kind.ports }
  const main = mainPort(one.kind).value
  const names = [one.kind.id, ...one.kind.schemes]
  for (const service of catalog.values()) {
    if (service.kind !== 'infra' || !Object.values(service.ports).includes(main)) continue
    if (service.names.some((name) => names.includes(name))) return { id: service.id, ports: service.ports }
  }
  return { id: one.kind.id, ports: one.kind.ports }
}

/** The registry with the servers in it; ports that somebody already owns stay theirs, unless the scheme tells them apart. */
export function withInfra(registry: Registry, infra: readonly FoundInfra[], apps: ReadonlySet<number>): Registry {
  const ports = new Map([...registry.ports].map(([port, entries]) => [port, [...entries]]))
  const services = new Map(registry.services)
  for (const server of infra) {
    if (services.has(server.id) && services.get(server.id)!.kind !== 'infra') continue
    const names = [...new Set([server.id, server.kind.id, ...(services.get(server.id)?.names ?? [])])]
    services.set(server.id, {
      id: server.id,
      kind: 'infra',
      ports: services.get(server.id)?.ports ?? server.ports,
      names,
    })
    for (const legacy of server.legacy) {
      const known = ports.get(legacy) ?? []
      if (known.some((entry) => entry.service === server.id)) continue
      if (known.length > 0 && server.kind.schemes.length === 0) continue
      ports.set(legacy, [...known, entryOf(server, legacy, known.length > 0 || apps.has(legacy))])
    }
  }
  return { ...registry, ports, services }
}

function entryOf(server: FoundInfra, legacy: number, shared: boolean): RegistryEntry {
  const { id, kind, ports, file, line } = server
  const [port, value] = Object.entries(ports).find(([, own]) => own === legacy) ?? Object.entries(ports)[0]!
  return {
    service: id,
    port,
    value,
    rank: 1,
    evidence: `${kind.title} is dialled on ${legacy}: ${file}:${line}`,
    ...(shared ? { schemes: kind.schemes } : {}),
  }
}

/** The operator's map may call a server by another name: `"localhost:5432": store:5432`. */
export function asOperatorSays(server: FoundInfra, endpoints: Record<string, string>): FoundInfra {
  for (const [from, to] of Object.entries(endpoints)) {
    const port = Number(/:(\d+)\/?$/.exec(from)?.[1])
    const id = /^([a-z0-9][a-z0-9.-]*):\d+$/.exec(to.trim())?.[1]
    if (id !== undefined && server.legacy.includes(port)) return { ...server, id }
  }
  return server
}
