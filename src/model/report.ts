// Reports: what the control plane answers with; `--json` prints these objects as they are (keys are promises, design.md 6).
import type { Evidence, StepStatus } from './event.ts'
import type { RuntimeKind, ServiceId, StepId } from './ids.ts'
import type { HealthState, InstanceState } from './runtime.ts'
import type { Verdict } from './verdict.ts'

export interface PsService {
  id: ServiceId
  kind: 'app' | 'infra'
  state: InstanceState
  health: HealthState
  restarts: number
  uptimeSeconds: number
  ports: Record<string, number>
  pid?: number
  container?: string
  reason?: string
  origin?: string
  cpuPercent?: number
  memoryBytes?: number
}

export interface PsReport {
  platform: string
  runtime: RuntimeKind
  services: PsService[]
}

export interface MigrateReport {
  runId: string
  verdict: Verdict
  services: {
    id: ServiceId
    verdict: Verdict
    steps: {
      id: StepId
      status: StepStatus | 'skipped'
      durationMs: number
      evidence: Evidence[]
      error?: { code: string; message: string }
    }[]
  }[]
  /** With --dry-run: what would be written, in order. */
  plan?: { service: ServiceId; step: StepId; target: string; change: 'create' | 'change' | 'remove' }[]
  /** Services whose failed gate took them back, and those rolled back on request. */
  rolledBack?: ServiceId[]
  /** Open questions, when there are any; the answers file that was written for them. */
  questions?: { id: string; prompt: string; candidates: string[] }[]
  answersFile?: string
  changes: number
}

/** What `init` wrote. */
export interface InitReport {
  platform: string
  /** With --from: the tree that was surveyed. */
  source?: string
  /** Relative to the platform folder. */
  files: string[]
  services: ServiceId[]
  infra: ServiceId[]
  /** Places the rewrite will ask about. */
  questions: number
}

export interface UpReport {
  runtime: RuntimeKind
  ready: boolean
  durationMs: number
  services: {
    id: ServiceId
    outcome: 'started' | 'unchanged' | 'restarted' | 'failed' | 'skipped'
    afterMs: number
    reason?: string
  }[]
  /** Services of the catalog that have no implementation yet. */
  notImplemented: ServiceId[]
}

export interface DoctorReport {
  ok: boolean
  checks: {
    id: string
    title: string
    verdict: 'pass' | 'warn' | 'fail'
    found: string
    expected: string
    hints: string[]
  }[]
}

/** Where we are and what to do next (platform.md 5.3, G-state). */
export interface StatusReport {
  platform: string
  runtime: RuntimeKind
  running: { infra: [number, number]; apps: [number, number] }
  migrated: [number, number]
  gates: { name: string; verdict: Verdict; at: string }[]
  questions: number
  openOps: number
  next: string[]
}
