// What a step is and what it is given. A step plans from facts, acts only through what the context hands it, leaves
// evidence, and can be taken back; which steps exist and in which order says index.ts.

import type { Journal } from '../../journal/append.ts'
import type { FileChange, JournalledFiles } from '../../journal/files.ts'
import type { Clock } from '../../kit/clock.ts'
import type { BuildPlan } from '../../model/build.ts'
import type { EndpointFinding, Question, SurveyReport } from '../../model/endpoint.ts'
import type { Evidence } from '../../model/event.ts'
import type { ServiceId, StepId } from '../../model/ids.ts'
import type { Catalog, PlatformPaths } from '../../model/platform.ts'
import type { InstanceObserved } from '../../model/runtime.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import type { MigrationState } from '../../model/state.ts'
import type { CheckResult } from '../../model/verdict.ts'
import type { Answer } from '../answers.ts'
import type { SecretPlace } from '../secrets/move.ts'
import type { EvidenceStore } from './evidence.ts'

/** One file of the service as it will lie in stack/<id>/. */
export interface SourceFile {
  path: string
  /** Where it came from, relative to the source root; generated files have none. */
  origin?: string
  mode: number
  size: number
  sha256: string
  read: () => Uint8Array
}

/** The source of one service: a folder of the legacy tree, or a bundled implementation. Only ever read. */
export interface ServiceSource {
  kind: 'legacy' | 'bundled'
  /** For people: where it was taken from. */
  from: string
  language: string
  files: SourceFile[]
  excluded: { reason: string; count: number; examples: string[] }[]
  /** Over paths, modes and contents. */
  digest: string
  /** How it is started, inside its folder, in container form. */
  command: string[]
  /** Its own folder among the files, where it runs; absent: at their top. */
  folder?: string
  /** Where its launcher stood, for a program that is compiled; absent: in its folder. */
  runsIn?: string
  /** Folders of `files` that Python looks modules up in, beside its own. */
  modulePath?: string[]
}

/** Addresses of containers (`nats:4222`) or of this host (`127.0.0.1:<port>`). */
export type Form = 'container' | 'local'

/** What the rewrite engine says of one service; the same call serves `survey`, so both agree to the byte. */
export interface RewriteOutcome {
  findings: EndpointFinding[]
  questions: Question[]
  notCovered: SurveyReport['notCovered']
  /** Variables the code already reads; values hold `${…}` placeholders. */
  environment: Record<string, string>
  /** Rewritten files by path in the service; untouched ones are absent. */
  files: (form: Form) => Map<string, Uint8Array>
  /** Hits left over that no finding explains: any one of them fails the audit. */
  unexplained: { file: string; line: number; text: string }[]
  secrets: SourceSecrets
}

/** Credentials of the source: in private files of `stack/secrets/<id>/`, and nowhere else, see migrate/secrets/. */
export interface SourceSecrets {
  /** Where they were, without their values. */
  places: SecretPlace[]
  /** Files of the source without them, for the copy. */
  clean: ReadonlyMap<string, Uint8Array>
  /** Variables that hold one. */
  environment: (form: Form) => Record<string, string>
  /** Files that the code reads one from, whole. */
  files: (form: Form) => ReadonlyMap<string, Uint8Array>
}

export const NO_SECRETS: SourceSecrets = {
  places: [],
  clean: new Map(),
  environment: () => ({}),
  files: () => new Map(),
}

/** A tree made ready to run on the machine of the tool, its dependencies installed. */
export interface PrepareRequest {
  service: ServiceDefinition
  language: string
  plan: BuildPlan
  files: { path: string; mode: number; bytes: Uint8Array }[]
  /** Configuration template in local form: placeholders are filled in at start. */
  config: string
  /** Files of the tree that hold credentials: the tree links to their private form. */
  privateFiles: { path: string; sha256: string }[]
}

export interface Prepared {
  /** Equal digest: nothing was built. */
  digest: string
  /** Lines for people: what was installed, from which cache. */
  notes: string[]
}

export type Section = 'component' | 'integration' | 'performance'

/** The world, as far as steps may touch it. */
export interface StepPorts {
  /** Builds what the runtime starts: an image, or the prepared tree of the local runtime. Idempotent. */
  prepare(request: PrepareRequest, signal: AbortSignal): Promise<Prepared>
  /** What `prepare` made is still there. */
  isPrepared(service: ServiceId): boolean
  /** Takes back `prepare`. */
  discard(service: ServiceId): Promise<void>
  /** Brings up others until they are ready; those without implementation are left out. */
  startNeeds(services: ServiceId[], signal: AbortSignal): Promise<void>
  /** What runs under this name now. */
  instance(service: ServiceId): Promise<InstanceObserved | undefined>
  /** Starts the migrated service and waits until it is ready; a running one of the same digest is left alone. */
  start(service: ServiceId, signal: AbortSignal): Promise<void>
  stop(service: ServiceId): Promise<void>
  /** Starts the former twin and waits until it is ready. */
  restartTwin(service: ServiceId): Promise<void>
  runChecks(service: ServiceId, section: Section, signal: AbortSignal): Promise<CheckResult[]>
  /** Makes every link lead to where its peer runs, given who runs migrated; says what it could not do. */
  settleLinks(inStack: ReadonlySet<ServiceId>): Promise<string[]>
  /** Error lines of its log since it was started. */
  logErrors(service: ServiceId): Promise<string[]>
  /** Others that the checks of a section speak to; the service itself is not among them. */
  checkNeeds(service: ServiceId, section: Section): ServiceId[]
  /** Digest of the checks of a section: changed checks are asked again. */
  checksDigest(service: ServiceId, section: Section): string
}

export interface StepContext {
  service: ServiceDefinition
  catalog: Catalog
  paths: PlatformPaths
  source: ServiceSource
  rewritten: RewriteOutcome
  /** Text of services/<id>/service.yaml and of its configuration template. */
  definitionText: string
  template: string
  /** Answers in use, each with the digest of what it rests on. */
  answers: Answer[]
  toolVersion: string
  runId: string
  files: JournalledFiles
  journal: Journal
  evidence: EvidenceStore
  state: () => MigrationState
  ports: StepPorts
  renderTracker: (state: MigrationState) => string
  clock: Clock
  signal: AbortSignal
  say: (text: string) => void
}

export interface StepResult {
  status: 'done' | 'failed' | 'inconclusive'
  evidence: Evidence[]
  error?: { code: string; message: string }
}

export interface Step {
  id: StepId
  title: string
  /** Facts the result rests on, beyond those of the steps before; equal facts = the result still holds. */
  inputs: (context: StepContext) => unknown
  /** Files the step wants to see, given what is read only; empty for steps that measure. */
  plan: (context: StepContext) => FileChange[]
  apply: (context: StepContext) => Promise<StepResult>
  /** Takes back what is not a file; files are taken back from the journal, newest first. */
  undo?: (context: UndoContext) => Promise<void>
}

/** Undo needs neither source nor definition: a service can be rolled back after both are gone. */
export interface UndoContext {
  service: ServiceId
  journal: Journal
  catalog: Pick<Catalog, 'services'>
  ports: Pick<StepPorts, 'stop' | 'restartTwin' | 'discard' | 'settleLinks'>
}

export function done(...evidence: Evidence[]): StepResult {
  return { status: 'done', evidence }
}

export function failed(message: string, evidence: Evidence[], code = 'STEP_FAILED'): StepResult {
  return { status: 'failed', evidence, error: { code, message } }
}

export function inconclusive(message: string, evidence: Evidence[], code = 'STEP_FAILED'): StepResult {
  return { status: 'inconclusive', evidence, error: { code, message } }
}
