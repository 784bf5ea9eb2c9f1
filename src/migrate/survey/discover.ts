// Services of a legacy tree: programs and launch lines, each with its folder, ports, variables and health route. What the
// tree itself says about ports joins the registry, so that survey and migrate resolve every address alike.
import { folderOf } from '../../kit/path.ts'
import type { Grammars, SourceFiles } from '../../model/source.ts'
import { withoutPackage } from '../rewrite/language.ts'
import { type Registry, withEndpoints, withServices } from '../rewrite/registry.ts'
import { commandOf, mainClassOf } from './command-form.ts'
import { isManifest } from './entries.ts'
import { factsOf } from './facts.ts'
import { type Imports, openImports } from './imports.ts'
import { asOperatorSays, type FoundInfra, foundInfra, type InfraSighting, sightAll, withInfra } from './infra.ts'
import { type LiveEvidence, livePorts } from './live.ts'
import { codeLanguage } from './mask.ts'
import { portMentions } from './mentions.ts'
import { nameUnits, operatorNames } from './names.ts'
import { registryFor } from './own-tree.ts'
import { deeperFolders, ofOthers, onlyOfOthers } from './ownership.ts'
import type { PortDetail } from './ports/claims.ts'
import { portsOfService, speaksOfPorts } from './ports/gather.ts'
import { nearestOf } from './programs.ts'
import { edgeRoutes } from './routes.ts'
import { handedTo } from './scope/handed.ts'
import { type Scope, scopeOf } from './scope/scope.ts'
import { isSettingsFile, type Setting, settingsOf } from './settings.ts'
import { openSources, type Sources } from './sources.ts'
import { below } from './tree.ts'
import { type Unit, unitsOf } from './units.ts'

export interface FoundService {
  id: string
  path: string
  language: string
  framework?: string
  /** Relative to `path`; root-relative where it lies outside. */
  entry: string
  command: string[]
  /** Listening ports as legacy callers dial them, the main one first. */
  ports: number[]
  portDetails: PortDetail[]
  /** Ports of the host that lead to one of the service's own: compose `6107:8080`. */
  published: { host: number; container: number }[]
  /** What the ports leave open: port 0, a port nobody tells. */
  portNotes: string[]
  /** Folder of the nearest manifest, relative to the root: where a build has to stand. */
  package: string
  /** For JVM languages. */
  mainClass?: string
  manifests: string[]
  lockFiles: string[]
  configuration: string[]
  environment: string[]
  /** Names, never values. */
  secrets: string[]
  dataFolders: string[]
  healthPath?: string
  /** Other services inside this one's folder: folders, or entry files where they share it. */
  nested: string[]
  /** Files outside the folder that the program takes in: libraries shared with others. */
  shared: string[]
  /** Everything that is copied and rewritten with it. */
  scope: Scope
  /** Launch lines that start it, most trusted first. */
  launchers: { kind: string; file: string; line: number; name?: string }[]
  files: number
  dependencies: number
  hasTests: boolean
}

export interface Discovery {
  services: FoundService[]
  /** The same with the ports that the tree alone says, where sockets were read as well. */
  said: FoundService[]
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
  /** Sockets of the running host. */
  live?: LiveEvidence
}

export async function discover(input: DiscoverInput): Promise<Discovery> {
  const sources = openSources(input.files)
  const imports = openImports(sources)
  const units = unitsOf(sources, imports)
  const base = registryFor(
    input.registry,
    units.map((unit) => unit.folder),
  )
  const names = nameUnits(units, base, sources)
  const services = units.map((unit) => describe(unit, names.get(unit)!, units, sources, imports))
  const renamed = operatorNames(services, input.endpoints ?? {})
  for (const service of services) service.id = renamed.get(service.id) ?? service.id
  services.sort((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1))
  const running = input.live === undefined ? services : livePorts(services, input.live)
  const found = registered(running, base, input)
  // The platform of the catalog has an edge of its own; in somebody else's tree the edge must be seen.
  const routes = base === input.registry ? {} : { routes: edgeRoutes(sources) }
  const registry = { ...found.registry, mentions: portMentions(running, sources), ...routes }
  return { services: running, said: services, ...found, registry }
}

/** Everything the tree and the operator say about ports: services, then servers they dial, then the operator's word. */
function registered(
  services: readonly FoundService[],
  base: Registry,
  { files, endpoints = {} }: DiscoverInput,
): Pick<Discovery, 'infra' | 'sightings' | 'registry'> {
  const apps = new Set(services.flatMap(({ ports, published }) => [...ports, ...published.map(({ host }) => host)]))
  const sightings = sightAll(files)
  const infra = foundInfra(sightings, base.services, apps).map((server) => asOperatorSays(server, endpoints))
  return { infra, sightings, registry: withEndpoints(withInfra(withServices(base, services), infra, apps), endpoints) }
}

function describe(unit: Unit, id: string, units: readonly Unit[], sources: Sources, imports: Imports): FoundService {
  const path = unit.folder
  const deeper = deeperFolders(unit, units)
  const around = sources.list.filter((file) => below(file, path) && !deeper.some((inner) => below(file, inner)))
  const nested = [...deeper, ...ofOthers(unit, units, around, imports)]
  const files = around.filter((file) => !nested.includes(file))
  const reached = imports.reach(unit.entry)
  const own = around.filter((file) => isSettingsFile(file) && speaksOfPorts(file))
  const given = unit.launches.flatMap(({ command, directory }) =>
    settingsGiven(command?.words ?? [], directory, sources),
  )
  const settings = [...new Set([...given, ...own])].flatMap((file) => settingsOf(sources, file))
  const distant = path === '' ? [] : topSettings(sources)
  const manifests = sources.list.filter(isManifest).map(folderOf)
  const { details, notes } = portsOfService({
    sources,
    id,
    language: unit.language,
    entry: unit.entry,
    files: [...new Set([unit.entry, ...reached, ...portFiles(unit, around, reached, units)])],
    settings,
    distant,
    launches: unit.launches,
  })
  const published = unit.launches
    .flatMap(({ launch }) => launch.published ?? [])
    .filter(({ host, container }) => host !== container)
  const mainClass = mainClassOf(unit.entry, sources)
  const home = nearestOf(folderOf(unit.entry), manifests) ?? path
  const facts = factsOf(files, path, settings, sources)
  return {
    id,
    path,
    language: unit.language,
    ...(unit.framework ? { framework: unit.framework } : {}),
    entry: relativeTo(path, unit.entry),
    command: commandOf(unit, mainClass, sources),
    ports: dialledPorts(details),
    portDetails: details,
    published,
    portNotes: notes,
    package: home,
    ...(mainClass === undefined ? {} : { mainClass }),
    ...facts,
    nested,
    shared: reached.filter((file) => !below(file, path)),
    scope: scopeOf({
      ...{ folder: path, package: home, entry: unit.entry, language: unit.language, sources, imports },
      startedIn: unit.launches.filter(({ launch }) => launch.kind !== 'dockerfile').map(({ directory }) => directory),
      handed: handedTo(unit, given, facts.environment, sources),
      without: [...deeper, ...onlyOfOthers(unit, units, around, imports)],
    }),
    launchers: unit.launches.map(({ launch }) => ({
      kind: launch.kind,
      file: launch.file,
      line: launch.line,
      ...(launch.name === undefined ? {} : { name: launch.name }),
    })),
    files: files.length,
  }
}

/** Code that may hold the program's listeners: all of its folder, unless another program shares it. */
function portFiles(unit: Unit, files: readonly string[], reached: readonly string[], units: readonly Unit[]): string[] {
  const isAlone = !units.some((other) => other !== unit && other.folder === unit.folder)
  return files
    .filter((file) => isAlone || reached.includes(file) || codeLanguage(file) === undefined)
    .filter((file) => !isAside(file))
}

/** Debuggers and profilers are for their own machine: told among the details, no port of the service. */
function dialledPorts(details: readonly PortDetail[]): number[] {
  const open = details.filter(({ role }) => role !== 'debug')
  return [...new Set((open.length > 0 ? open : details).map(({ port }) => port))]
}

/** Tests, scripts and examples listen for themselves. */
function isAside(path: string): boolean {
  const file = withoutPackage(path)
  return (
    /(^|\/)(tests?|__tests__|specs?|e2e|testing|__mocks__|fixtures|testdata|scripts?|tools?|examples?|docs?|bench(marks?)?)\//i.test(
      file,
    ) ||
    /(^|\/)test_[^/]*\.py$|_test\.(py|go)$|\.(test|spec)\.[cm]?[jt]sx?$|Tests?\.(java|kt|cs)$|\.Tests?\//.test(file)
  )
}

/** `--config config/depot.yaml`: configuration handed over by a launcher. */
function settingsGiven(words: readonly string[], directory: string, sources: Sources): string[] {
  return words.flatMap((word) => {
    const path = word
      .replace(/^--?[\w.-]+=/, '')
      .replaceAll('\\', '/')
      .replace(/^\.\//, '')
    const full = directory === '' ? path : `${directory}/${path}`
    return [full, path].filter((one) => sources.hasFile(one) && isSettingsFile(one)).slice(0, 1)
  })
}

function topSettings(sources: Sources): Setting[] {
  return sources.list
    .filter((file) => /^([\w-]+\/)?\.env(\.[\w-]+)?$/.test(file))
    .flatMap((file) => settingsOf(sources, file))
}

function relativeTo(path: string, file: string): string {
  return path !== '' && file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file
}
