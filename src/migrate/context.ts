// What a migration needs from the outside, and the context of one service made from it. Reads only.
import type { Journal } from '../journal/append.ts'
import type { Disk } from '../journal/disk.ts'
import { type FilesContext, fileDigest, lastDigests, openFiles } from '../journal/files.ts'
import { fold } from '../journal/fold.ts'
import { foldOps, standing } from '../journal/ops.ts'
import { TRACKER_TARGET } from '../journal/places.ts'
import type { Clock } from '../kit/clock.ts'
import { digestOf } from '../kit/digest.ts'
import type { OnProgress } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { Catalog, PlatformPaths } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { MigrationState } from '../model/state.ts'
import type { Answer } from './answers.ts'
import { openEvidence } from './steps/evidence.ts'
import { STEPS } from './steps/index.ts'
import type { RewriteOutcome, ServiceSource, Step, StepContext, StepPorts } from './steps/step.ts'
import { PLATFORM } from './steps/write-tracker.ts'

export interface MigrationDeps {
  catalog: Catalog
  paths: PlatformPaths
  disk: Disk
  /** Opened with `run.started` as its opening. */
  journal: Journal
  /** Throws SOURCE_NOT_FOUND. */
  source: (service: ServiceDefinition) => Promise<ServiceSource>
  rewrite: (
    source: ServiceSource,
    service: ServiceDefinition,
    answers: Record<string, string>,
  ) => Promise<RewriteOutcome>
  definitionText: (service: ServiceId) => string
  template: (service: ServiceId) => string
  ports: StepPorts
  renderTracker: (state: MigrationState) => string
  toolVersion: string
  operator: string
  clock: Clock
  signal: AbortSignal
  progress: OnProgress
}

export function filesContext({ disk, journal, paths }: FilesContext): FilesContext {
  return { disk, journal, paths }
}

export async function contextOf(
  service: ServiceDefinition,
  source: ServiceSource,
  answers: Answer[],
  deps: MigrationDeps,
): Promise<StepContext> {
  return {
    ...deps,
    service,
    source,
    answers,
    rewritten: await deps.rewrite(source, service, Object.fromEntries(answers.map(({ id, value }) => [id, value]))),
    definitionText: deps.definitionText(service.id),
    template: deps.template(service.id),
    runId: deps.journal.run,
    files: openFiles(filesContext(deps)),
    evidence: openEvidence(deps.disk, deps.paths.state),
    state: () => fold(deps.journal.events),
    say: () => {},
  }
}

/** Digest of each step's inputs; each includes the one before, so a change runs that step and all after it again. */
export function inputsOf(context: StepContext): Record<StepId, string> {
  let chain = digestOf({ tool: context.toolVersion })
  const entries = STEPS.map((step) => {
    chain = digestOf([chain, step.inputs(context), writtenBy(step, context)])
    return [step.id, chain] as const
  })
  return Object.fromEntries(entries) as Record<StepId, string>
}

/** What a step would write is part of what it rests on: a tool that writes something else now does not take the old for it. */
function writtenBy(step: Step, context: StepContext): unknown[] {
  // The tracker's text follows from what the other steps leave.
  if (step.id === 'tracker') return []
  return step
    .plan(context)
    .flatMap((change) => (change.kind === 'write' ? [[change.target, fileDigest(change.bytes, change.mode)]] : []))
}

/** What became of the files the steps left: `gone` ones are made again, `foreign` ones stop everything. */
export function inspectOutputs(context: StepContext): { damaged: Set<StepId>; foreign: string[] } {
  const { service, journal, files, ports } = context
  const all = standing(foldOps(journal.events)).filter((op) => op.undo.kind === 'restore-file')
  const own = all.filter((op) => op.service === service.id)
  const damaged = new Set<StepId>()
  const foreign: string[] = []
  for (const [target, expected] of lastDigests(own)) {
    const found = files.digest(target)
    if (found === expected) continue
    if (found !== null) foreign.push(target)
    else for (const op of own) if (op.target === target) damaged.add(op.step)
  }
  const hasTracker = all.some((op) => op.service === PLATFORM && op.target === TRACKER_TARGET)
  if (hasTracker && files.digest(TRACKER_TARGET) === null) damaged.add('tracker')
  const isBuilt = standing(foldOps(journal.events)).some(
    (op) => op.service === service.id && op.postDigest === 'derived',
  )
  if (isBuilt && !ports.isPrepared(service.id)) damaged.add('build')
  return { damaged, foreign }
}
