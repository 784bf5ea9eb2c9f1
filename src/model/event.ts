// Events: something happened, past tense. The journal keeps them all; views and the TUI fold them.
import type { StepId } from './ids.ts'
import type { GateResult, Verdict } from './verdict.ts'

export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'inconclusive' | 'undone'

/** What evidence a step left: a file with its digest, or one measured fact. */
export interface Evidence {
  kind: 'file' | 'log' | 'measurement' | 'report'
  /** Path relative to the state folder, for files. */
  path?: string
  sha256?: string
  summary: string
}

/** How an intended op is taken back. `blob` is the digest of the kept old bytes; null = the file did not exist. */
export type UndoRecord =
  | { kind: 'restore-file'; path: string; blob: string | null; mode?: number }
  | { kind: 'remove-folder'; path: string }
  | { kind: 'restart-twin'; service: string }
  | { kind: 'none' }

export type EventBody =
  | { type: 'run.started'; command: string; args: string[]; operator: string; pid: number; host: string }
  | { type: 'run.finished'; verdict: Verdict; exit: number }
  | { type: 'migration.started'; service: string; source: string; sourceDigest: string; definitionDigest: string }
  | { type: 'step.started'; service: string; step: StepId; inputs: string }
  | {
      type: 'op.intended'
      op: string
      service: string
      step: StepId
      target: string
      preDigest: string | null
      postDigest: string | null
      undo: UndoRecord
    }
  | { type: 'op.finished'; op: string }
  | { type: 'op.undone'; op: string }
  | {
      type: 'step.finished'
      service: string
      step: StepId
      status: 'done' | 'failed' | 'inconclusive'
      durationMs: number
      evidence: Evidence[]
      error?: { code: string; message: string }
    }
  | { type: 'step.undone'; service: string; step: StepId }
  | { type: 'migration.finished'; service: string; verdict: Verdict }
  | { type: 'migration.rolledback'; service: string }
  /** Where `service` runs has changed: from now on its callers reach it there. */
  | { type: 'link.flipped'; service: string; to: 'stack' | 'host'; callers: string[] }
  | { type: 'question.answered'; id: string; value: string; by: string; evidence: string }
  | { type: 'gate.finished'; result: GateResult }
  | { type: 'service.started'; service: string; pid?: number; digest: string; cause: string }
  | { type: 'service.ready'; service: string; afterMs: number }
  | { type: 'service.stopped'; service: string; cause: string }
  | { type: 'service.exited'; service: string; code: number | null; signal: string | null; lastLines: string[] }
  | { type: 'service.restarted'; service: string; attempt: number; cause: string }
  | { type: 'stack.up'; services: string[]; digest: string }
  | { type: 'stack.down'; services: string[] }

/** One line of the journal. `seq` is gap-free; `run` ties events of one invocation together. */
export type Event = EventBody & { seq: number; at: string; run: string }

/** Progress for people while a command runs; not journalled. */
export type Progress =
  | { kind: 'started'; id: string; parent?: string; title: string }
  | { kind: 'output'; id: string; text: string }
  | {
      kind: 'finished'
      id: string
      status: 'done' | 'failed' | 'skipped' | 'inconclusive'
      title?: string
      detail?: string
    }
  | { kind: 'note'; text: string }
  /** Services about to be migrated at once, in order; none: their wave has ended. */
  | { kind: 'wave'; ids: string[] }

export type OnProgress = (progress: Progress) => void
