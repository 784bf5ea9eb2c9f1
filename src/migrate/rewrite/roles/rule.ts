// A role rule: when it fits and why. Its examples are its tests (test/migrate/rewrite/roles.test.ts runs them all).
import type { Action, Role } from '../../../model/endpoint.ts'
import type { Subject } from '../subject.ts'

export interface Rule {
  id: string
  role: Role
  /** Reason in words when the rule fits. */
  fits(subject: Subject): string | undefined
  examples: Example[]
}

/** A small file of the invented service `crane` (legacy port 6101, container 8080) and what must come out. */
export interface Example {
  file: string
  source: string
  /** Occurrences in order: exact text, role, action, and what stands there afterwards (edits only). */
  expect: [text: string, role: Role, action: Action, after?: string][]
  /** Environment the plan must set. */
  environment?: Record<string, string>
}
