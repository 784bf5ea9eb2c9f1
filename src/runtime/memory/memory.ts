// The fake runtime of tests and of `--dry-run`: the same contract as the real ones, kept in memory, with faults on demand.
import { assert } from '../../kit/assert.ts'
import type { Clock } from '../../kit/clock.ts'
import { TradeError } from '../../model/errors.ts'
import type { ServiceId } from '../../model/ids.ts'
import type { EndpointMap } from '../../model/platform.ts'
import type {
  HealthState,
  InstanceObserved,
  LaunchSpec,
  LogLine,
  LogQuery,
  Observed,
  PreflightProblem,
  SupervisedRuntime,
} from '../../model/runtime.ts'

/** What a service will do, as told before or while it runs. */
export interface Behaviour {
  /** Starting it fails outright. */
  cannotStart?: boolean
  /** It ends with this code as soon as it has started. */
  exitsWith?: number
  /** Number of probes that go unanswered before it is well. */
  probesUntilHealthy?: number
  /** What it answers from then on; healthy when absent. */
  answers?: { health: HealthState; reason: string }
  /** It takes SIGKILL to end it. */
  ignoresTerm?: boolean
}

export interface MemoryRuntime extends SupervisedRuntime {
  /** Every mutating call, in order: `start risk`, `stop risk`. */
  readonly calls: string[]
  behave(service: ServiceId, behaviour: Behaviour): void
  crash(service: ServiceId, exitCode: number): void
  takePort(port: number, owner: string): void
}

interface Instance {
  spec: LaunchSpec
  pid: number
  alive: boolean
  exitCode?: number
  restarts: number
  startedAtMs: number
  probes: number
  note?: { state: 'restarting' | 'failed'; reason: string }
}

export interface MemoryRuntimeOptions {
  endpoints?: EndpointMap
  clock: Clock
}

export function createMemoryRuntime({ endpoints = new Map(), clock }: MemoryRuntimeOptions): MemoryRuntime {
  const instances = new Map<ServiceId, Instance>()
  const behaviours = new Map<ServiceId, Behaviour>()
  const takenPorts = new Map<number, string>()
  const lines: LogLine[] = []
  const calls: string[] = []
  let nextPid = 1000

  const behaviourOf = (service: ServiceId): Behaviour => behaviours.get(service) ?? {}
  const say = (service: ServiceId, text: string): void => {
    lines.push({ service, stream: 'stdout', atMs: clock.nowMs(), text })
  }

  const end = (instance: Instance, exitCode: number): void => {
    Object.assign(instance, { alive: false, exitCode })
    say(instance.spec.service, `ended with ${exitCode}`)
  }

  const observeOne = (service: ServiceId, probe: boolean): InstanceObserved => {
    const instance = instances.get(service)
    if (!instance) return { service, state: 'absent', health: 'none', restarts: 0, ports: {} }
    const { spec, pid, alive, exitCode, restarts, startedAtMs, note } = instance
    const { digest, origin, ports } = spec
    const base = { service, digest, origin, ports, spec, restarts, startedAtMs }
    if (!alive) {
      if (note) return { ...base, health: 'none', ...note }
      return { ...base, state: 'exited', health: 'none', reason: `exit code ${exitCode}`, exitCode: exitCode ?? null }
    }
    if (!probe) return { ...base, pid, state: 'running', health: 'unknown' }
    const answer = ask(instance)
    return { ...base, pid, state: answer.health === 'starting' ? 'starting' : 'running', ...answer }
  }

  const ask = (instance: Instance): { health: HealthState; reason: string } => {
    const { probesUntilHealthy = 0, answers } = behaviourOf(instance.spec.service)
    instance.probes += 1
    if (instance.probes <= probesUntilHealthy) return { health: 'starting', reason: 'connection refused' }
    return answers ?? { health: 'healthy', reason: 'answered' }
  }

  return {
    kind: 'memory',
    calls,
    behave: (service, behaviour) => void behaviours.set(service, behaviour),
    takePort: (port, owner) => void takenPorts.set(port, owner),
    crash(service, exitCode) {
      const instance = instances.get(service)
      assert(instance?.alive, `${service} does not run`)
      end(instance, exitCode)
    },
    endpoints: () => endpoints,
    hostEndpoints: () => endpoints,
    async observe({
      probe = true,
      services = [...new Set([...endpoints.keys(), ...instances.keys()])],
    } = {}): Promise<Observed> {
      return { atMs: clock.nowMs(), instances: new Map(services.map((id) => [id, observeOne(id, probe)])) }
    },
    async preflight(specs): Promise<PreflightProblem[]> {
      return specs.flatMap((spec) => takenBy(spec, takenPorts))
    },
    async start(spec, { restarts = 0 } = {}) {
      const existing = instances.get(spec.service)
      if (existing?.alive && existing.spec.digest === spec.digest) return observeOne(spec.service, false)
      calls.push(`start ${spec.service}`)
      if (existing?.alive)
        throw new TradeError('START_FAILED', `${spec.service}: runs from another definition, stop it first`)
      const { cannotStart, exitsWith } = behaviourOf(spec.service)
      if (cannotStart) throw new TradeError('START_FAILED', `${spec.service}: cannot be started`)
      const instance: Instance = { spec, pid: nextPid++, alive: true, restarts, startedAtMs: clock.nowMs(), probes: 0 }
      instances.set(spec.service, instance)
      say(spec.service, `started from ${spec.digest}`)
      if (exitsWith !== undefined) end(instance, exitsWith)
      return observeOne(spec.service, false)
    },
    async probe(service) {
      const instance = instances.get(service)
      if (instance?.alive) return ask(instance)
      return { health: 'none', reason: instance ? `exit code ${instance.exitCode}` : 'not running' }
    },
    async stop(service, { graceMs } = {}) {
      const instance = instances.get(service)
      if (!instance) return
      calls.push(`stop ${service}`)
      if (instance.alive && behaviourOf(service).ignoresTerm) await clock.sleep(graceMs ?? instance.spec.stopGraceMs)
      instances.delete(service)
    },
    async *logs(query: LogQuery) {
      const wanted = lines.filter((line) => query.services.includes(line.service))
      yield* query.tail === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - query.tail))
    },
    async startedSpecs() {
      return [...instances.values()].map(({ spec }) => spec)
    },
    async mark(service, note) {
      const instance = instances.get(service)
      if (instance) instance.note = note
    },
    async cleanup() {
      const alive = [...instances.values()].filter((instance) => instance.alive)
      assert(alive.length === 0, `cleanup while ${alive.map(({ spec }) => spec.service).join(', ')} still run`)
      instances.clear()
    },
  }
}

function takenBy(spec: LaunchSpec, takenPorts: ReadonlyMap<number, string>): PreflightProblem[] {
  return Object.entries(spec.ports).flatMap(([name, port]) => {
    const owner = takenPorts.get(port)
    if (owner === undefined) return []
    return [
      {
        service: spec.service,
        code: 'PORT_TAKEN',
        message: `${spec.service}: port ${port} (${name}) is taken by ${owner}`,
        hints: [],
      },
    ]
  })
}
