// The local runtime, wired for one platform: addresses, binaries, what each service is launched with.
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { localEndpoints } from '../catalog/endpoints.ts'
import { hardNeeds } from '../catalog/levels.ts'
import { type LocalResolution, resolveBundled, resolveInfra, resolveMigrated } from '../catalog/resolve.ts'
import type { Clock } from '../kit/clock.ts'
import { sha256 } from '../kit/digest.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { LaunchSpec, SupervisedRuntime } from '../model/runtime.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { MigrationState } from '../model/state.ts'
import { askHealth } from '../probes/health.ts'
import type { EmbeddedService } from '../runtime/local/embedded.ts'
import { createLocalRuntime } from '../runtime/local/local.ts'
import { preparedTree } from '../runtime/local/prepare.ts'
import { programDigest } from '../runtime/local/program-digest.ts'
import { createToolchain, type Toolchain } from '../runtime/local/toolchain.ts'
import type { Context } from './context.ts'
import { migratedDefinitions } from './definitions.ts'

export interface Local {
  runtime: SupervisedRuntime
  toolchain: Toolchain
  /** Names this platform among others on the host. */
  id: string
  /** What `up` would run of the given services: those that can run here. */
  specs(services: Iterable<ServiceId>): LaunchSpec[]
  /** The migrated form of the given services, verified or not: what the steps of a migration start. */
  migratedSpecs(services: Iterable<ServiceId>): LaunchSpec[]
  requiredBinaries(services: Iterable<ServiceId>): string[]
  /** The former twin of a migrated service: its bundled implementation. */
  twinSpec(service: ServiceId): LaunchSpec | undefined
  needs: ReadonlyMap<ServiceId, readonly ServiceId[]>
  /** False for a service that nobody has built or migrated yet. */
  implemented(service: ServiceId): boolean
}

/** Variables that services inherit; everything else is theirs by definition. */
export const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SYSTEMROOT'] as const

export interface LocalWiring {
  context: Context
  catalog: Catalog
  clock: Clock
  /** A service runs in migrated form once its gate has passed. */
  state: () => MigrationState
}

export function wireLocal({ context, catalog, clock, state }: LocalWiring): Local {
  const { settings, paths } = catalog.platform
  const id = sha256(`${realpathSync(paths.root)}\n${paths.state}`).slice(0, 12)
  const endpoints = localEndpoints(catalog.services, settings.local.portOffset)
  const toolchain = createToolchain({
    folder: context.env.TRADE2026_TOOLCHAIN ?? join(paths.state, 'toolchain'),
    env: { ...context.env },
  })
  const runtime = createLocalRuntime({
    platform: id,
    state: paths.state,
    endpoints,
    embedded: embeddedServices(catalog, toolchain),
    askHealth,
    clock,
  })

  const resolution = (service: ServiceId): LocalResolution => {
    const prepared = preparedTree(paths, service)
    return {
      services: catalog.services,
      endpoints,
      paths,
      programRoot: context.toolRoot,
      programs: new Map([...programs(context, catalog, toolchain), ...Object.entries(prepared?.programs ?? {})]),
      programDigest: (program) => prepared?.digest ?? digestOfProgram(context, catalog, toolchain, program),
      template: (program) => prepared?.template ?? readText(join(paths.root, 'services', program, 'config.yaml')),
      baseEnv: Object.fromEntries(
        INHERITED.flatMap((name) => (context.env[name] === undefined ? [] : [[name, context.env[name]!]])),
      ),
      ...(prepared === undefined ? {} : { preparedEnv: prepared.env }),
      ...(prepared?.folder === undefined ? {} : { preparedFolder: prepared.folder }),
      ...privateEnv(join(paths.stack, 'secrets', service, 'local.env')),
      logLevel: context.env.LOG_LEVEL ?? 'INFO',
    }
  }

  const definitionOf = migratedDefinitions(context, paths)
  const migrated = (service: ServiceId): LaunchSpec | undefined => {
    if (preparedTree(paths, service) === undefined) return undefined
    const definition = definitionOf(service, join(paths.stack, service, 'service.yaml'))
    return definition === undefined ? undefined : resolveMigrated(definition, resolution(service))
  }
  const twin = (service: ServiceId): LaunchSpec | undefined => {
    const definition = catalog.services.get(service)!
    if (!existsSync(bundledFolder(context, service))) return undefined
    const { preparedEnv: _none, preparedFolder: _top, ...own } = resolution(service)
    const template = readText(join(paths.root, 'services', service, 'config.yaml'))
    return resolveBundled(definition, {
      ...own,
      programDigest: (program) => digestOfProgram(context, catalog, toolchain, program),
      template: () => template,
    })
  }
  const specOf = (definition: ServiceDefinition): LaunchSpec | undefined =>
    definition.kind === 'infra'
      ? resolveInfra(definition, resolution(definition.id))
      : ((hasPassedGate(state(), definition.id) ? migrated(definition.id) : undefined) ?? twin(definition.id))

  return {
    runtime,
    toolchain,
    id,
    specs: (services) => [...services].flatMap((service) => specOf(catalog.services.get(service)!) ?? []),
    migratedSpecs: (services) => [...services].flatMap((service) => migrated(service) ?? []),
    requiredBinaries: (services) => requiredBinaries(catalog, services),
    twinSpec: twin,
    needs: new Map([...catalog.services].map(([service, definition]) => [service, hardNeeds(definition)])),
    implemented: (service) => {
      const definition = catalog.services.get(service)
      if (definition?.kind !== 'app') return definition !== undefined
      return definition.implementation !== undefined || preparedTree(paths, service) !== undefined
    },
  }
}

function privateEnv(file: string): Pick<LocalResolution, 'privateEnv'> {
  const text = readText(file)
  return text === undefined ? {} : { privateEnv: { file, digest: sha256(text) } }
}

function hasPassedGate(state: MigrationState, service: ServiceId): boolean {
  return state.services[service]?.steps.some(({ id, status }) => id === 'gate' && status === 'done') === true
}

/** Binaries the platform cannot do without on this runtime. */
function requiredBinaries(catalog: Catalog, services: Iterable<ServiceId>): string[] {
  return [...services].flatMap((service) => {
    const local = catalog.services.get(service)?.local
    return local?.kind === 'binary' && !local.optional ? [local.binary] : []
  })
}

/** Infrastructure that is a file or a folder here: by definition, or because an optional binary is not present. */
function embeddedServices({ services, platform }: Catalog, toolchain: Toolchain): EmbeddedService[] {
  return [...services.values()].flatMap(({ id, local }): EmbeddedService[] => {
    if (local?.kind === 'embedded')
      return [{ service: id, path: join(platform.paths.state, 'timeseries.sqlite'), detail: local.detail }]
    if (local?.kind !== 'binary' || !local.optional || toolchain.locate(local.binary) !== undefined) return []
    return [{ service: id, path: join(platform.paths.state, 'lake'), detail: local.fallback ?? 'folder' }]
  })
}

function programs(context: Context, { services }: Catalog, toolchain: Toolchain): Map<string, string> {
  // Legacy launchers say `python`; machines of today may only have `python3`.
  const found = new Map([
    ['node', context.node],
    ['python', 'python3'],
  ])
  for (const { local } of services.values()) {
    const path = local?.kind === 'binary' ? toolchain.locate(local.binary)?.path : undefined
    if (local?.kind === 'binary' && path !== undefined) found.set(local.binary, path)
  }
  return found
}

function bundledFolder({ toolRoot }: Context, service: ServiceId): string {
  return join(toolRoot, 'dist', 'services', service)
}

function digestOfProgram(context: Context, { services }: Catalog, toolchain: Toolchain, service: ServiceId): string {
  const definition = services.get(service)
  if (definition?.kind === 'infra') {
    const { local } = definition
    return local?.kind === 'binary' ? (toolchain.locate(local.binary)?.path ?? '') : ''
  }
  const folder = bundledFolder(context, service)
  return existsSync(folder) ? programDigest([folder, join(context.toolRoot, 'dist', 'services', 'kit')]) : ''
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
