// One service through its steps: what holds is kept, what runs waits for its turn, and every result is in the journal.
import { hardNeeds } from '../catalog/levels.ts'
import { foreignEdit } from '../journal/files.ts'
import { isTradeError, TradeError } from '../model/errors.ts'
import type { EventBody } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { MigrateReport } from '../model/report.ts'
import type { StepState } from '../model/state.ts'
import type { Verdict } from '../model/verdict.ts'
import { decideSteps, type StepDecision } from '../plan/migrate.ts'
import { inputsOf, inspectOutputs, type MigrationDeps } from './context.ts'
import { rollbackService } from './rollback.ts'
import { STEPS } from './steps/index.ts'
import type { Step, StepContext, StepResult } from './steps/step.ts'
import { giveBackPlace } from './steps/take-place.ts'
import { MEASURING, PLACE, type Turns, WORKING } from './turns.ts'

export type ServiceReport = MigrateReport['services'][number]
type StepReport = ServiceReport['steps'][number]

export interface Range {
  from?: StepId
  until?: StepId
}

/** What the services of a run share. */
export interface Shared {
  range: Range
  turns: Turns
  /** Failed in this run, or kept from going on by one that did. */
  failed: ReadonlySet<ServiceId>
  deps: MigrationDeps
}

/** Steps that take the place of the twin and must give it back if they do not pass; a gate that fails rolls back instead. */
const IN_PLACE: readonly StepId[] = ['component', 'integration', 'performance']
const FIRST_IN_PLACE: StepId = 'component'
/** The place is held over all of them: nobody else's twin is exchanged between a check and the next. */
const HOLDS_PLACE: readonly StepId[] = [...IN_PLACE, 'gate']

export async function migrateService(
  context: StepContext,
  shared: Shared,
): Promise<{ report: ServiceReport; isRolledBack: boolean }> {
  const { service } = context
  const { deps, range } = shared
  const inputs = inputsOf(context)
  const { damaged, foreign } = inspectOutputs(context)
  if (foreign.length > 0) return { report: failedReport(service.id, 'copy', foreignEdit(foreign)), isRolledBack: false }
  const known = context.state().services[service.id]
  const decisions = decideSteps({ service: service.id, known, inputs, damaged, ...range })
  const steps = decisions.map((decision) =>
    heldReport(
      decision,
      known?.steps.find(({ id }) => id === decision.step),
    ),
  )
  if (!decisions.some(({ action }) => action === 'run'))
    return { report: { id: service.id, verdict: verdictOf(steps), steps }, isRolledBack: false }

  deps.progress({ kind: 'started', id: service.id, title: service.id })
  recordStart(context, deps.operator)
  const isRolledBack = await runSteps(context, shared, { decisions, inputs, steps })
  const verdict = verdictOf(steps)
  deps.progress({
    kind: 'finished',
    id: service.id,
    status: verdict === 'pass' ? 'done' : verdict === 'fail' ? 'failed' : 'inconclusive',
  })
  return { report: { id: service.id, verdict, steps }, isRolledBack }
}

interface Course {
  decisions: StepDecision[]
  inputs: Record<StepId, string>
  /** Filled in as they end. */
  steps: StepReport[]
}

/** True when its gate said no and it was taken back. */
async function runSteps(context: StepContext, shared: Shared, { decisions, inputs, steps }: Course): Promise<boolean> {
  const { turns, deps, failed } = shared
  let leave: (() => void) | undefined
  try {
    for (const [index, decision] of decisions.entries()) {
      if (decision.action !== 'run') continue
      const { step } = decision
      const lost = step === FIRST_IN_PLACE ? lostNeed(context, failed) : undefined
      if (lost !== undefined) {
        steps[index] = { ...steps[index]!, error: lost }
        break
      }
      if (HOLDS_PLACE.includes(step)) leave ??= await waitFor(PLACE, context, step, turns)
      steps[index] = await runStep(STEPS[index]!, context, inputs[step], shared)
      if (steps[index].status !== 'done') break
      if (step === 'gate') {
        leave?.()
        leave = undefined
      }
    }
    recordEnd(context, steps)
    if (!steps.some(isRefused)) return false
    await rollbackService(context.service.id, deps)
    return true
  } finally {
    leave?.()
  }
}

/** The gate said no. One that could not be asked, for want of disk or of an answer, says nothing of the service. */
function isRefused({ id, status, error }: StepReport): boolean {
  return id === 'gate' && status === 'failed' && error?.code === 'STEP_FAILED'
}

/** Its files are made all the same; to start it beside a need that failed would only fail again, for a worse reason. */
function lostNeed({ service }: StepContext, failed: ReadonlySet<ServiceId>): StepReport['error'] {
  const lost = hardNeeds(service).filter((id) => failed.has(id))
  if (lost.length === 0) return undefined
  const message = `${service.id}: not started: it needs ${lost.join(', ')}, which did not get through in this run; its files are ready`
  return { code: 'NEED_MISSING', message }
}

function recordStart({ service, source, journal, answers, state }: StepContext, by: string): void {
  const known = state().answers
  const fresh = answers.filter(
    ({ id, value, evidence }) => known[id]?.value !== value || known[id].evidence !== evidence,
  )
  journal.append(
    {
      type: 'migration.started',
      service: service.id,
      source: source.from,
      sourceDigest: source.digest,
      definitionDigest: service.digest,
    },
    ...fresh.map((answer): EventBody => ({ type: 'question.answered', ...answer, by })),
  )
}

function recordEnd({ service, journal }: StepContext, steps: readonly StepReport[]): void {
  const verdict = verdictOf(steps)
  const isWhole = steps.every(({ status }) => status === 'done')
  journal.append({
    type: 'migration.finished',
    service: service.id,
    verdict: verdict === 'pass' && !isWhole ? 'inconclusive' : verdict,
  })
}

async function runStep(step: Step, context: StepContext, inputs: string, { deps, turns }: Shared): Promise<StepReport> {
  const { service, journal, clock } = context
  const id = `${service.id}/${step.id}`
  const leave = await waitFor(step.id === 'performance' ? MEASURING : WORKING, context, step.id, turns)
  try {
    deps.progress({ kind: 'started', id, parent: service.id, title: step.title })
    journal.append({ type: 'step.started', service: service.id, step: step.id, inputs })
    const startedMs = clock.monotonicMs()
    const result = await applyStep(step, context, (text) => deps.progress({ kind: 'output', id, text }))
    if (result.status !== 'done' && IN_PLACE.includes(step.id)) await giveBackPlace({ ...context, service: service.id })
    const durationMs = Math.round(clock.monotonicMs() - startedMs)
    const { status, evidence, error } = result
    journal.append({
      type: 'step.finished',
      service: service.id,
      step: step.id,
      status,
      durationMs,
      evidence,
      ...(error ? { error } : {}),
    })
    deps.progress({ kind: 'finished', id, status, ...(error ? { detail: error.message } : {}) })
    return { id: step.id, status, durationMs, evidence, ...(error ? { error } : {}) }
  } finally {
    leave()
  }
}

async function waitFor(
  wants: Parameters<Turns['take']>[0],
  context: StepContext,
  step: StepId,
  turns: Turns,
): Promise<() => void> {
  if (context.signal.aborted) throw interrupted(context, step)
  try {
    return await turns.take(wants, context.signal)
  } catch {
    throw interrupted(context, step)
  }
}

/** Operating errors are the step's result; an interruption and our own faults end the run with the step open. */
async function applyStep(step: Step, context: StepContext, show: (text: string) => void): Promise<StepResult> {
  const { service, evidence, clock } = context
  const stamp = (text: string): string => `${new Date(clock.nowMs()).toISOString()} ${text}`
  try {
    const log = evidence.log(service.id, step.id, stamp(step.title))
    const say = (text: string): void => {
      log(stamp(text))
      show(text.trimEnd().split('\n').at(-1) ?? '')
    }
    const result = await step.apply({ ...context, say })
    log(stamp(result.error?.message ?? result.status))
    // What a check saw while it was being stopped says nothing about the service.
    if (result.status !== 'done' && context.signal.aborted) throw interrupted(context, step.id)
    return result
  } catch (error) {
    if (context.signal.aborted) throw interrupted(context, step.id)
    if (!isTradeError(error) || error.code === 'INTERRUPTED') throw error
    return { status: 'failed', evidence: [], error: { code: error.code, message: error.message } }
  }
}

function heldReport({ step, action }: StepDecision, known: StepState | undefined): StepReport {
  if (action === 'hold' && known)
    return { id: step, status: 'done', durationMs: known.durationMs, evidence: known.evidence }
  return { id: step, status: action === 'skip' ? 'skipped' : 'pending', durationMs: 0, evidence: [] }
}

export function failedReport(id: ServiceId, step: StepId, { code, message }: TradeError): ServiceReport {
  const steps = STEPS.map((it): StepReport => ({ id: it.id, status: 'pending', durationMs: 0, evidence: [] }))
  const failing = steps.find((it) => it.id === step)!
  Object.assign(failing, { status: 'failed', error: { code, message } })
  return { id, verdict: 'fail', steps }
}

function verdictOf(steps: readonly StepReport[]): Verdict {
  if (steps.some(({ status }) => status === 'failed')) return 'fail'
  return steps.every(({ status }) => status === 'done' || status === 'skipped') ? 'pass' : 'inconclusive'
}

function interrupted({ service, journal }: StepContext, step: StepId): TradeError {
  const began = journal.events.findLast((event) => event.type === 'run.started' && event.run === journal.run)
  const words = began?.type === 'run.started' ? [began.command, ...began.args] : ['migrate', service.id]
  return new TradeError('INTERRUPTED', `${service.id}: ${step}: stopped before it was done; what was done is kept`, {
    facts: { service: service.id, step },
    hints: [['trade2026', ...words].join(' ')],
  })
}
