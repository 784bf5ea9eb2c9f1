// Runs a migration: the ten steps for each service, every result in the journal, so that the same command resumes after a
// kill and changes nothing once all is done. What runs and why is decided in plan/migrate.ts.

import { foreignEdit } from '../journal/files.ts'
import { recover } from '../journal/recover.ts'
import { redact } from '../kit/redact.ts'
import { isTradeError, TradeError } from '../model/errors.ts'
import type { EventBody } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { MigrateReport } from '../model/report.ts'
import type { StepState } from '../model/state.ts'
import { type Verdict, worstVerdict } from '../model/verdict.ts'
import { decideSteps, type StepDecision } from '../plan/migrate.ts'
import { type Answer, checkAnswers, evidenceOf, rememberedAnswers, renderAnswers } from './answers.ts'
import { contextOf, filesContext, inputsOf, inspectOutputs, type MigrationDeps } from './context.ts'
import { dryRun } from './dry-run.ts'
import { renderReport, reportOf } from './report.ts'
import { rollbackService } from './rollback.ts'
import { pretty, writeWhole } from './steps/evidence.ts'
import { STEPS } from './steps/index.ts'
import type { Step, StepContext, StepResult } from './steps/step.ts'
import { giveBackPlace } from './steps/take-place.ts'

export interface MigrationOptions {
  /** In the order they are migrated, see plan/migrate.ts. */
  services: ServiceId[]
  from?: StepId
  until?: StepId
  dryRun?: boolean
  answers?: { file: string; values: Record<string, string> }
}

type ServiceReport = MigrateReport['services'][number]
type StepReport = ServiceReport['steps'][number]

/** Steps that take the place of the twin and must give it back if they do not pass; a gate that fails rolls back instead. */
const IN_PLACE: readonly StepId[] = ['component', 'integration', 'performance']

export async function migrate(options: MigrationOptions, deps: MigrationDeps): Promise<MigrateReport> {
  if (options.dryRun !== true) recover(filesContext(deps))
  const { contexts, missing } = await readAll(options, deps)
  if (options.dryRun === true) return dryRun(contexts, options, deps)
  const reports: ServiceReport[] = []
  const rolledBack: ServiceId[] = []
  for (const id of options.services) {
    const context = contexts.get(id)
    const report = context ? await migrateService(context, options, deps) : failedReport(id, 'copy', missing.get(id)!)
    if (report.steps.some(isRefused)) {
      await rollbackService(id, deps)
      rolledBack.push(id)
    }
    reports.push(report)
  }
  return finish(reports, rolledBack, [...contexts.values()], deps)
}

/** The gate said no. One that could not be asked, for want of disk or of an answer, says nothing of the service. */
function isRefused({ id, status, error }: StepReport): boolean {
  return id === 'gate' && status === 'failed' && error?.code === 'STEP_FAILED'
}

interface Reading {
  contexts: Map<ServiceId, StepContext>
  /** Services whose source is not there. */
  missing: Map<ServiceId, TradeError>
}

/** Sources, findings and answers of all services, before the first effect: questions are asked all at once. */
async function readAll({ services, answers }: MigrationOptions, deps: MigrationDeps): Promise<Reading> {
  const contexts = new Map<ServiceId, StepContext>()
  const missing = new Map<ServiceId, TradeError>()
  for (const id of services) {
    const definition = deps.catalog.services.get(id)
    if (!definition) throw new TradeError('SERVICE_UNKNOWN', `${id}: not in the catalog`, { facts: { service: id } })
    try {
      contexts.set(id, await contextOf(definition, await deps.source(definition), [], deps))
    } catch (error) {
      if (!isTradeError(error) || services.length === 1) throw error
      missing.set(id, error)
    }
  }
  const asked = [...contexts.values()].flatMap(({ rewritten }) => rewritten.questions)
  if (answers) checkAnswers(answers.values, asked, answers.file)
  for (const { service, source, rewritten, state } of [...contexts.values()]) {
    const given = { ...rememberedAnswers(state(), rewritten.questions), ...answers?.values }
    const known = rewritten.questions.flatMap((question): Answer[] => {
      const value = given[question.id]
      return value === undefined ? [] : [{ id: question.id, value, evidence: evidenceOf(question) }]
    })
    if (known.length > 0) contexts.set(service.id, await contextOf(service, source, known, deps))
  }
  return { contexts, missing }
}

async function migrateService(
  context: StepContext,
  options: MigrationOptions,
  deps: MigrationDeps,
): Promise<ServiceReport> {
  const { service, journal } = context
  const inputs = inputsOf(context)
  const { damaged, foreign } = inspectOutputs(context)
  if (foreign.length > 0) return failedReport(service.id, 'copy', foreignEdit(foreign))
  const known = context.state().services[service.id]
  const decisions = decideSteps({ service: service.id, known, inputs, damaged, ...pick(options) })
  const reports = decisions.map((decision) =>
    heldReport(
      decision,
      known?.steps.find(({ id }) => id === decision.step),
    ),
  )
  if (!decisions.some(({ action }) => action === 'run'))
    return { id: service.id, verdict: verdictOf(reports), steps: reports }

  deps.progress({ kind: 'started', id: service.id, title: service.id })
  recordStart(context, deps.operator)
  for (const [index, decision] of decisions.entries()) {
    if (decision.action !== 'run') continue
    const report = await runStep(STEPS[index]!, context, inputs[decision.step], deps)
    reports[index] = report
    if (report.status !== 'done') break
  }
  const verdict = verdictOf(reports)
  const isWhole = reports.every(({ status }) => status === 'done')
  journal.append({
    type: 'migration.finished',
    service: service.id,
    verdict: verdict === 'pass' && !isWhole ? 'inconclusive' : verdict,
  })
  deps.progress({
    kind: 'finished',
    id: service.id,
    status: verdict === 'pass' ? 'done' : verdict === 'fail' ? 'failed' : 'inconclusive',
  })
  return { id: service.id, verdict, steps: reports }
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

async function runStep(step: Step, context: StepContext, inputs: string, deps: MigrationDeps): Promise<StepReport> {
  const { service, journal, clock, signal } = context
  const id = `${service.id}/${step.id}`
  if (signal.aborted) throw interrupted(context, step.id)
  deps.progress({ kind: 'started', id, parent: service.id, title: step.title })
  journal.append({ type: 'step.started', service: service.id, step: step.id, inputs })
  const startedMs = clock.monotonicMs()
  const say = (text: string): void => deps.progress({ kind: 'output', id, text })
  const result = await applyStep(step, { ...context, say })
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
}

/** Operating errors are the step's result; an interruption and our own faults end the run with the step open. */
async function applyStep(step: Step, context: StepContext): Promise<StepResult> {
  try {
    return await step.apply(context)
  } catch (error) {
    if (context.signal.aborted) throw interrupted(context, step.id)
    if (!isTradeError(error) || error.code === 'INTERRUPTED') throw error
    return { status: 'failed', evidence: [], error: { code: error.code, message: error.message } }
  }
}

function finish(
  reports: ServiceReport[],
  rolledBack: ServiceId[],
  contexts: StepContext[],
  { journal, disk, paths }: MigrationDeps,
): MigrateReport {
  const own = journal.events.filter(({ run }) => run === journal.run)
  const verdict = worstVerdict(reports.map((report) => report.verdict))
  const questions = contexts.flatMap(({ rewritten }) => rewritten.questions)
  const folder = `${paths.state}/reports/${journal.run}`
  const answersFile = `${folder}/answers.yaml`
  if (own.length > 0) {
    journal.append({ type: 'run.finished', verdict, exit: { pass: 0, fail: 1, inconclusive: 3 }[verdict] })
    const report = reportOf(journal.events, journal.run, (path) => disk.read(`${paths.state}/${path}`))
    writeWhole(disk, `${folder}/report.json`, Buffer.from(redact(pretty(report))))
    writeWhole(disk, `${folder}/report.md`, Buffer.from(redact(renderReport(report))))
  }
  if (questions.length > 0) writeWhole(disk, answersFile, Buffer.from(redact(renderAnswers(questions))))
  return {
    runId: journal.run,
    verdict,
    services: reports,
    changes: own.filter(({ type }) => type === 'op.intended').length,
    ...(rolledBack.length > 0 ? { rolledBack } : {}),
    ...(questions.length > 0
      ? { questions: questions.map(({ id, prompt, candidates }) => ({ id, prompt, candidates })), answersFile }
      : {}),
  }
}

function heldReport({ step, action }: StepDecision, known: StepState | undefined): StepReport {
  if (action === 'hold' && known)
    return { id: step, status: 'done', durationMs: known.durationMs, evidence: known.evidence }
  return { id: step, status: action === 'skip' ? 'skipped' : 'pending', durationMs: 0, evidence: [] }
}

function failedReport(id: ServiceId, step: StepId, { code, message }: TradeError): ServiceReport {
  const steps = STEPS.map((it): StepReport => ({ id: it.id, status: 'pending', durationMs: 0, evidence: [] }))
  const failing = steps.find((it) => it.id === step)!
  Object.assign(failing, { status: 'failed', error: { code, message } })
  return { id, verdict: 'fail', steps }
}

function verdictOf(steps: readonly StepReport[]): Verdict {
  if (steps.some(({ status }) => status === 'failed')) return 'fail'
  return steps.every(({ status }) => status === 'done' || status === 'skipped') ? 'pass' : 'inconclusive'
}

function pick({ from, until }: MigrationOptions): Pick<MigrationOptions, 'from' | 'until'> {
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
}

function interrupted({ service, journal }: StepContext, step: StepId): TradeError {
  const began = journal.events.findLast((event) => event.type === 'run.started' && event.run === journal.run)
  const words = began?.type === 'run.started' ? [began.command, ...began.args] : ['migrate', service.id]
  return new TradeError('INTERRUPTED', `${service.id}: ${step}: stopped before it was done; what was done is kept`, {
    facts: { service: service.id, step },
    hints: [['trade2026', ...words].join(' ')],
  })
}
