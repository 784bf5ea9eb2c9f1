// Gates as data: checks with expectations, and the probes that answer them. A check asks one question; expectations judge
// the answer. `catalog/gates.ts` reads definitions from YAML, `gates/` judges, `probes/` asks.
import type { ServiceId } from './ids.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One demand on the answer of a check. `at` is a path such as `body.tickers[0].price`; `` means the whole answer. */
export interface Expectation {
  at: string
  equals?: Json
  oneOf?: Json[]
  atLeast?: number
  atMost?: number
  /** Regular expression over the value as text. */
  matches?: string
  exists?: boolean
  /** True: differs from what the first attempt of this check saw; needs `within`. */
  changes?: boolean
}

export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: Json
  timeoutMs: number
}

export interface BusMessageSpec {
  subject: string
  payload: Json
  /** True: acknowledged by JetStream; false: fire and forget. */
  stored: boolean
}

/** How a member of a load body changes with the number of the request. */
export type Variation =
  | { cycle: Json[]; every: number }
  | { from: number; step: number; count: number }
  | { unique: string }

export type LoadShape =
  /** Each worker sends when its last answer came: says nothing about latency under a rate. */
  | { mode: 'closed'; samples: number; workers: number }
  /** Send times are fixed beforehand; latency counts from the intended time. */
  | { mode: 'open'; ratePerSecond: number; durationMs: number; connections: number }

export type CheckLevel = 'critical' | 'important' | 'nice'

interface CheckBase {
  id: string
  title: string
  /** Services that must run for the check to mean anything. */
  needs: ServiceId[]
  /** Checks that must have passed before; otherwise this one is not asked. */
  after: string[]
  expect: Expectation[]
  /** Attempts go on until the expectations hold or this much time has passed; 0 = one attempt. */
  withinMs: number
  everyMs: number
  /** Values of the answer kept for later checks: `${saved.<name>}`. */
  save: Record<string, string>
  level: CheckLevel
  section?: GateSection
}

export type Check =
  | (CheckBase & { kind: 'http'; request: HttpRequest })
  | (CheckBase & { kind: 'nats'; ask: NatsAsk; timeoutMs: number })
  | (CheckBase & { kind: 'redis'; command?: string[]; keys?: string; db: number })
  | (CheckBase & { kind: 'store'; table: string; where: Record<string, Json>; newerThan: 'run' | number | null })
  | (CheckBase & { kind: 'lake'; table: string })
  | (CheckBase & { kind: 'process'; service: ServiceId; stableForMs: number })
  | (CheckBase & { kind: 'logs'; service: ServiceId; allow: string[] })
  | (CheckBase & { kind: 'file'; path: string })
  | (CheckBase & { kind: 'gate'; gate: string })
  | LatencyCheck

export interface LatencyCheck extends CheckBase {
  kind: 'latency'
  request: HttpRequest
  vary: Record<string, Variation>
  load: LoadShape
  /** Requests before the measurement; cut and reported. */
  warmup: number
  /** What an answer must satisfy to count as a success; failures stay in the sample. */
  accept: Expectation[]
  successAtLeast: number
  quantiles: { quantile: number; limitMs: number }[]
  throughputAtLeast?: number
}

export type NatsAsk =
  | { stream: string; subject?: string }
  | { listen: string; match: Expectation[]; publish?: BusMessageSpec; http?: HttpRequest }
  | { request: string; payload: Json }

export type GateSection = 'component' | 'integration' | 'performance' | 'log'

export interface GateDefinition {
  name: string
  title: string
  needs: ServiceId[]
  checks: Check[]
  /** `worst`: the worst check decides. `score`: levels are counted (platform.md 5.3, G-final). */
  rule: 'worst' | 'score'
  file: string
}

/** What came back. `refused`: the service asked is at fault. `unavailable`: the question could not be put, so nothing is known. */
export type Answer =
  | { kind: 'answered'; value: Json; asked: string }
  | { kind: 'refused'; asked: string; reason: string }
  | { kind: 'unavailable'; asked: string; reason: string }

/** One request of a load run, in order of its intended time. All times in ms since the run began. */
export interface LoadSample {
  intendedMs: number
  sentMs: number
  doneMs: number
  ok: boolean
  /** Why not, for the first few failures. */
  problem?: string
}

export interface LoadRun {
  samples: LoadSample[]
  warmupCut: number
  durationMs: number
  /** Share of the time the generator itself was busy: near 1 it is the generator that was measured. */
  generatorBusy: number
}

export interface LoadQuestion {
  request: HttpRequest
  /** Body of the n-th request. */
  bodyOf: (index: number) => Json | undefined
  shape: LoadShape
  warmup: number
  accepts: (answer: Json) => boolean
}

export interface NatsQuestion {
  ask: NatsAsk
  timeoutMs: number
  /** For `listen`: is this the message that was waited for? */
  matches: (message: Json) => boolean
  /** Messages stored before this moment are older than the run. */
  runStartedMs: number
}

/** What a process looks like to a gate. */
export interface ProcessFacts {
  state: string
  reason?: string
  pid?: number
  restarts: number
  uptimeMs?: number
  rssMb?: number
}

/** Everything a gate may ask. Implementations in `probes/`; tests pass fakes. */
export interface Probes {
  http(request: HttpRequest, signal: AbortSignal): Promise<Answer>
  nats(question: NatsQuestion, signal: AbortSignal): Promise<Answer>
  redis(question: { command?: string[]; keys?: string; db: number }): Promise<Answer>
  store(question: { table: string; where: Record<string, Json>; fromMs?: number }): Promise<Answer>
  lake(question: { table: string }): Promise<Answer>
  process(service: ServiceId): Promise<ProcessFacts | undefined>
  logs(question: { service: ServiceId; allow: string[]; sinceMs: number }, signal: AbortSignal): Promise<Answer>
  file(question: { path: string }): Promise<Answer>
  load(question: LoadQuestion, signal: AbortSignal): Promise<LoadRun | { unavailable: string }>
  close(): Promise<void>
}

/** Time, passed in: a run on a simulated clock is the same run every time. */
export interface GateClock {
  nowMs(): number
  monotonicMs(): number
  /** Returns early, without throwing, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** What a load probe needs of the world: one request, answered in the form expectations read. */
export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<Answer>

/** Rows of the time-series store; undefined when there is no such table. The newest row comes first. */
export interface StoreReader {
  query(
    table: string,
    options: { where: Record<string, Json>; fromMs?: number; limit: number },
  ): Promise<Json[] | undefined>
}

/** A Delta table of the lake; undefined when it does not exist. `rows` is counted in the files, `numRecords` claimed by the log. */
export interface LakeReader {
  table(name: string): Promise<{ version: number; files: number; rows: number; numRecords: number } | undefined>
}
