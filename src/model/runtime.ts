// The one interface every runtime implements, and the nouns that cross it. Contract: test/runtime/contract.ts.
import type { RuntimeKind, ServiceId } from './ids.ts'
import type { EndpointMap } from './platform.ts'
import type { HealthProbe, HealthSpec } from './service.ts'

export type InstanceState = 'absent' | 'starting' | 'running' | 'restarting' | 'exited' | 'failed' | 'embedded'
export type HealthState = 'healthy' | 'degraded' | 'unhealthy' | 'starting' | 'unknown' | 'none'

/** Everything needed to run one service, resolved: no placeholder is left in it. */
export interface LaunchSpec {
  service: ServiceId
  kind: 'app' | 'infra'
  /** Where the program comes from: bundled implementation, migrated tree, legacy twin, infrastructure binary. */
  origin: 'bundled' | 'stack' | 'legacy' | 'infra'
  command: string[]
  cwd: string
  env: Record<string, string>
  /** File of further variables that are no part of any record: credentials. */
  privateEnv?: string
  /** Ports it will listen on at 127.0.0.1 (local) or publish (docker), by name. */
  ports: Record<string, number>
  health: HealthSpec
  /** Files written before the start (configuration), absolute path → content. */
  files: Record<string, string>
  /** Folders created before the start. */
  folders: string[]
  stopGraceMs: number
  /** Content digest over all of the above and the program's own files: equal digest = nothing to do. */
  digest: string
}

export interface InstanceObserved {
  service: ServiceId
  state: InstanceState
  health: HealthState
  /** Asked what, got what, after how long. */
  reason?: string
  digest?: string
  origin?: LaunchSpec['origin']
  pid?: number
  container?: string
  restarts: number
  startedAtMs?: number
  exitCode?: number | null
  signal?: string | null
  /** What it was started from, where the runtime keeps it: lets a plan say which field changed. */
  spec?: LaunchSpec
  ports: Record<string, number>
}

export interface Observed {
  atMs: number
  instances: Map<ServiceId, InstanceObserved>
}

export interface LogLine {
  service: ServiceId
  stream: 'stdout' | 'stderr'
  /** Milliseconds since the epoch when known. */
  atMs?: number
  text: string
}

export interface LogQuery {
  services: ServiceId[]
  follow: boolean
  sinceMs?: number
  tail?: number
}

/** A thing in the way of a start, found before anything was changed. */
export interface PreflightProblem {
  service: ServiceId
  code: string
  message: string
  hints: string[]
}

export interface Runtime {
  readonly kind: RuntimeKind
  /** Addresses as the services themselves see them. */
  endpoints(): EndpointMap
  /** Addresses as this tool sees them (published ports); equals endpoints() on the local runtime. */
  hostEndpoints(): EndpointMap
  observe(options?: { probe?: boolean; services?: ServiceId[] }): Promise<Observed>
  preflight(specs: LaunchSpec[]): Promise<PreflightProblem[]>
  /** Starts one instance and returns once the process exists (not: is ready). Idempotent by digest. */
  start(spec: LaunchSpec, options?: { restarts?: number }): Promise<InstanceObserved>
  /** Asks the service once whether it is well. */
  probe(service: ServiceId): Promise<{ health: HealthState; reason: string }>
  /** SIGTERM, grace, then SIGKILL of the whole tree; returns when all of it is gone. Idempotent. */
  stop(service: ServiceId, options?: { graceMs?: number }): Promise<void>
  logs(query: LogQuery, signal: AbortSignal): AsyncIterable<LogLine>
  /** Removes what `down` must not leave: run records, locks, empty folders. With `volumes`, the data too. */
  cleanup(options: { volumes: boolean }): Promise<void>
}

/** Asks a service once whether it is well; `probes/health.ts` answers for real, tests pass a fake. */
export type AskHealth = (
  probe: HealthProbe,
  address: { host: string; ports: Record<string, number>; timeoutMs: number },
) => Promise<{ health: HealthState; reason: string }>

/** A runtime without a restarter of its own: the tool's supervisor restarts what crashes, and says so here. */
export interface SupervisedRuntime extends Runtime {
  /** The specs of everything that was started and not stopped since, as it was started. */
  startedSpecs(): Promise<LaunchSpec[]>
  /** Notes what the supervisor does about a dead instance: shown by `observe` until the next start. */
  mark(service: ServiceId, note: { state: 'restarting' | 'failed'; reason: string }): Promise<void>
}
