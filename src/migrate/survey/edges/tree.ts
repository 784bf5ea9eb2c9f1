// What the edge readers look at: lines of the tree with the service they belong to, and names with the service they mean.
import { baseName } from '../../../kit/path.ts'
import type { SourceFiles } from '../../../model/source.ts'
import { generatedReason, isProbeFile, isTestFile, languageOf } from '../../rewrite/language.ts'
import { words } from '../../rewrite/model.ts'
import type { Registry } from '../../rewrite/registry.ts'
import { decode } from '../../rewrite/source.ts'
import { INFRA_KINDS, kindNamed } from '../infra-kinds.ts'
import { below } from '../tree.ts'

export interface Owner {
  id: string
  path: string
  /** Folders and files inside that belong to others. */
  nested?: readonly string[]
}

/** A file that may hold edges: no test, no document, nothing generated. */
export interface EdgeFile {
  file: string
  text: string
  lines: readonly Line[]
  /** The service it belongs to, by place or by name; none for what all share. */
  owner?: string
}

export interface Line {
  /** 1-based. */
  number: number
  text: string
}

const LONGEST = 2000

/** What any reader of edges looks for: most files of a large tree hold none of it and are let go at once. */
const INTEREST =
  /:\/\/|localhost|127\.\d|\[::1|Feign|[dD]iscovery|[lL]oadBalancer|ServiceName|serviceId|getInstances|HttpClient|_pass\b|reverse_proxy|Servicer|ImplBase|\w(?:Server|Stub|Client)\(|GrpcService|GrpcClient|[gG]etenv|environ|EnvironmentVariable|process\.env|LookupEnv|env::var|\$\{|nats|kafka|rabbit|amqp|pika|mqtt|pulsar|redis|jetstream|INSERT|SELECT|UPDATE|CREATE TABLE|__tablename__|@Table|ToTable|[bB]ucket|depends_on/i

export function edgeFiles(
  files: SourceFiles,
  services: readonly Owner[],
  isOfInterest: (text: string) => boolean = (text) => INTEREST.test(text),
): EdgeFile[] {
  return files.list().flatMap(({ path }) => {
    if (isTestFile(path) || isProbeFile(path) || languageOf(path) === 'document' || isManifest(path)) return []
    const source = decode(files.read(path))
    if (source === undefined || !isOfInterest(source.body)) return []
    if (generatedReason(path, source.body) !== undefined) return []
    const owner = ownerOf(path, services)
    return [{ file: path, text: source.body, lines: codeLines(source.body), ...(owner === undefined ? {} : { owner }) }]
  })
}

/** The deepest service folder, else the service that a shared folder's file is named after: `deploy/depot.env`. */
export function ownerOf(file: string, services: readonly Owner[]): string | undefined {
  const holding = services
    .filter(({ path, nested = [] }) => below(file, path) && !nested.some((other) => below(file, other)))
    .sort((a, b) => b.path.length - a.path.length)[0]
  if (holding !== undefined) return holding.id
  const parts = file.split('/').map((part) => words(part.replace(/\.\w+$/, '')).join('-'))
  return services.find(({ id }) =>
    parts.some((part) => part === id || part.replace(/-(config|settings|env|service)$/, '') === id),
  )?.id
}

function isManifest(file: string): boolean {
  return /(^|\/)(package\.json|pom\.xml|go\.(mod|sum)|Cargo\.(toml|lock)|composer\.json|Gemfile(\.lock)?|requirements[^/]*\.txt)$|\.(csproj|sln|svg|html?|css|lock)$/.test(
    file,
  )
}

/** Lines without comments of their own; a comment behind code stays, few of them hold addresses. */
function codeLines(text: string): Line[] {
  let isBlock = false
  return text.split('\n').flatMap((line, index) => {
    // Half a million of them are a file, too.
    if (line === '' || line === '\r') return []
    const opens = /^\s*(\/\*|<!--)/.test(line)
    const inside = isBlock || opens
    if (inside) isBlock = !/\*\/|-->/.test(line)
    if (inside || line.length > LONGEST || /^\s*(#(?!\{)|\/\/|\*|;|--\s|REM\b)/i.test(line)) return []
    return [{ number: index + 1, text: line }]
  })
}

/** Names by which a service, a server or an alias of either is called on a network. */
export function namesOfServices(registry: Registry, services: readonly Owner[]): Map<string, string> {
  const names = new Map<string, string>()
  const add = (name: string, id: string): void => {
    const plain = plainName(name)
    if (plain.length > 1 && !names.has(plain)) names.set(plain, id)
  }
  for (const { id } of services) add(id, id)
  for (const { id, path } of services) if (path !== '') add(baseName(path), id)
  for (const { id } of services) {
    // `tariff-service` is called `tariff`, and the other way round.
    const short = id.replace(/-(service|svc|api|server|app)$/, '')
    if (short !== id && short.length > 2) add(short, id)
    for (const suffix of ['service', 'svc', 'api']) if (short === id) add(`${id}-${suffix}`, id)
  }
  for (const service of registry.services.values())
    if (service.kind === 'infra' || services.some(({ id }) => id === service.id))
      for (const name of [service.id, ...service.names]) add(name, service.id)
  return names
}

/** `TARIFF_SERVICE`, `tariffService`, `tariff_service` → `tariff-service`. */
export function plainName(name: string): string {
  return words(name).join('-')
}

/** Database, cache, bus or plain HTTP: by what the target is. */
export function edgeKindOf(id: string, registry: Registry): 'http' | 'bus' | 'database' | 'cache' | 'store' {
  const names = [id, ...(registry.services.get(id)?.names ?? [])]
  const kind =
    names.map(kindNamed).find((one) => one !== undefined) ?? INFRA_KINDS.find((one) => names.includes(one.id))
  if (kind === undefined) return 'http'
  if (/^(redis|memcached)$/.test(kind.id)) return 'cache'
  if (/^(nats|kafka|rabbitmq|mqtt|pulsar)$/.test(kind.id)) return 'bus'
  if (/^(minio|localstack)$/.test(kind.id)) return 'store'
  return /^(postgres|mysql|mongodb|sqlserver|oracle|clickhouse|cassandra|influxdb|questdb|neo4j|couchdb|elasticsearch)$/.test(
    kind.id,
  )
    ? 'database'
    : 'http'
}
