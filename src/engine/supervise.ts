// The supervisor of the local runtime: restarts what crashed or stays unhealthy, with jitter and within a budget.
// It can be killed at any time: what it knows stands in the run records, and the next one goes on from there.
import { type Budget, isSpent, nextJitter, withinWindow } from '../kit/backoff.ts'
import type { Clock } from '../kit/clock.ts'
import { isTradeError } from '../model/errors.ts'
import type { EventBody } from '../model/event.ts'
import type { ServiceId } from '../model/ids.ts'
import type { InstanceObserved, LaunchSpec, SupervisedRuntime } from '../model/runtime.ts'
import { createHealthWatch } from './health-watch.ts'

export interface SupervisorOptions {
  runtime: SupervisedRuntime
  /** Hard needs: a service is not restarted for being unhealthy while something it needs is unwell itself. */
  needs: ReadonlyMap<ServiceId, readonly ServiceId[]>
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** The platform lock, or undefined while an operator holds it: then the operator decides what runs. */
  tryLock: () => Promise<{ release(): Promise<void> } | undefined>
  onEvent: (event: EventBody) => void
  budget?: Budget
  backoff?: { baseMs: number; capMs: number }
  /** After this long without a failure the backoff begins anew. */
  stableMs?: number
  /** Ends by itself once nothing has been there to supervise for this long. */
  idleMs?: number
}

export interface Supervisor {
  /** One look at everything; called over and over. */
  tick(): Promise<void>
  /** True once there has been nothing to do for `idleMs`. */
  idle(): boolean
}

const LOOK_MS = 40
const RELIST_MS = 500

/** Looks until the signal aborts or nothing is left to supervise. */
export async function runSupervisor(options: SupervisorOptions & { signal: AbortSignal }): Promise<'stopped' | 'idle'> {
  const supervisor = createSupervisor(options)
  while (!options.signal.aborted) {
    await supervisor.tick()
    if (supervisor.idle()) return 'idle'
    await options.clock.sleep(LOOK_MS, options.signal)
  }
  return 'stopped'
}

/** What is remembered of one service between looks. */
interface Memory {
  restartsMs: number[]
  delayMs: number
  /** Set while a restart is waiting for its moment. */
  dueMs?: number
  /** Unhealthy but out of restarts: this process is left alone. */
  leftPid?: number
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { runtime, needs, clock, random, tryLock, onEvent } = options
  const { budget = { limit: 5, windowMs: 300_000 }, backoff = { baseMs: 250, capMs: 30_000 } } = options
  const { stableMs = 60_000, idleMs = 3000 } = options
  const memories = new Map<ServiceId, Memory>()
  const watch = createHealthWatch({ runtime, clock })
  let services: ServiceId[] = []
  let listedMs = Number.NEGATIVE_INFINITY
  let busyMs = clock.monotonicMs()

  const relist = async (): Promise<void> => {
    if (clock.monotonicMs() - listedMs < RELIST_MS) return
    listedMs = clock.monotonicMs()
    services = (await runtime.startedSpecs()).map(({ service }) => service)
    if (services.length > 0) busyMs = listedMs
    watch.forgetAllBut(services)
  }

  const memoryOf = (service: ServiceId): Memory => {
    const memory = memories.get(service) ?? { restartsMs: [], delayMs: 0 }
    memories.set(service, memory)
    return memory
  }

  const lookAt = async (instance: InstanceObserved): Promise<void> => {
    const memory = memoryOf(instance.service)
    if (instance.state === 'exited') return schedule(instance)
    if (instance.state === 'restarting') return isDue(memory) ? restart(instance.service) : undefined
    if (instance.state !== 'running' && instance.state !== 'starting') return
    delete memory.dueMs
    if (clock.monotonicMs() - (memory.restartsMs.at(-1) ?? 0) > stableMs) memory.delayMs = 0
    const unwell = watch.look(instance)
    if (unwell === undefined || memory.leftPid === instance.pid || !needsAreWell(instance.service)) return
    await replace(instance, unwell)
  }

  /** A note left by a supervisor that was killed names no moment we know: restart now. */
  const isDue = ({ dueMs }: Memory): boolean => dueMs === undefined || clock.monotonicMs() >= dueMs

  const needsAreWell = (service: ServiceId): boolean =>
    (needs.get(service) ?? []).every((need) => !services.includes(need) || watch.isWell(need))

  /** Runs `act` with the lock, on what is true then: an operator may have stopped or replaced the service meanwhile. */
  const decide = async (
    service: ServiceId,
    act: (spec: LaunchSpec, now: InstanceObserved) => Promise<void>,
  ): Promise<void> => {
    const lock = await tryLock()
    if (!lock) return
    try {
      const spec = (await runtime.startedSpecs()).find((started) => started.service === service)
      const now = (await runtime.observe({ probe: false, services: [service] })).instances.get(service)
      if (spec && now) await act(spec, now)
    } finally {
      await lock.release()
    }
  }

  const schedule = (seen: InstanceObserved): Promise<void> =>
    decide(seen.service, async (_spec, now) => {
      if (now.state !== 'exited') return
      const reason = now.reason ?? 'ended'
      onEvent({
        type: 'service.exited',
        service: now.service,
        code: now.exitCode ?? null,
        signal: now.signal ?? null,
        lastLines: [reason],
      })
      if (await giveUp(now.service, reason)) return
      const memory = memoryOf(now.service)
      memory.delayMs = nextJitter(memory.delayMs, random(), backoff)
      memory.dueMs = clock.monotonicMs() + memory.delayMs
      await runtime.mark(now.service, {
        state: 'restarting',
        reason: `restarts in ${Math.round(memory.delayMs)} ms; ${reason}`,
      })
    })

  const restart = (service: ServiceId): Promise<void> =>
    decide(service, async (spec, now) => {
      if (now.state !== 'restarting') return
      await startAgain(spec, now, now.reason?.replace(/^restarts in \d+ ms; /, '') ?? 'ended')
    })

  const replace = (seen: InstanceObserved, reason: string): Promise<void> =>
    decide(seen.service, async (spec, now) => {
      if (now.pid !== seen.pid) return
      if (isSpent(memoryOf(now.service).restartsMs, clock.monotonicMs(), budget)) {
        if (now.pid !== undefined) memoryOf(now.service).leftPid = now.pid
        return
      }
      await runtime.stop(spec.service)
      await startAgain(spec, now, reason)
    })

  const startAgain = async (spec: LaunchSpec, before: InstanceObserved, cause: string): Promise<void> => {
    const memory = memoryOf(spec.service)
    const attempt = before.restarts + 1
    memory.restartsMs = [...withinWindow(memory.restartsMs, clock.monotonicMs(), budget), clock.monotonicMs()]
    delete memory.dueMs
    watch.forget(spec.service)
    try {
      await runtime.start(spec, { restarts: attempt })
      onEvent({ type: 'service.restarted', service: spec.service, attempt, cause })
    } catch (error) {
      if (!isTradeError(error)) throw error
      await runtime.mark(spec.service, { state: 'failed', reason: error.message })
    }
  }

  /** Marks the service failed once its budget is spent; it then stays as it is until an operator starts it. */
  const giveUp = async (service: ServiceId, reason: string): Promise<boolean> => {
    if (!isSpent(memoryOf(service).restartsMs, clock.monotonicMs(), budget)) return false
    const minutes = budget.windowMs / 60_000
    await runtime.mark(service, {
      state: 'failed',
      reason: `${budget.limit} restarts in ${minutes} min did not help; ${reason}`,
    })
    return true
  }

  return {
    idle: () => clock.monotonicMs() - busyMs >= idleMs,
    async tick() {
      await relist()
      const { instances } = await runtime.observe({ probe: false, services })
      await Promise.all([...instances.values()].map(lookAt))
    },
  }
}
