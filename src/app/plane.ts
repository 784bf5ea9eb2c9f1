// The composition root: rooms wired into one control plane for one command. Parts that a command does not use are not loaded.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { createClock } from '../kit/clock.ts'
import { TradeError } from '../model/errors.ts'
import type { Context, OpenOptions } from './context.ts'
import type { ControlPlane, MigrateOptions, Running } from './control-plane.ts'
import { accessJournal } from './journal.ts'
import { wireLocal } from './local.ts'
import { withLock } from './lock.ts'
import { loadPlatform } from './platform.ts'
import { createStack } from './stack.ts'

export async function createControlPlane(context: Context, options: OpenOptions): Promise<ControlPlane> {
  const catalog = loadPlatform(context, options.platform)
  refuseDocker(options, catalog.platform.settings.defaultRuntime)
  const clock = createClock(context.nowMs)
  const { paths } = catalog.platform
  const run = runId(context)
  const journal = accessJournal(paths, run, clock, {
    type: 'run.started',
    command: options.command.split(' ')[0] ?? '',
    args: options.command.split(' ').slice(1),
    operator: context.operator,
    pid: context.pid,
    host: context.host,
  })
  const local = wireLocal({ context, catalog, clock, state: journal.state })
  const { runtime } = local
  const stack = createStack({ context, catalog, local, clock, run, command: options.command, record: journal.record })
  const owner = { context, catalog, clock, run, command: options.command }

  const loadGating = async () => (await import('./gating.ts')).wireGates({ catalog, local, clock, run })
  const trackerText = async () => {
    const { renderTracker } = await import('../views/tracker.ts')
    return (state: ReturnType<typeof journal.state>) => renderTracker(state, catalog)
  }
  const wiring = async () => ({
    context,
    catalog,
    local,
    stack,
    gating: await loadGating(),
    clock,
    journal: journal.open,
    renderTracker: await trackerText(),
  })

  return {
    catalog,
    ps: stack.ps,
    plan: stack.plan,
    up: stack.up,
    down: stack.down,
    restart: stack.restart,
    supervise: stack.supervise,
    logs: (query, signal) => runtime.logs({ ...query, services: [...stack.wantedLogs(query.services)] }, signal),
    state: journal.state,
    nowMs: clock.nowMs,
    address: (service, port) => {
      const endpoint = runtime.hostEndpoints().get(service)
      return `${endpoint?.host}:${endpoint?.ports[port]}`
    },
    needed: async () => stack.needed(),

    async init(initOptions) {
      const { initPlatform } = await import('./init.ts')
      return initPlatform(context, initOptions)
    },
    async survey(surveyOptions) {
      const { openLegacy } = await import('./legacy.ts')
      return openLegacy(context, catalog, surveyOptions).survey(journal.state())
    },
    async explain({ file, line, ...surveyOptions }) {
      const { openLegacy } = await import('./legacy.ts')
      const report = await openLegacy(context, catalog, surveyOptions).survey(journal.state())
      const wanted = file.replace(/^\.\//, '')
      refuseAbsent(report.source, wanted)
      const isThere = (one: { file: string; line: number }): boolean => one.file === wanted && one.line === line
      return {
        endpoints: report.endpoints.filter(isThere),
        edges: report.edges.filter(({ parts }) => parts.some(isThere)),
      }
    },
    async migrate(migrateOptions: MigrateOptions, running: Running) {
      const { runMigration } = await import('./migration.ts')
      const act = async () => runMigration(migrateOptions, await wiring(), running)
      // A dry run only reads; readers never wait.
      return migrateOptions.dryRun ? act() : withLock(owner, running, act)
    },
    async rollback(services, running) {
      const { runRollback } = await import('./migration.ts')
      return withLock(owner, running, async () => runRollback(services, await wiring(), running))
    },
    gates: async () => (await loadGating()).list(),
    recordGate: async (service, from, { signal }) => (await loadGating()).record(service, from, signal),
    async gate(names, running) {
      const gating = await loadGating()
      return gating.run(names, running, (event) => withLock(owner, running, async () => journal.record(event)))
    },
    async bench(names, running) {
      const { runBenching } = await import('./benching.ts')
      return runBenching(names, { context, catalog, local, clock, run, journal: journal.path, ps: stack.ps }, running)
    },
    async doctor({ fix }, running) {
      const { examineHost } = await import('./examine.ts')
      return examineHost({ context, catalog, local, fix }, running)
    },
    async renderCompose({ check }) {
      const { renderCompose } = await import('../catalog/compose.ts')
      return {
        files: renderCompose(catalog).map(({ file, content }) => ({
          file,
          state: settle(join(paths.root, file), content, check),
        })),
      }
    },
    async status() {
      const { statusOf } = await import('./status.ts')
      return statusOf({ catalog, ps: await stack.ps(), state: journal.state(), implemented: local.implemented })
    },
    async tracker({ write }, running) {
      const render = await trackerText()
      const text = render(journal.state())
      if (write) {
        const { writeTrackerFile } = await import('../migrate/rollback.ts')
        const { rollbackDeps } = await import('./migration.ts')
        await withLock(owner, running, async () => {
          writeTrackerFile(rollbackDeps(await wiring(), running))
        })
      }
      return { file: paths.tracker, text }
    },
    async writeReport(file, text) {
      const { writeWhole } = await import('../runtime/local/record.ts')
      const path = isAbsolute(file) ? file : resolve(context.cwd, file)
      mkdirSync(dirname(path), { recursive: true })
      writeWhole(path, text, 0o644)
    },
    async watch(listener, signal) {
      const { createFeed } = await import('../observe/feed.ts')
      const { feedOptions } = await import('./feeding.ts')
      await createFeed(feedOptions({ catalog, local, clock, ps: stack.ps, state: journal.state })).watch(
        listener,
        signal,
      )
    },
    close: async () => {},
  }
}

function refuseDocker({ runtime }: OpenOptions, byDefault: 'auto' | 'local' | 'docker'): void {
  if ((runtime ?? byDefault) !== 'docker') return
  throw new TradeError(
    'RUNTIME_UNSUPPORTED',
    'docker: this version runs the stack on the local runtime only; found --runtime docker, expected local',
    {
      hints: [
        'trade2026 up --runtime local',
        'docker compose -f compose/compose.yml up   (the rendered files run without this tool)',
      ],
    },
  )
}

/** Sorts by time and is unique on a host. */
function runId({ nowMs, random }: Context): string {
  const stamp = new Date(nowMs()).toISOString().replace(/[-:T]|\.\d+Z/g, '')
  return `${stamp}-${Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0')}`
}

function settle(path: string, content: string, check: boolean): 'equal' | 'written' | 'differs' {
  const found = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (found === content) return 'equal'
  if (check) return 'differs'
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return 'written'
}

function refuseAbsent(source: string, file: string): void {
  if (existsSync(join(source, file))) return
  throw new TradeError('USAGE', `${file}: not found in ${source}, expected a file of the legacy tree`, {
    facts: { source, file },
    hints: [`trade2026 survey --source ${source}`],
  })
}
