// De-containerised systems migrated forward (migration.md 16): traps stay, no place gets a wrong target, nothing is left in
// silence, each service is seen with its ports; recall may only rise. A failure is told with its seed and shrunk to one file; the table is printed by role.
import { afterAll, describe, expect, test } from 'vitest'
import { forwardMany, type GeneratedJudgement, story } from '../../support/decontainerise/forward.ts'
import { scaled } from '../../support/long.ts'
import { grammars } from '../../support/rewrite.ts'
import { byRole, scoreOf, scoreTable } from '../../support/score.ts'

const BATCH = 20
const batches = Array.from({ length: scaled(3, 100) }, (_, index) => 1 + index * BATCH)
/** Shares that are reached: raise them when they rise. */
const LEAST = { recall: 0.99, withAsked: 0.998 }
const all: GeneratedJudgement[] = []

describe.each(batches)('systems of the seeds from %i', (seed) => {
  test('are led back to their containers', { timeout: 120_000 }, async () => {
    const { judged, failures, misdrawn } = await forwardMany({ seed, count: BATCH, grammars })
    all.push(...judged)
    const { recall, withAsked } = scoreOf(judged)
    const grave = failures.filter(({ bad: { outcome } }) => !['asked', 'missed'].includes(outcome))
    const stories = await Promise.all(grave.slice(0, 5).map(({ system, bad }) => story(system, bad, grammars)))
    expect(stories.join('\n\n')).toBe('')
    expect(misdrawn).toEqual([])
    expect(recall).toBeGreaterThanOrEqual(LEAST.recall)
    expect(withAsked).toBeGreaterThanOrEqual(LEAST.withAsked)
  })
})

afterAll(() => console.log(scoreTable('role', all, byRole).join('\n')))
