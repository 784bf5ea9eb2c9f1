// The score of the final gate at its thresholds, and that what is not known never makes a pass.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Leveled, score } from '../../src/gates/score.ts'
import type { CheckLevel } from '../../src/model/gate.ts'
import type { CheckResult, Verdict } from '../../src/model/verdict.ts'

const of = (level: CheckLevel, pass: number, fail: number, inconclusive = 0): Leveled[] =>
  (
    [
      ['pass', pass],
      ['fail', fail],
      ['inconclusive', inconclusive],
    ] as [Verdict, number][]
  ).flatMap(([verdict, count]) => Array.from({ length: count }, () => ({ level, result: { verdict } as CheckResult })))

test.each<[string, Leveled[], string, Verdict]>([
  ['nothing', [], 'fail', 'inconclusive'],
  ['all pass', [...of('critical', 3, 0), ...of('important', 10, 0), ...of('nice', 5, 0)], 'pass', 'pass'],
  [
    '9 of 10 important, 4 of 5 nice',
    [...of('critical', 3, 0), ...of('important', 9, 1), ...of('nice', 4, 1)],
    'pass',
    'pass',
  ],
  ['8 of 10 important', [...of('critical', 3, 0), ...of('important', 8, 2)], 'conditional', 'fail'],
  ['7 of 10 important', [...of('critical', 3, 0), ...of('important', 7, 3)], 'fail', 'fail'],
  ['3 of 5 nice', [...of('critical', 3, 0), ...of('nice', 3, 2)], 'conditional', 'fail'],
  ['one critical failed', [...of('critical', 9, 1), ...of('important', 10, 0)], 'fail', 'fail'],
  ['one critical not known', [...of('critical', 9, 0, 1), ...of('important', 10, 0)], 'fail', 'inconclusive'],
  ['critical failed and another not known', of('critical', 8, 1, 1), 'fail', 'fail'],
])('%s', (_name, checks, grade, verdict) => {
  expect(score(checks)).toEqual({ grade, verdict })
})

test('a check that gets worse never makes the verdict better', () => {
  const rank: Record<Verdict, number> = { pass: 0, inconclusive: 1, fail: 2 }
  const one = fc.record({
    level: fc.constantFrom<CheckLevel>('critical', 'important', 'nice'),
    verdict: fc.constantFrom<Verdict>('pass', 'inconclusive', 'fail'),
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), fc.nat(), (list, at) => {
      const leveled = (all: typeof list): Leveled[] =>
        all.map(({ level, verdict }) => ({ level, result: { verdict } as CheckResult }))
      const index = at % list.length
      const worse = list.map((entry, i) => (i === index ? { ...entry, verdict: 'fail' as const } : entry))
      expect(rank[score(leveled(worse)).verdict]).toBeGreaterThanOrEqual(rank[score(leveled(list)).verdict])
    }),
  )
})
