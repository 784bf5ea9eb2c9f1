// The endpoint model of the survey and of the rewrite step (migration.md 3 and 4): one record per place where a program
// learns an address, with its role, what is done about it and why.

export const ROLES = [
  'dynamic',
  'doc',
  'test',
  'self-probe',
  'bind',
  'local-only',
  'origin',
  'browser',
  'advertised',
  'host-peer',
  'fallback',
  'path',
  'peer',
  'unknown',
] as const
/** In order of precedence: when several fit, the first wins. */
export type Role = (typeof ROLES)[number]

export type Action = 'edit' | 'env' | 'keep' | 'ask' | 'shim' | 'risk'

/** One occurrence as reported by `survey --json` and `migrate`; `text` is the exact source slice. */
export interface EndpointFinding {
  service: string
  /** Relative to the source root, `/` as separator. */
  file: string
  /** 1-based. */
  line: number
  /** 1-based, in UTF-16 units. */
  column: number
  text: string
  role: Role
  action: Action
  /** What stands in place of `text` afterwards; only for `edit`. */
  replacement?: string
  /** `service:port` the place will point to (container form). */
  target?: string
  /** Environment variable that decides, for `env`. */
  variable?: string
  reason: string
  /** Id of the rule that decided, shown by `explain`. */
  rule: string
  /** What was weighed: shown by `explain`. */
  evidence: string[]
  alternatives: string[]
  /** For `ask`: id of the question (no line numbers in it). */
  question?: string
}

/** A minimal edit in UTF-16 offsets of the decoded text. */
export interface SpanEdit {
  start: number
  end: number
  replacement: string
}

export interface Question {
  id: string
  kind: 'target' | 'port' | 'path' | 'role' | 'name'
  service: string
  prompt: string
  /** Best first. */
  candidates: string[]
  occurrences: { file: string; line: number; text: string }[]
}

export interface SurveyedService {
  id: string
  path: string
  language: string
  framework?: string
  entry?: string
  command?: string[]
  ports: number[]
  /** Where each port was found (`file:line`), what it is for, and how strong that is: 1 launcher argument … 6 framework default. */
  portDetails?: { port: number; role: string; evidence: string; rank: number; why: string }[]
  /** Host ports that lead to one of its own, as compose publishes them. */
  published?: { host: number; container: number }[]
  /** What starts it, most trusted first. */
  launchers?: { kind: string; file: string; line: number; name?: string }[]
  /** What the ports leave open. */
  portNotes?: string[]
  lockFiles?: string[]
  configuration?: string[]
  /** Names, never values. */
  secrets?: string[]
  dataFolders?: string[]
  /** Files outside its folder that it takes in. */
  shared?: string[]
  priority: string
  risk: string
  effortHours: number
  /** Predicted from counted features, see survey/risk.ts. */
  effortMinutes: number
  dependsOn: string[]
  manifests: string[]
  environment: string[]
  healthPath?: string
  /** Why the risk is what it is, each with file:line. */
  risks: string[]
}

export const EDGE_KINDS = [
  'http',
  'grpc',
  'bus',
  'database',
  'cache',
  'store',
  'discovery',
  'upstream',
  'start-order',
  'variable',
  'external',
  'socket',
] as const
export type EdgeKind = (typeof EDGE_KINDS)[number]

/** One reason to believe in an edge. */
export interface EdgeEvidence {
  via: string
  kind: EdgeKind
  file: string
  line: number
  /** 0 to 1. */
  confidence: number
}

/** `from` needs `to`. The strongest evidence is shown on the edge; `parts` holds all of it. */
export interface SurveyEdge extends EdgeEvidence {
  from: string
  to: string
  parts: EdgeEvidence[]
}

export interface SurveyNode {
  id: string
  /** `app`: of the tree; `infra`: a server that is run for it; `external`: somebody else's. */
  kind: 'app' | 'infra' | 'external'
  title?: string
  /** Where it was first seen. */
  file?: string
  line?: number
  /** Ports of the legacy host that lead to it. */
  ports: number[]
}

/** Data that goes from one service to another through a broker: no start order. */
export interface SurveyFlow {
  from: string
  to: string
  subject: string
  /** What the receiver asks for, where it is a pattern. */
  pattern?: string
  broker?: string
  publish: { file: string; line: number }
  subscribe: { file: string; line: number }
  confidence: number
}

/** A thing several services hold: a table, a bucket, a file. */
export interface SharedThing {
  kind: 'table' | 'bucket' | 'file' | 'database'
  name: string
  services: string[]
  /** Services that write it. */
  writers: string[]
  places: { service: string; file: string; line: number }[]
}

export interface SurveyCycle {
  services: string[]
  edges: { from: string; to: string; file: string; line: number }[]
}

/** Runtime evidence beside what the tree says; `tree` or `host` alone is a disagreement. */
export interface LiveReport {
  processes: { service: string; pid: number }[]
  ports: { service: string; port: number; seen: 'both' | 'tree' | 'host' }[]
  edges: { from: string; to: string; seen: 'both' | 'tree' | 'host' }[]
  /** Processes whose sockets could not be read. */
  unreadable: number
}

export interface SurveyReport {
  source: string
  services: SurveyedService[]
  nodes: SurveyNode[]
  edges: SurveyEdge[]
  flows: SurveyFlow[]
  shared: SharedThing[]
  cycles: SurveyCycle[]
  endpoints: EndpointFinding[]
  waves: string[][]
  questions: Question[]
  /** Files looked at but not covered, with the reason: never skipped in silence. */
  notCovered: { file: string; reason: string; hits: number }[]
  /** With --live. */
  live?: LiveReport
}
