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
  priority: string
  risk: string
  effortHours: number
  dependsOn: string[]
  manifests: string[]
  environment: string[]
  healthPath?: string
  /** Why the risk is what it is, each with file:line. */
  risks: string[]
}

export interface SurveyEdge {
  from: string
  to: string
  via: string
  file: string
  line: number
  confidence: number
}

export interface SurveyReport {
  source: string
  services: SurveyedService[]
  edges: SurveyEdge[]
  endpoints: EndpointFinding[]
  waves: string[][]
  questions: Question[]
  /** Files looked at but not covered, with the reason: never skipped in silence. */
  notCovered: { file: string; reason: string; hits: number }[]
}
