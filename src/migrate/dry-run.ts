// What a migration would do, without doing it: the wanted files of all steps that would run, laid over each other in
// order and compared with what is there. Reads only; what it lists is what is applied.
import type { FileChange } from '../journal/files.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { MigrateReport } from '../model/report.ts'
import { decideSteps } from '../plan/migrate.ts'
import { inputsOf, inspectOutputs, type MigrationDeps } from './context.ts'
import { STEPS } from './steps/index.ts'
import { rewriteSummary } from './steps/rewrite-endpoints.ts'
import type { StepContext } from './steps/step.ts'

type PlannedWrite = NonNullable<MigrateReport['plan']>[number]

export function dryRun(
  contexts: ReadonlyMap<ServiceId, StepContext>,
  range: { from?: StepId; until?: StepId },
  { journal }: MigrationDeps,
): MigrateReport {
  const services: MigrateReport['services'] = []
  const plan: PlannedWrite[] = []
  for (const context of contexts.values()) {
    const { service } = context
    const known = context.state().services[service.id]
    const { damaged } = inspectOutputs(context)
    const { from, until } = range
    const decisions = decideSteps({
      service: service.id,
      known,
      inputs: inputsOf(context),
      damaged,
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    })
    const running = new Set(decisions.filter(({ action }) => action === 'run').map(({ step }) => step))
    plan.push(...writesOf(context, running))
    services.push({
      id: service.id,
      verdict:
        context.rewritten.questions.length > 0 || context.rewritten.unexplained.length > 0 ? 'inconclusive' : 'pass',
      steps: decisions.map(({ step, action }) => ({
        id: step,
        status: action === 'hold' ? 'done' : action === 'skip' ? 'skipped' : 'pending',
        durationMs: 0,
        evidence:
          step === 'rewrite' && action === 'run'
            ? [{ kind: 'measurement', summary: rewriteSummary(context.rewritten) }]
            : [],
      })),
    })
  }
  const questions = [...contexts.values()].flatMap(({ rewritten }) => rewritten.questions)
  return {
    runId: journal.run,
    verdict: services.some(({ verdict }) => verdict !== 'pass') ? 'inconclusive' : 'pass',
    services,
    changes: plan.length,
    plan,
    ...(questions.length > 0
      ? { questions: questions.map(({ id, prompt, candidates }) => ({ id, prompt, candidates })) }
      : {}),
  }
}

function writesOf(context: StepContext, running: ReadonlySet<StepId>): PlannedWrite[] {
  const wanted = new Map<string, { change: FileChange; step: StepId }>()
  // The tracker is written from what the other steps will have left: its text is not known yet.
  for (const step of STEPS.filter(({ id }) => running.has(id) && id !== 'tracker')) {
    for (const change of step.plan(context)) wanted.set(change.target, { change, step: step.id })
  }
  return context.files
    .plan([...wanted.values()].map(({ change }) => change))
    .changes.filter(({ kind }) => kind !== 'folder')
    .map(({ kind, target, preDigest }) => ({
      service: context.service.id,
      step: wanted.get(target)!.step,
      target,
      change: kind === 'remove' ? 'remove' : preDigest === null ? 'create' : 'change',
    }))
}
