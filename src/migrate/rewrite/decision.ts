// What one hit comes to: findings to report, spans to replace, questions to ask. Rules say the role; decide.ts says this.
import type { Action, Question, Role } from '../../model/endpoint.ts'
import type { Part } from './render.ts'

/** One span and its new words; with `variable`, the environment carries them and the source stays. */
export interface Replacement {
  start: number
  end: number
  parts: Part[]
  /** Start and end of the default this span lies in, for `variable`. */
  region?: { start: number; end: number; variable: string }
  /** The edit replaces a reference by text: the tree does change shape there. */
  reshapes?: boolean
}

export interface Draft {
  start: number
  end: number
  /** Set when the span lies in another file of the service. */
  file?: string
  action: Action
  replacement?: Replacement
  reason: string
  evidence: string[]
  alternatives: string[]
  target?: string
  question?: string
  /** Differs from the hit's own role only for parts found elsewhere. */
  role?: Role
}

export interface Decision {
  role: Role
  rule: string
  drafts: Draft[]
  question?: Question
  /** Path → mount, for the report. */
  mount?: { path: string; target: string }
}
