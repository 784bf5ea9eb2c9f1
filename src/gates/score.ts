// The score of the final gate (platform.md 5.3): all critical, 90 % of the important, 80 % of the rest. `conditional` is a
// grade for people; as a verdict it is never a pass.
import type { CheckLevel } from '../model/gate.ts'
import type { CheckResult, Verdict } from '../model/verdict.ts'

export type Grade = 'pass' | 'conditional' | 'fail'

export interface Leveled {
  level: CheckLevel
  result: CheckResult
}

const PASS_SHARE: Record<CheckLevel, number> = { critical: 1, important: 0.9, nice: 0.8 }
const CONDITIONAL_SHARE: Record<CheckLevel, number> = { critical: 1, important: 0.8, nice: 0 }

/**
 * What is not known counts once against and once for the gate. Good either way: pass. Bad either way: fail. The grade is
 * the pessimistic one.
 */
export function score(checks: readonly Leveled[]): { grade: Grade; verdict: Verdict } {
  if (checks.length === 0) return { grade: 'fail', verdict: 'inconclusive' }
  const worst = gradeOf(checks, (verdict) => verdict === 'pass')
  const best = gradeOf(checks, (verdict) => verdict !== 'fail')
  if (worst === 'pass') return { grade: 'pass', verdict: 'pass' }
  return { grade: worst, verdict: best === 'pass' ? 'inconclusive' : 'fail' }
}

function gradeOf(checks: readonly Leveled[], holds: (verdict: Verdict) => boolean): Grade {
  const reaches = (shares: Record<CheckLevel, number>): boolean =>
    (Object.keys(shares) as CheckLevel[]).every((level) => {
      const those = checks.filter((check) => check.level === level)
      return those.filter(({ result }) => holds(result.verdict)).length >= shares[level] * those.length
    })
  if (reaches(PASS_SHARE)) return 'pass'
  return reaches(CONDITIONAL_SHARE) ? 'conditional' : 'fail'
}
