// The stack verbs on the local runtime: ps, plan, up, down, restart, logs, supervise.
import { join } from 'node:path'
import { withHardNeeds } from '../catalog/levels.ts'
import { type ExecuteResult, execute } from '../engine/execute.ts'
import { acquireLock } from '../engine/lock.ts'
import { runSupervisor } from '../engine/supervise.ts'
import { createSupervisorLog } from '../engine/supervisor-log.ts'
import type { Clock } from '../kit/clock.ts'
import { isTradeError, TradeError } from '../model/errors.ts'
import type { EventBody } from '../model/event.ts'
import type { ServiceId } from '../model/ids.ts'
import type { Plan } from '../model/plan.ts'
import type { Catalog } from '../model/platform.ts'
import type { PsReport, UpReport } from '../model/report.ts'
import type { LaunchSpec } from '../model/runtime.ts'
import { planDown } from '../plan/down.ts'
import { planRestart } from '../plan/restart.ts'
import { planUp } from '../plan/up.ts'
import { createSupervisorProcess } from '../runtime/local/supervisor-process.ts'
import { ensureStreams, inspectStreams } from '../runtime/streams.ts'
import type { Context } from './context.ts'
import type { Running } from './control-plane.ts'
import { INHERITED, type Local } from './local.ts'
import { lockSubject, withLock } from './lock.ts'
import { knownServices } from './platform.ts'
import { outcomeOf, psService } from './stack-report.ts'

/** Per service; the slowest cold start seen here is a few seconds. */
const READY_TIMEOUT_MS = 60_000

export interface StackDeps {
  context: Context
  catalog: Catalog
  local: Local
  clock: Clock
  run: string
  command: string
  /** Appends to the journal; only called under the lock. */
  record: (...events: EventBody[]) => void
}

export type Stack = ReturnType<typeof createStack>

export function createStack(deps: StackDeps) {
  const { context, catalog, local, clock, record } = deps
  const { runtime, needs } = local
  const supervisor = createSupervisorProcess({ platform: local.id, state: catalog.platform.paths.state, clock })

  const wanted = (services: readonly ServiceId[]): Set<ServiceId> =>
    services.length === 0
      ? new Set(catalog.services.keys())
      : withHardNeeds(knownServices(catalog, services), catalog.services)

  const bus = () => {
    const endpoint = runtime.hostEndpoints().get('nats')!
    return {
      url: `nats://${endpoint.host}:${endpoint.ports.client}`,
      streams: catalog.services.get('nats')?.streams ?? [],
    }
  }

  const streamChanges = async (): Promise<string[]> => {
    const { url, streams } = bus()
    return (await inspectStreams(url, streams)).map((change) => `${change.name}: ${change.kind}`)
  }

  const planFor = async (specs: LaunchSpec[], until: 'started' | 'ready'): Promise<Plan> => {
    const observed = await runtime.observe()
    const natsRuns = observed.instances.get('nats')?.health === 'healthy'
    const changes = natsRuns ? await streamChanges() : ('unknown' as const)
    const plan = planUp({ specs, needs, observed, streams: { bus: 'nats', changes }, until })
    const starting = new Set(plan.ops.filter(({ kind }) => kind === 'start').map(({ service }) => service))
    const blocked = await runtime.preflight(specs.filter(({ service }) => starting.has(service)))
    return { ops: plan.ops, problems: [...plan.problems, ...blocked] }
  }

  const carryOut = (plan: Plan, running: Running): Promise<ExecuteResult> =>
    execute(plan, {
      runtime,
      ensureStreams: async () => {
        const { url, streams } = bus()
        return (await ensureStreams(url, streams)).map((change) => `${change.name}: ${change.kind}`)
      },
      clock,
      signal: running.signal,
      onEvent: record,
      onProgress: running.progress,
      readyTimeoutMs: READY_TIMEOUT_MS,
    })

  const superviseFromNowOn = async (): Promise<void> => {
    const { paths } = catalog.platform
    await supervisor.ensure({
      command: [context.node, join(context.toolRoot, 'bin', 'run.js'), 'supervise', '--platform', paths.root],
      cwd: paths.root,
      env: supervisorEnv(context.env),
      version: context.toolVersion,
    })
  }

  const report = (result: ExecuteResult, specs: LaunchSpec[], sinceMs: number): UpReport => ({
    runtime: runtime.kind,
    ready: result.ok,
    durationMs: Math.round(clock.monotonicMs() - sinceMs),
    services: specs.map(({ service }) => outcomeOf(service, result)),
    notImplemented: [...catalog.services.values()]
      .filter(({ id, kind, profile }) => kind === 'app' && profile === 'core' && !local.implemented(id))
      .map(({ id }) => id),
  })

  return {
    /** Services whose log is asked for; no name means all. */
    wantedLogs: (services: readonly ServiceId[]): ServiceId[] =>
      services.length === 0 ? [...catalog.services.keys()] : knownServices(catalog, services),

    needed: (): ServiceId[] =>
      [...catalog.services.values()]
        .filter(
          ({ id, profile, optional, kind }) =>
            profile === 'core' && !optional && (kind === 'infra' || local.implemented(id)),
        )
        .map(({ id }) => id),

    async ps(): Promise<PsReport> {
      const { atMs, instances } = await runtime.observe()
      const services = [...catalog.services.values()].map((definition) =>
        psService(definition, instances.get(definition.id), atMs, local.implemented(definition.id)),
      )
      return { platform: catalog.platform.settings.name, runtime: runtime.kind, services }
    },

    async plan(services: ServiceId[]): Promise<Plan> {
      return planFor(local.specs(wanted(services)), 'ready')
    },

    async up(
      { services, until }: { services: ServiceId[]; until: 'started' | 'ready' },
      running: Running,
    ): Promise<UpReport> {
      const chosen = wanted(services)
      return withLock(deps, running, async () => {
        const sinceMs = clock.monotonicMs()
        await local.toolchain.ensure(local.requiredBinaries(chosen), {
          signal: running.signal,
          output: (text) => running.progress({ kind: 'note', text }),
        })
        const specs = local.specs(chosen)
        const plan = await planFor(specs, until)
        refuse(plan)
        const result = await carryOut(plan, running)
        if (plan.ops.length > 0 && result.ok)
          record({ type: 'stack.up', services: specs.map(({ service }) => service), digest: local.id })
        if (result.results.some(({ op, status }) => op.kind === 'start' && status === 'done') || result.ok)
          await superviseFromNowOn()
        raiseIfNothingRan(result)
        return report(result, specs, sinceMs)
      })
    },

    async restart(services: ServiceId[], running: Running): Promise<UpReport> {
      const chosen = knownServices(catalog, services)
      return withLock(deps, running, async () => {
        const sinceMs = clock.monotonicMs()
        const specs = local.specs(chosen)
        const plan = planRestart({
          specs,
          needs,
          observed: await runtime.observe({ probe: false }),
          cause: 'asked for',
        })
        refuse(plan)
        const result = await carryOut(plan, running)
        raiseIfNothingRan(result)
        return report(result, specs, sinceMs)
      })
    },

    async down({ volumes }: { volumes: boolean }, running: Running): Promise<{ stopped: ServiceId[] }> {
      return withLock(deps, running, async () => {
        await supervisor.stop()
        const infra = new Set([...catalog.services.values()].filter(({ kind }) => kind === 'infra').map(({ id }) => id))
        const plan = planDown({ observed: await runtime.observe({ probe: false }), needs, infra, cause: 'down' })
        const result = await carryOut(plan, running)
        raiseFirst(result)
        const stopped = plan.ops.map(({ service }) => service)
        if (stopped.length > 0) record({ type: 'stack.down', services: stopped })
        await runtime.cleanup({ volumes })
        return { stopped }
      })
    },

    /** Starts services for a step of a migration, under the lock that the migration holds. */
    async bringUp(specs: LaunchSpec[], running: Running): Promise<void> {
      const plan = await planFor(specs, 'ready')
      refuse(plan)
      raiseFirst(await carryOut(plan, running))
    },

    async supervise(signal: AbortSignal): Promise<void> {
      const subject = lockSubject(catalog)
      const holder = {
        who: context.operator,
        pid: context.pid,
        host: context.host,
        command: 'trade2026 supervise',
        run: deps.run,
        since: new Date(clock.nowMs()).toISOString(),
      }
      const only = await acquireLock({ subject: `supervisor:${subject}`, holder, clock, patienceMs: () => 0 })
      try {
        await runSupervisor({
          runtime,
          needs,
          clock,
          random: context.random,
          tryLock: () =>
            acquireLock({ subject, holder, clock, patienceMs: () => 0 }).catch((error: unknown) => {
              if (isTradeError(error) && error.code === 'LOCKED') return undefined
              throw error
            }),
          onEvent: createSupervisorLog(join(catalog.platform.paths.state, 'supervisor.jsonl'), clock),
          signal,
        })
      } finally {
        await only.release()
      }
    },
  }
}

/** The supervisor's environment is kept with its record: it gets what it needs and none of the operator's secrets. */
function supervisorEnv(env: Context['env']): Record<string, string> {
  // XDG_STATE_HOME says where the state of an installed platform is: without it another one would be supervised.
  const own = ['LOG_LEVEL', 'XDG_STATE_HOME']
  const isNeeded = (name: string): boolean =>
    INHERITED.some((it) => it === name) || own.includes(name) || name.startsWith('TRADE2026_')
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value !== undefined && isNeeded(name) ? [[name, value]] : [])),
  )
}

/** What stands in the way is said before anything is changed, all of it at once. */
function refuse({ problems }: Plan): void {
  const [first] = problems
  if (!first) return
  const code = problems.some((problem) => problem.code === 'PORT_TAKEN') ? 'PORT_TAKEN' : 'START_FAILED'
  throw new TradeError(code, problems.map(({ message }) => message).join('\n'), {
    facts: { problems },
    hints: [...new Set(problems.flatMap(({ hints }) => hints))],
  })
}

/** An interruption, or a single failure that everything else waited for, is the error of the command. */
function raiseIfNothingRan(result: ExecuteResult): void {
  if (result.exit === 130) throw interrupted()
  const failures = result.results.filter(({ status }) => status === 'failed')
  if (failures.length > 0) raiseFirst(result)
}

function raiseFirst(result: ExecuteResult): void {
  if (result.ok) return
  const failure = result.results.find(({ error }) => error !== undefined)?.error
  throw failure ?? interrupted()
}

function interrupted(): TradeError {
  return new TradeError('INTERRUPTED', 'stopped before all was done; what runs goes on running', {
    hints: ['trade2026 ps', 'trade2026 up'],
  })
}
