// State is the fold of the journal: same journal, same state. Nothing else is remembered anywhere.
import type { Event } from '../model/event.ts'
import { STEP_IDS, type StepId } from '../model/ids.ts'
import type { MigrationState, ServiceMigration, StepState } from '../model/state.ts'
import { foldOps } from './ops.ts'

export function fold(events: readonly Event[]): MigrationState {
  const state: MigrationState = { services: {}, gates: {}, answers: {}, openOps: [], lastSeq: 0 }
  for (const event of events) applyEvent(state, event)
  state.openOps = foldOps(events)
    .filter((op) => op.status === 'intended')
    .map(({ op, service, step, target, preDigest, postDigest }) => ({
      op,
      service,
      step,
      target,
      preDigest,
      postDigest,
    }))
  return state
}

function applyEvent(state: MigrationState, event: Event): void {
  state.lastSeq = event.seq
  state.lastAt = event.at
  switch (event.type) {
    case 'run.started':
      interruptRunning(state)
      return
    case 'migration.started': {
      const service = serviceOf(state, event.service)
      service.source = event.source
      service.verdict = 'running'
      return
    }
    case 'step.started':
      Object.assign(stepOf(state, event.service, event.step), {
        ...blank(event.step),
        status: 'running',
        inputs: event.inputs,
      })
      return
    case 'step.finished': {
      const step = stepOf(state, event.service, event.step)
      const { status, durationMs, evidence, error } = event
      Object.assign(step, { status, durationMs, evidence, error })
      return
    }
    case 'step.undone':
      Object.assign(stepOf(state, event.service, event.step), { ...blank(event.step), status: 'undone' })
      return
    case 'migration.finished':
      serviceOf(state, event.service).verdict = event.verdict
      return
    case 'migration.rolledback':
      state.services[event.service] = blankService(event.service)
      // Its gate spoke of what is gone; the tracker is to read as it did before the migration.
      delete state.gates[event.service]
      return
    case 'question.answered':
      state.answers[event.id] = { value: event.value, evidence: event.evidence }
      return
    case 'gate.finished':
      state.gates[event.result.gate] = { result: event.result, at: event.at }
      return
    default:
      return
  }
}

/** Only one run writes at a time, so what an earlier one left running was interrupted by its end. */
function interruptRunning(state: MigrationState): void {
  for (const service of Object.values(state.services)) {
    if (service.verdict === 'running') service.verdict = 'none'
    for (const step of service.steps) if (step.status === 'running') Object.assign(step, blank(step.id))
  }
}

function serviceOf(state: MigrationState, id: string): ServiceMigration {
  state.services[id] ??= blankService(id)
  return state.services[id]
}

function stepOf(state: MigrationState, service: string, id: StepId): StepState {
  const step = serviceOf(state, service).steps[STEP_IDS.indexOf(id)]
  if (step === undefined) throw new RangeError(`unknown step ${id}`)
  return step
}

function blankService(id: string): ServiceMigration {
  return { id, verdict: 'none', steps: STEP_IDS.map(blank) }
}

function blank(id: StepId): StepState {
  return { id, status: 'pending', durationMs: 0, inputs: undefined, evidence: [], error: undefined }
}
