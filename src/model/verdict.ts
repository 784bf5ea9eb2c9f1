// Verdicts: a negative answer is not an error, and no data is never a pass.

export type Verdict = 'pass' | 'fail' | 'inconclusive'

export interface CheckResult {
  id: string
  title: string
  verdict: Verdict
  observed: string | number | null
  expected: string | number | null
  unit?: string
  samples: number
  attempts: number
  /** What was asked and what came back; shown to people and kept as evidence. */
  reason: string
  durationMs: number
}

export interface GateResult {
  gate: string
  title: string
  verdict: Verdict
  /** Only of gates that are scored; `conditional` is not a pass. */
  grade?: 'pass' | 'conditional' | 'fail'
  checks: CheckResult[]
  startedAt: string
  durationMs: number
}

const RANK: Record<Verdict, number> = { pass: 0, inconclusive: 1, fail: 2 }

/** The worst of the verdicts: fail > inconclusive > pass; of none: inconclusive. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'inconclusive'
  return verdicts.reduce((worst, verdict) => (RANK[verdict] > RANK[worst] ? verdict : worst))
}
