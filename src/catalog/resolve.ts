// From definition to launch: everything a runtime needs to run one service on this host, with no placeholder left.
import { digestOf } from '../kit/digest.ts'
import type { EndpointMap, PlatformPaths } from '../model/platform.ts'
import type { LaunchSpec } from '../model/runtime.ts'
import type { ServiceDefinition } from '../model/service.ts'
import { LOOPBACK } from './endpoints.ts'
import { appEnvironment } from './environment.ts'
import { renderPlaceholders, type Scope } from './placeholders.ts'

export interface LocalResolution {
  services: ReadonlyMap<string, ServiceDefinition>
  endpoints: EndpointMap
  paths: PlatformPaths
  /** Folder that holds `dist/services`: the tool's own, wherever the platform is. */
  programRoot: string
  /** Absolute program paths: `node`, and each infrastructure binary that was found. */
  programs: ReadonlyMap<string, string>
  /** Digest of the program's own files, so that rebuilt code is never taken for running code (F09). */
  programDigest: (service: string) => string
  /** Text of the configuration template, if the service has one. */
  template: (service: string) => string | undefined
  /** Variables every process inherits: PATH, HOME, TZ and the like. */
  baseEnv: Record<string, string>
  /** Extra variables of a prepared tree, e.g. PYTHONPATH. */
  preparedEnv?: Record<string, string>
  /** Folder of a prepared tree where its command runs; absent: its top. */
  preparedFolder?: string
  /** Credentials of a migrated service: where they are, and a digest that moves with them. */
  privateEnv?: { file: string; digest: string }
  logLevel: string
}

/** Values of the placeholders for one service on the local runtime. */
export function localScope(id: string, { endpoints, paths }: Pick<LocalResolution, 'endpoints' | 'paths'>): Scope {
  return {
    self: id,
    endpoints,
    dirs: {
      data: `${paths.state}/data/${id}`,
      config: `${paths.state}/config/${id}`,
      secrets: `${paths.state}/secrets/${id}`,
    },
    bindHost: LOOPBACK,
    timeseriesUrl: `sqlite:${paths.state}/timeseries.sqlite`,
    lakeUrl: `file:${paths.state}/lake`,
  }
}

/** An infrastructure binary, or undefined where the runtime embeds the service or its optional binary is absent. */
export function resolveInfra(definition: ServiceDefinition, context: LocalResolution): LaunchSpec | undefined {
  const { local } = definition
  if (local?.kind !== 'binary') return undefined
  const program = context.programs.get(local.binary)
  if (program === undefined) return undefined
  const scope = localScope(definition.id, context)
  const args = local.args.map((argument) => renderPlaceholders(argument, scope, definition.file))
  return finish(definition, context, {
    origin: 'infra',
    command: [program, ...args],
    cwd: scope.dirs.data,
    env: { ...context.baseEnv },
    files: {},
    folders: [scope.dirs.data],
  })
}

/** A bundled implementation: the compiled `dist/services/<id>/<path>/<entry>`, run in its data folder. */
export function resolveBundled(definition: ServiceDefinition, context: LocalResolution): LaunchSpec | undefined {
  const { implementation } = definition
  if (!implementation) return undefined
  const entry = implementation.entry.replace(/\.ts$/, '.js')
  const main = `${context.programRoot}/dist/services/${definition.id}/${implementation.path}/${entry}`
  return resolveApp(definition, context, 'bundled', [context.programs.get('node') ?? 'node', main])
}

/** A migrated service: its prepared tree `.trade2026/local/<id>`, with the command its definition states. */
export function resolveMigrated(definition: ServiceDefinition, context: LocalResolution): LaunchSpec | undefined {
  if (!definition.command) return undefined
  const scope = localScope(definition.id, context)
  const [program = '', ...rest] = definition.command.map((word) => renderPlaceholders(word, scope, definition.file))
  return resolveApp(definition, context, 'stack', [context.programs.get(program) ?? program, ...rest])
}

function runsIn(service: string, { paths, preparedFolder }: LocalResolution): string {
  const tree = `${paths.state}/local/${service}`
  return preparedFolder === undefined ? tree : `${tree}/${preparedFolder}`
}

function resolveApp(
  definition: ServiceDefinition,
  context: LocalResolution,
  origin: 'bundled' | 'stack',
  command: string[],
): LaunchSpec {
  const scope = localScope(definition.id, context)
  const template = context.template(definition.id)
  const environment = appEnvironment(definition, context.services, {
    scope,
    logLevel: context.logLevel,
  })
  return finish(definition, context, {
    origin,
    command,
    cwd: origin === 'stack' ? runsIn(definition.id, context) : scope.dirs.data,
    env: { ...context.baseEnv, ...(origin === 'stack' ? context.preparedEnv : {}), ...environment },
    files:
      template === undefined
        ? {}
        : {
            [`${scope.dirs.config}/config.yaml`]: renderPlaceholders(
              template,
              scope,
              `${definition.folder}/config.yaml`,
            ),
          },
    folders: [scope.dirs.data, scope.dirs.config, scope.dirs.secrets],
    ...(origin === 'stack' && context.privateEnv ? { privateEnv: context.privateEnv.file } : {}),
  })
}

function finish(
  definition: ServiceDefinition,
  context: LocalResolution,
  part: Pick<LaunchSpec, 'origin' | 'command' | 'cwd' | 'env' | 'files' | 'folders' | 'privateEnv'>,
): LaunchSpec {
  const ports = { ...context.endpoints.get(definition.id)?.ports }
  // The inherited variables differ from shell to shell; a restart for them would be a needless one.
  const ownEnv = Object.fromEntries(Object.entries(part.env).filter(([name, value]) => context.baseEnv[name] !== value))
  const program = context.programDigest(definition.id)
  return {
    service: definition.id,
    kind: definition.kind,
    ...part,
    ports,
    health: definition.health,
    stopGraceMs: definition.stopGraceMs,
    digest: digestOf({
      ...{ command: part.command, cwd: part.cwd, env: ownEnv, files: part.files, ports, program },
      ...(part.privateEnv === undefined ? {} : { credentials: context.privateEnv?.digest }),
    }),
  }
}
