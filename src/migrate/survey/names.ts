// Ids of services: the catalog's where it knows the folder, else the folder's name, else what the launcher or the manifest
// says, always as a host name (RFC 1123), since it becomes one.
import { baseName, folderOf } from '../../kit/path.ts'
import { foldHost, type Registry } from '../rewrite/registry.ts'
import { artifactId } from './launch/place.ts'
import type { Sources } from './sources.ts'

import type { Unit } from './units.ts'

/** Folder names that say where code lies and not what it is. */
const PLACES =
  /^(src|app|apps|server|backend|service|services|code|source|sources|main|lib|bin|cmd|project|root|deploy|legacy|trunk|repo|packages|modules|programs|)$/
/** Program names that many services share. */
const COMMON =
  /^(main|app|server|index|run|program|__main__|application|startup|wsgi|asgi|web|manage|config|artisan|package|pom|build)$/i

export function nameUnits(units: readonly Unit[], registry: Registry, sources: Sources): Map<Unit, string> {
  const names = new Map<Unit, string>()
  for (const unit of units) {
    const beside = units.filter((other) => other.folder === unit.folder)
    names.set(unit, beside.length > 1 ? amongOthers(unit, beside, registry, sources) : alone(unit, registry, sources))
  }
  distinct(names)
  return names
}

function alone(unit: Unit, registry: Registry, sources: Sources): string {
  const known = fromCatalog(unit.folder, registry)
  if (known !== undefined) return known
  // `billing/server/main.py`: the folder above says what it is.
  let folder = unit.folder
  while (PLACES.test(baseName(folder)) && folderOf(folder) !== '' && !PLACES.test(baseName(folderOf(folder))))
    folder = folderOf(folder)
  const plain = hostName(baseName(folder))
  if (!PLACES.test(plain)) return plain
  return hostName(launcherName(unit) ?? manifestName(unit, sources) ?? stem(unit) ?? plain) || 'service'
}

function amongOthers(unit: Unit, beside: readonly Unit[], registry: Registry, sources: Sources): string {
  const folder = alone({ ...unit, launches: [], entry: '' }, registry, sources)
  const own = launcherName(unit) ?? unit.name ?? stem(unit)
  const name = own === undefined ? '' : hostName(own)
  const isMain = unit === mainOf(beside)
  if (isMain && (name === '' || COMMON.test(name))) return folder
  if (name === '') return folder
  return /^(worker|workers|scheduler|consumer|cron|beat|jobs?|api|web|clock|queue|cli|main|app|server|index|admin)$/.test(
    name,
  ) && !PLACES.test(folder)
    ? `${folder}-${name}`
    : name
}

/** The one that serves: web before worker, an entry with a common name before others. */
function mainOf(beside: readonly Unit[]): Unit | undefined {
  return beside.find((unit) => unit.name === 'web') ?? beside.find((unit) => COMMON.test(stemOf(unit.entry)))
}

function launcherName(unit: Unit): string | undefined {
  return unit.name !== undefined && !/^(web|worker|app|main|server|start)$/.test(unit.name) ? unit.name : undefined
}

function stem(unit: Unit): string | undefined {
  const name = stemOf(unit.entry)
  return name === '' || COMMON.test(name) ? undefined : name
}

function stemOf(entry: string): string {
  return baseName(entry).replace(/\.\w+$/, '')
}

/** Name in the manifest of the folder: package, module, artifact, application name. */
export function manifestName(unit: Unit, sources: Sources): string | undefined {
  const at = (name: string): string => sources.text(unit.folder === '' ? name : `${unit.folder}/${name}`) ?? ''
  const spring = [
    'src/main/resources/application.properties',
    'src/main/resources/application.yml',
    'src/main/resources/application.yaml',
  ]
    .map((name) =>
      /(?:^|\n)\s*spring\.application\.name\s*[=:]\s*(\S+)|application:\s*\n\s+name:\s*(\S+)/.exec(at(name)),
    )
    .find((match) => match !== null)
  return (
    spring?.[1] ??
    spring?.[2] ??
    /"name"\s*:\s*"(?:@[^/"]+\/)?([^"]+)"/.exec(at('package.json'))?.[1] ??
    artifactId(at('pom.xml')) ??
    /^[ \t]*name\s*=\s*["']([^"']+)["']/m.exec(at('pyproject.toml') || at('Cargo.toml'))?.[1] ??
    /^[ \t]*module\s+\S*?([^/\s]+)\s*$/m.exec(at('go.mod'))?.[1]
  )
}

/** The catalog's id for a folder it knows. */
function fromCatalog(path: string, registry: Registry): string | undefined {
  const plain = hostName(baseName(path))
  for (const service of registry.services.values())
    if (service.path !== undefined && (path === service.path || path.endsWith(`/${service.path}`))) return service.id
  if (registry.services.has(plain)) return plain
  for (const service of registry.services.values())
    if (service.kind === 'app' && service.names.some((name) => hostName(name) === plain)) return service.id
  return undefined
}

export function hostName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
}

/** Two folders of one name stay two services: the parent's name goes in front. */
function distinct(names: Map<Unit, string>): void {
  const taken = new Set<string>()
  for (const [unit, name] of names) {
    let id = name
    if (taken.has(id)) id = hostName(unit.folder) || name
    for (let turn = 2; taken.has(id); turn++) id = `${name}-${turn}`
    names.set(unit, id)
    taken.add(id)
  }
}

/** `"localhost:6107": depot:8080`: the service that listens on 6107 is the one the operator calls depot. */
export function operatorNames(
  services: readonly { id: string; ports: readonly number[] }[],
  endpoints: Record<string, string>,
): Map<string, string> {
  const renamed = new Map<string, string>()
  const ids = new Set(services.map(({ id }) => id))
  for (const [from, to] of Object.entries(endpoints)) {
    const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*?):(\d+)\/?$/i.exec(from.trim())
    const name = /^([a-z0-9][a-z0-9.-]*):\d+$/.exec(to.trim())?.[1]
    if (!address || name === undefined || ids.has(name) || foldHost(address[1]!) !== 'localhost') continue
    const listeners = services.filter(({ ports }) => ports.includes(Number(address[2])))
    if (listeners.length === 1 && !renamed.has(listeners[0]!.id) && ![...renamed.values()].includes(name))
      renamed.set(listeners[0]!.id, name)
  }
  return renamed
}
