// Runs a migration: the ten steps for each service, every result in the journal, so that the same command resumes after a
// kill and changes nothing once all is done. What runs and why is decided in plan/migrate.ts.

import { recover } from '../journal/recover.ts'
import { redact } from '../kit/redact.ts'
import { isTradeError, TradeError } from '../model/errors.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { MigrateReport } from '../model/report.ts'
import { worstVerdict } from '../model/verdict.ts'
import { wavesOf } from '../plan/migrate.ts'
import { type Answer, checkAnswers, evidenceOf, rememberedAnswers, renderAnswers } from './answers.ts'
import { atOnce } from './at-once.ts'
import { contextOf, filesContext, type MigrationDeps } from './context.ts'
import { dryRun } from './dry-run.ts'
import { failedReport, migrateService, type Range, type ServiceReport, type Shared } from './one-service.ts'
import { renderReport, reportOf } from './report.ts'
import { pretty, writeDurably } from './steps/evidence.ts'
import type { StepContext } from './steps/step.ts'
import { createTurns } from './turns.ts'

export interface MigrationOptions {
  /** In the order they are migrated, see plan/migrate.ts. */
  services: ServiceId[]
  from?: StepId
  until?: StepId
  dryRun?: boolean
  answers?: { file: string; values: Record<string, string> }
  /** How many services of one wave are migrated at once; 1 unless told. */
  parallel?: number
}

export async function migrate(options: MigrationOptions, deps: MigrationDeps): Promise<MigrateReport> {
  if (options.dryRun !== true) recover(filesContext(deps))
  const { contexts, missing } = await readAll(options, deps)
  if (options.dryRun === true) return dryRun(contexts, options, deps)
  const reports = new Map<ServiceId, ServiceReport>(
    [...missing].map(([id, error]) => [id, failedReport(id, 'copy', error)]),
  )
  const rolledBack = await runWaves(contexts, reports, options, deps)
  const inOrder = options.services.map((id) => reports.get(id)!)
  return finish(inOrder, rolledBack, [...contexts.values()], deps)
}

/** Wave by wave; inside a wave several at once. A failure lets the others of its wave end. */
async function runWaves(
  contexts: ReadonlyMap<ServiceId, StepContext>,
  reports: Map<ServiceId, ServiceReport>,
  { parallel = 1, services, ...options }: MigrationOptions,
  deps: MigrationDeps,
): Promise<ServiceId[]> {
  const failed = new Set<ServiceId>()
  const rolledBack: ServiceId[] = []
  const shared: Omit<Shared, 'deps'> = { range: rangeOf(options), turns: createTurns(), failed }
  const one = async (id: ServiceId, signal: AbortSignal): Promise<void> => {
    const done = await migrateService({ ...contexts.get(id)!, signal }, { ...shared, deps: { ...deps, signal } })
    reports.set(id, done.report)
    if (done.isRolledBack) rolledBack.push(id)
  }
  for (const wave of wavesOf(
    deps.catalog,
    services.filter((id) => contexts.has(id)),
  )) {
    deps.progress({ kind: 'wave', ids: wave })
    try {
      await atOnce(wave, { limit: parallel, signal: deps.signal }, one)
    } finally {
      deps.progress({ kind: 'wave', ids: [] })
    }
    for (const id of wave) {
      const { verdict, steps } = reports.get(id)!
      const isKeptBack = steps.some(({ status, error }) => status === 'pending' && error !== undefined)
      if (verdict === 'fail' || isKeptBack) failed.add(id)
    }
  }
  return services.filter((id) => rolledBack.includes(id))
}

function rangeOf({ from, until }: Range): Range {
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
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
  if (answers) {
    const unread = new Set([...deps.catalog.services.keys()].filter((id) => !contexts.has(id)))
    checkAnswers(answers.values, asked, answers.file, unread)
  }
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
    writeDurably(disk, `${folder}/report.json`, Buffer.from(redact(pretty(report))))
    writeDurably(disk, `${folder}/report.md`, Buffer.from(redact(renderReport(report))))
  }
  if (questions.length > 0) writeDurably(disk, answersFile, Buffer.from(redact(renderAnswers(questions))))
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
