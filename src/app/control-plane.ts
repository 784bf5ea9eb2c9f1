// What the platform can be asked and told to do: the one interface between the commands and everything behind them.
// `context.ts` opens it.

import type { BenchReport } from '../model/bench.ts'
import type { EndpointFinding, SurveyEdge, SurveyReport } from '../model/endpoint.ts'
import type { OnProgress } from '../model/event.ts'
import type { FeedListener } from '../model/feed.ts'
import type { ServiceId, StepId, Wave } from '../model/ids.ts'
import type { Plan } from '../model/plan.ts'
import type { Catalog } from '../model/platform.ts'
import type { DoctorReport, InitReport, MigrateReport, PsReport, StatusReport, UpReport } from '../model/report.ts'
import type { LogLine, LogQuery } from '../model/runtime.ts'
import type { MigrationState } from '../model/state.ts'
import type { GateResult } from '../model/verdict.ts'

export interface Running {
  signal: AbortSignal
  progress: OnProgress
}

export interface SurveyOptions {
  source?: string
  endpointsFile?: string
  answersFile?: string
  /** Looks at the sockets of this host as well. */
  live?: boolean
  services?: ServiceId[]
}

export interface InitOptions {
  /** Folder of the new platform; default: the working directory. */
  dir?: string
  /** Root of a legacy tree to draft definitions from. */
  from?: string
  endpointsFile?: string
}

export interface MigrateOptions {
  services: ServiceId[]
  task?: string
  priority?: Wave
  all?: boolean
  source?: string
  endpointsFile?: string
  answersFile?: string
  dryRun?: boolean
  from?: StepId
  until?: StepId
  /** Services of one wave at a time; as many as the machine has cores unless told. */
  parallel?: number
}

export interface ControlPlane {
  readonly catalog: Catalog
  ps(): Promise<PsReport>
  plan(services: ServiceId[]): Promise<Plan>
  up(options: { services: ServiceId[]; until: 'started' | 'ready' }, running: Running): Promise<UpReport>
  down(options: { volumes: boolean }, running: Running): Promise<{ stopped: ServiceId[] }>
  restart(services: ServiceId[], running: Running): Promise<UpReport>
  logs(query: LogQuery, signal: AbortSignal): AsyncIterable<LogLine>
  state(): MigrationState
  init(options: InitOptions): Promise<InitReport>
  survey(options: SurveyOptions): Promise<SurveyReport>
  explain(
    options: SurveyOptions & { file: string; line: number },
  ): Promise<{ endpoints: EndpointFinding[]; edges: SurveyEdge[] }>
  migrate(options: MigrateOptions, running: Running): Promise<MigrateReport>
  rollback(services: ServiceId[], running: Running): Promise<MigrateReport>
  gates(): Promise<{ name: string; title: string; needs: ServiceId[] }[]>
  gate(names: string[], running: Running): Promise<GateResult[]>
  /** Keeps what the legacy service at `from` answers; its migrated form has to answer alike. */
  recordGate(service: ServiceId, from: string, running: Running): Promise<{ file: string; replies: number }>
  /** Sends load to services of this host; no name means every benchmark that can run. */
  bench(names: string[], running: Running): Promise<BenchReport>
  doctor(options: { fix: boolean }, running: Running): Promise<DoctorReport>
  renderCompose(options: {
    check: boolean
  }): Promise<{ files: { file: string; state: 'equal' | 'written' | 'differs' }[] }>
  status(): Promise<StatusReport>
  tracker(options: { write: boolean }, running: Running): Promise<{ file: string; text: string }>
  /** Writes a report of any format, whole or not at all. */
  writeReport(file: string, text: string): Promise<void>
  nowMs(): number
  /** `host:port` of a service as this tool reaches it. */
  address(service: ServiceId, port: string): string
  /** Services that must be well for the platform to be: those that can run here and are not optional. */
  needed(): Promise<ServiceId[]>
  /** The supervisor loop of the local runtime; returns when `down` or a signal ends it. */
  supervise(signal: AbortSignal): Promise<void>
  /** Feeds the dashboard until the signal aborts; never throws for a source that is down. */
  watch(listener: FeedListener, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
