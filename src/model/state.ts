// State: the fold of the journal. Same journal, same state.
import type { Evidence, StepStatus } from './event.ts'
import type { ServiceId, StepId } from './ids.ts'
import type { GateResult, Verdict } from './verdict.ts'

export interface StepState {
  id: StepId
  status: StepStatus
  durationMs: number
  /** Digest over the step's inputs when it last finished: equal = the result still holds. */
  inputs?: string
  evidence: Evidence[]
  error?: { code: string; message: string }
}

export interface ServiceMigration {
  id: ServiceId
  source?: string
  verdict: Verdict | 'running' | 'none'
  steps: StepState[]
}

/** Ops that were intended but never finished: what recovery looks at first. */
export interface OpenOp {
  op: string
  service: ServiceId
  step: StepId
  target: string
  preDigest: string | null
  postDigest: string | null
}

export interface MigrationState {
  services: Record<ServiceId, ServiceMigration>
  gates: Record<string, { result: GateResult; at: string }>
  answers: Record<string, { value: string; evidence: string }>
  openOps: OpenOp[]
  lastSeq: number
  lastAt?: string
}
