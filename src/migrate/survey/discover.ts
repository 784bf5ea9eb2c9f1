// Services of a legacy tree: entry points grouped into folders, each with ports, variables and health route. What the
// tree itself says about ports joins the registry, so that survey and migrate resolve every address alike.
import type { Grammars, SourceFiles } from '../../model/source.ts'
import { languageOf } from '../rewrite/language.ts'
import { listeningPorts } from '../rewrite/listen.ts'
import { parseFile } from '../rewrite/parse/file.ts'
import { type Registry, withEndpoints, withServices } from '../rewrite/registry.ts'
import { decode } from '../rewrite/source.ts'
import { type Entry, entryOf, isManifest } from './entries.ts'
import { asOperatorSays, type FoundInfra, foundInfra, type InfraSighting, sightAll, withInfra } from './infra.ts'
import { registryFor } from './own-tree.ts'
import { below, folderOf, subtree } from './tree.ts'

export interface FoundService {
  id: string
  path: string
  language: string
  framework?: string
  /** Relative to `path`. */
  entry: string
  command: string[]
  ports: number[]
  manifests: string[]
  environment: string[]
  healthPath?: string
  /** Other services inside this one's folder. */
  nested: string[]
  files: number
  dependencies: number
  hasTests: boolean
}

export interface Discovery {
  services: FoundService[]
  /** Servers that the tree dials or runs and nobody defined. */
  infra: FoundInfra[]
  sightings: InfraSighting[]
  /** The registry with what the tree and the operator add to it: use this one for planRewrite. */
  registry: Registry
}

export interface DiscoverInput {
  files: SourceFiles
  registry: Registry
  endpoints?: Record<string, string>
  grammars: Grammars
}

export async function discover(input: DiscoverInput): Promise<Discovery> {
  const folders = serviceFolders(input.files)
  const base = registryFor(input.registry, [...folders.keys()])
  const services: FoundService[] = []
  for (const [path, entry] of folders) {
    const nested = [...folders.keys()].filter((other) => other !== path && below(other, path))
    services.push(await describe(path, entry, nested, { ...input, registry: base }))
  }
  distinctIds(services)
  return { services, ...registered(services, base, input) }
}

/** Everything the tree and the operator say about ports: services, then servers they dial, then the operator's word. */
function registered(
  services: readonly FoundService[],
  base: Registry,
  { files, registry, endpoints = {} }: DiscoverInput,
): Pick<Discovery, 'infra' | 'sightings' | 'registry'> {
  const apps = new Set(services.flatMap(({ ports }) => ports))
  const sightings = sightAll(files)
  const infra = foundInfra(sightings, registry.services, apps).map((server) => asOperatorSays(server, endpoints))
  return { infra, sightings, registry: withEndpoints(withInfra(withServices(base, services), infra, apps), endpoints) }
}

/** Folder of each service with its best entry. */
function serviceFolders(files: SourceFiles): Map<string, Entry> {
  const entries = files.list().flatMap(({ path }) => {
    const source = /\.(py|[cm]?[jt]s|go|java|kt|cs)$/.test(path) ? decode(files.read(path)) : undefined
    const entry = source && entryOf(path, source.body)
    return entry ? [entry] : []
  })
  const manifests = files
    .list()
    .filter(({ path }) => isManifest(path))
    .map(({ path }) => folderOf(path))
  const folders = new Map<string, Entry>()
  for (const entry of entries) {
    const folder = folderFor(entry, entries, manifests)
    const known = folders.get(folder)
    if (!known || entry.score > known.score) folders.set(folder, entry)
  }
  return new Map([...folders].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The nearest folder with a manifest, unless several programs share that manifest: then each keeps its own folder. */
function folderFor(entry: Entry, entries: readonly Entry[], manifests: readonly string[]): string {
  const own = ownFolder(entry.file)
  const nearest = manifests.filter((folder) => below(own, folder)).sort((a, b) => b.length - a.length)[0]
  if (nearest === undefined) return own
  const others = new Set(
    entries
      .filter((other) => below(other.file, nearest))
      .map((other) => ownFolder(other.file))
      .filter((folder) => !below(folder, own) && !below(own, folder)),
  )
  return others.size === 0 ? nearest : own
}

/** `services/risk/src/main.ts` belongs to `services/risk`. */
function ownFolder(file: string): string {
  let folder = folderOf(file)
  while (/(^|\/)(src|app|lib|bin|cmd|main|java|server)$/.test(folder)) {
    const parent = folderOf(folder)
    if (parent === '') break
    folder = parent
  }
  return folder
}

async function describe(path: string, entry: Entry, nested: string[], input: DiscoverInput): Promise<FoundService> {
  const files = subtree(input.files, path, nested)
  const list = files.list().map((file) => file.path)
  const id = idOf(path, input.registry)
  const seen = {
    environment: new Set<string>(),
    ports: new Map<number, number>(),
    health: undefined as string | undefined,
    dependencies: 0,
  }
  for (const file of list) await look(file, files, id, seen, input)
  const manifests = list.filter(isManifest)
  return {
    id,
    path,
    language: entry.language === 'javascript' && /\.[cm]?ts$/.test(entry.file) ? 'typescript' : entry.language,
    ...(entry.framework ? { framework: entry.framework } : {}),
    entry: path === '' ? entry.file : entry.file.slice(path.length + 1),
    command: entry.command.map((word) => (word === entry.file && path !== '' ? word.slice(path.length + 1) : word)),
    ports: [...seen.ports].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([port]) => port),
    manifests,
    environment: [...seen.environment].sort(),
    ...(seen.health ? { healthPath: seen.health } : {}),
    nested,
    files: list.length,
    dependencies: seen.dependencies,
    hasTests: list.some((file) => /(^|\/)(tests?|__tests__)\/|\.test\.|(^|\/)test_/.test(file)),
  }
}

const VARIABLE =
  /(?:os\.getenv\(|os\.environ(?:\.get\(|\[)|getenv\()\s*["']([A-Z][A-Z0-9_]*)["']|\b(?:process\.env|env)(?:\.([A-Z][A-Z0-9_]+)|\[["']([A-Z][A-Z0-9_]+)["']\])/g
const HEALTH = /["'`](\/(?:api\/|v1\/)?(?:health\w*|ready\w*|live\w*|ping|up))["'`]/

async function look(
  file: string,
  files: SourceFiles,
  id: string,
  seen: { environment: Set<string>; ports: Map<number, number>; health: string | undefined; dependencies: number },
  input: DiscoverInput,
): Promise<void> {
  const source = decode(files.read(file))
  if (!source) return
  const { body } = source
  const language = languageOf(file)
  if (language === 'python' || language === 'javascript') {
    for (const match of body.matchAll(VARIABLE)) seen.environment.add((match[1] ?? match[2] ?? match[3])!)
    seen.health ??= HEALTH.exec(body)?.[1]
  }
  if (/(^|\/)requirements.*\.txt$/.test(file))
    seen.dependencies += body.split('\n').filter((line) => /^\s*[A-Za-z]/.test(line)).length
  if (/(^|\/)package\.json$/.test(file))
    seen.dependencies += [...(/"dependencies"\s*:\s*\{([^}]*)\}/.exec(body)?.[1] ?? '').matchAll(/":/g)].length
  if (!/port|listen|bind|serve|run\(/i.test(body) || language === 'other' || language === 'document') return
  const parsed = await parseFile(file, body, input.grammars)
  if (!parsed) return
  try {
    const service = { id, names: input.registry.services.get(id)?.names ?? [id] }
    for (const { port, rank } of listeningPorts(parsed.model, file, service))
      seen.ports.set(port, Math.min(rank, seen.ports.get(port) ?? 99))
  } finally {
    parsed.free()
  }
}

/** The catalog's id for a folder it knows, else the folder's name as a host name (RFC 1123). */
function idOf(path: string, registry: Registry): string {
  const plain = hostName(path.slice(path.lastIndexOf('/') + 1) || 'service')
  for (const service of registry.services.values())
    if (service.path !== undefined && (path === service.path || path.endsWith(`/${service.path}`))) return service.id
  if (registry.services.has(plain)) return plain
  for (const service of registry.services.values())
    if (service.kind === 'app' && service.names.some((name) => hostName(name) === plain)) return service.id
  return plain
}

function hostName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
}

/** Two folders of one name stay two services: the parent's name goes in front. */
function distinctIds(services: FoundService[]): void {
  const taken = new Set<string>()
  for (const service of services) {
    if (taken.has(service.id)) service.id = hostName(service.path)
    taken.add(service.id)
  }
}
