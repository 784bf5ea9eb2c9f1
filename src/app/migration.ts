// Migration and rollback, wired: sources, the rewrite engine, the runtime and the gates become the ports of the steps.
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { withHardNeeds } from '../catalog/levels.ts'
import type { Journal } from '../journal/append.ts'
import { nodeDisk } from '../journal/disk.ts'
import type { Clock } from '../kit/clock.ts'
import type { MigrationDeps } from '../migrate/context.ts'
import { rollback } from '../migrate/rollback.ts'
import { migrate } from '../migrate/run.ts'
import type { StepPorts } from '../migrate/steps/step.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { MigrateReport } from '../model/report.ts'
import type { MigrationState } from '../model/state.ts'
import { selectServices } from '../plan/migrate.ts'
import { isError } from '../probes/logs.ts'
import { discardTree, preparedTree, prepareTree } from '../runtime/local/prepare.ts'
import type { Context } from './context.ts'
import type { MigrateOptions, Running } from './control-plane.ts'
import type { Gating } from './gating.ts'
import { openLegacy, readPairs } from './legacy.ts'
import { settleLinks } from './linking.ts'
import type { Local } from './local.ts'
import { knownServices } from './platform.ts'
import { rewriteService } from './rewriting.ts'
import type { Stack } from './stack.ts'

export interface MigrationWiring {
  context: Context
  catalog: Catalog
  local: Local
  stack: Stack
  gating: Gating
  clock: Clock
  journal: () => Journal
  renderTracker: (state: MigrationState) => string
}

export async function runMigration(
  options: MigrateOptions,
  wiring: MigrationWiring,
  running: Running,
): Promise<MigrateReport> {
  const { context, catalog, local } = wiring
  const legacy = openLegacy(context, catalog, options)
  const services = await chosen(options, wiring, legacy)
  const deps = dependencies(wiring, running, {
    source: (service) => legacy.sourceOf(service),
    rewrite: (source, service, answers) =>
      rewriteService(source, service, answers, { catalog, legacy, endpoints: local.runtime.endpoints() }),
  })
  const answers =
    options.answersFile === undefined
      ? undefined
      : { file: options.answersFile, values: readPairs(context, options.answersFile) }
  return migrate(
    {
      services,
      dryRun: options.dryRun === true,
      parallel: options.parallel ?? availableParallelism(),
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.until === undefined ? {} : { until: options.until }),
      ...(answers === undefined ? {} : { answers }),
    },
    deps,
  )
}

export function runRollback(services: ServiceId[], wiring: MigrationWiring, running: Running): Promise<MigrateReport> {
  return rollback(knownServices(wiring.catalog, services), rollbackDeps(wiring, running))
}

/** Undo reads neither source nor rewrite engine. */
export function rollbackDeps(wiring: MigrationWiring, running: Running): MigrationDeps {
  const unused = (): never => {
    throw new Error('a rollback reads no source')
  }
  return dependencies(wiring, running, { source: unused, rewrite: unused })
}

/** `--all` means what can be migrated: what the tree holds, or what is bundled. */
async function chosen(
  options: MigrateOptions,
  { catalog }: MigrationWiring,
  legacy: ReturnType<typeof openLegacy>,
): Promise<ServiceId[]> {
  const selected = selectServices(catalog, options)
  if (options.all !== true) return selected
  const found = await legacy.found()
  if (found.length === 0) return selected.filter((id) => catalog.services.get(id)?.implementation !== undefined)
  const names = new Set(found.flatMap(({ id, path }) => [id, path]))
  return selected.filter((id) => {
    const { legacy: twin } = catalog.services.get(id)!
    return (
      names.has(id) || (twin.path !== undefined && names.has(twin.path)) || twin.names.some((name) => names.has(name))
    )
  })
}

function dependencies(
  wiring: MigrationWiring,
  running: Running,
  engine: Pick<MigrationDeps, 'source' | 'rewrite'>,
): MigrationDeps {
  const { context, catalog, clock, journal, renderTracker } = wiring
  const { paths } = catalog.platform
  return {
    catalog,
    paths,
    disk: nodeDisk,
    journal: journal(),
    ...engine,
    definitionText: (service) => readFileSync(join(paths.root, 'services', service, 'service.yaml'), 'utf8'),
    template: (service) => {
      const file = join(paths.root, 'services', service, 'config.yaml')
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    },
    ports: stepPorts(wiring, running),
    renderTracker,
    toolVersion: context.toolVersion,
    operator: context.operator,
    clock,
    signal: running.signal,
    progress: running.progress,
  }
}

function stepPorts({ context, catalog, local, stack, gating, clock }: MigrationWiring, running: Running): StepPorts {
  const { paths } = catalog.platform
  const { runtime } = local
  // What a step brings up is part of the step: its ops are not shown one by one.
  const quiet: Running = { signal: running.signal, progress: () => {} }
  return {
    prepare: (request, signal) =>
      prepareTree(request, { paths, toolRoot: context.toolRoot, env: context.env, node: context.node, signal }),
    isPrepared: (service) => preparedTree(paths, service) !== undefined,
    discard: async (service) => discardTree(paths, service),
    async startNeeds(services) {
      const all = withHardNeeds(services, catalog.services)
      await local.toolchain.ensure(local.requiredBinaries(all), { signal: running.signal, output: () => {} })
      await stack.bringUp(local.specs(all), quiet)
    },
    instance: async (service) => (await runtime.observe({ probe: false, services: [service] })).instances.get(service),
    start: async (service) => stack.bringUp(local.migratedSpecs([service]), quiet),
    stop: (service) => runtime.stop(service),
    async restartTwin(service) {
      const twin = local.twinSpec(service)
      if (twin) await stack.bringUp([twin], quiet)
    },
    settleLinks: (inStack) => settleLinks(inStack, { context, catalog, local, sleep: (ms) => clock.sleep(ms) }),
    runChecks: (service, section, signal) => gating.section(service, section, signal),
    async logErrors(service) {
      const { instances } = await runtime.observe({ probe: false, services: [service] })
      const sinceMs = instances.get(service)?.startedAtMs
      const query = { services: [service], follow: false, ...(sinceMs === undefined ? {} : { sinceMs }) }
      const errors: string[] = []
      for await (const { text } of runtime.logs(query, running.signal)) if (isError(text)) errors.push(text)
      return errors
    },
    checkNeeds: (service, section) => gating.sectionNeeds(service, section),
    checksDigest: (service, section) => gating.sectionDigest(service, section),
  }
}
