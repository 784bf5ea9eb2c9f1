// Walks a plan: every op whose dependencies are done runs at once, in parallel; a failure stops only what depends on it.
// No decision is made here: what to do and why stands in the plan, how stands in the runtime.
import type { Clock } from '../kit/clock.ts'
import { EXIT, type ExitCode, isTradeError, TradeError } from '../model/errors.ts'
import type { EventBody, OnProgress } from '../model/event.ts'
import type { Op, Plan } from '../model/plan.ts'
import type { Runtime } from '../model/runtime.ts'
import { waitReady } from './wait.ts'

export interface ExecuteOptions {
  runtime: Runtime
  /** Makes the streams of the bus, says what it changed. */
  ensureStreams: () => Promise<readonly string[]>
  clock: Clock
  /** Aborted: no new op begins, those in flight finish, except that waits end. */
  signal: AbortSignal
  onEvent: (event: EventBody) => void
  onProgress: OnProgress
  /** Per service, from the moment its wait begins. */
  readyTimeoutMs: number
}

export interface OpResult {
  op: Op
  status: 'done' | 'failed' | 'skipped' | 'interrupted'
  durationMs: number
  error?: TradeError
  /** For what was not begun: the op that stood in the way. */
  blockedBy?: string
}

export interface ExecuteResult {
  ok: boolean
  /** 0, or the exit code of the first failure in plan order, or 130. */
  exit: ExitCode
  results: OpResult[]
}

export async function execute(plan: Plan, options: ExecuteOptions): Promise<ExecuteResult> {
  const running = new Map<string, Promise<OpResult>>()
  for (const op of plan.ops) running.set(op.id, runAfter(op, running, options))
  const results = await Promise.all(running.values())
  const interrupted = results.some(({ status }) => status === 'interrupted')
  const failure = results.find(({ status }) => status === 'failed')
  const ok = results.every(({ status }) => status === 'done')
  const exit = ok ? EXIT.done : (failure?.error?.exit ?? (interrupted ? EXIT.interrupted : EXIT.failed))
  return { ok, exit, results }
}

/** A plan lists dependencies first, so what an op depends on is in `running` already. */
async function runAfter(
  op: Op,
  running: ReadonlyMap<string, Promise<OpResult>>,
  options: ExecuteOptions,
): Promise<OpResult> {
  const before = await Promise.all(op.dependsOn.flatMap((id) => running.get(id) ?? []))
  const blocker = before.find(({ status }) => status !== 'done')
  if (blocker)
    return report(
      op,
      { status: blocker.status === 'interrupted' ? 'interrupted' : 'skipped', durationMs: 0, blockedBy: blocker.op.id },
      options,
    )
  if (options.signal.aborted) return report(op, { status: 'interrupted', durationMs: 0 }, options)
  options.onProgress({ kind: 'started', id: op.id, title: `${op.kind} ${op.service}` })
  const startedMs = options.clock.monotonicMs()
  const elapsedMs = (): number => options.clock.monotonicMs() - startedMs
  try {
    const detail = await perform(op, options, elapsedMs)
    return report(op, { status: 'done', durationMs: elapsedMs(), ...(detail === undefined ? {} : { detail }) }, options)
  } catch (error) {
    const known = isTradeError(error) ? error : undefined
    if (!known) throw error
    return report(
      op,
      { status: known.code === 'INTERRUPTED' ? 'interrupted' : 'failed', durationMs: elapsedMs(), error: known },
      options,
    )
  }
}

function report(op: Op, outcome: Omit<OpResult, 'op'> & { detail?: string }, { onProgress }: ExecuteOptions): OpResult {
  const { detail: said, ...rest } = outcome
  const detail =
    rest.error?.message ??
    said ??
    (rest.blockedBy === undefined ? undefined : `not begun: ${rest.blockedBy} is not done`)
  const status = rest.status === 'interrupted' ? 'skipped' : rest.status
  onProgress({
    kind: 'finished',
    id: op.id,
    status,
    title: `${op.kind} ${op.service}`,
    ...(detail === undefined ? {} : { detail }),
  })
  return { op, ...rest }
}

/** The one effect of an op; what it returns is shown beside it. */
async function perform(op: Op, options: ExecuteOptions, elapsedMs: () => number): Promise<string | undefined> {
  const { runtime, onEvent } = options
  const { service, spec, cause } = op
  switch (op.kind) {
    case 'stop':
      await runtime.stop(service)
      onEvent({ type: 'service.stopped', service, cause })
      return undefined
    case 'start': {
      const { pid } = await runtime.start(needSpec(op))
      onEvent({ type: 'service.started', service, digest: spec!.digest, cause, ...(pid === undefined ? {} : { pid }) })
      return pid === undefined ? undefined : `pid ${pid}`
    }
    case 'wait': {
      const reason = await waitReady(needSpec(op), options)
      onEvent({ type: 'service.ready', service, afterMs: Math.round(elapsedMs()) })
      return reason
    }
    case 'streams': {
      const changes = await options.ensureStreams()
      return changes.length === 0 ? 'all as defined' : changes.join(', ')
    }
  }
}

function needSpec({ id, spec }: Op): NonNullable<Op['spec']> {
  if (!spec) throw new TradeError('BUG', `${id}: the plan holds no spec for it`)
  return spec
}
