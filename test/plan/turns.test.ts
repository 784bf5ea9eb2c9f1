import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Claim, conflicts, letIn } from '../../src/plan/turns.ts'

const claim = fc
  .dictionary(fc.constantFrom('place', 'machine', 'disk'), fc.constantFrom('shared', 'exclusive'))
  .map((wants): Claim => ({ wants: wants as Claim['wants'] }))
/** Claims that could be held together, taken one by one. */
const held = fc.array(claim, { maxLength: 5 }).map((all) => {
  const kept: Claim[] = []
  for (const one of all) if (!kept.some((other) => conflicts(one, other))) kept.push(one)
  return kept
})
const pairs = (all: readonly Claim[]): [Claim, Claim][] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other): [Claim, Claim] => [one, other]))

describe('letIn', () => {
  it('never lets two hold what one of them wants alone', () => {
    fc.assert(
      fc.property(held, fc.array(claim), (inside, waiting) => {
        const all = [...inside, ...letIn(inside, waiting)]
        expect(pairs(all).filter(([a, b]) => conflicts(a, b))).toEqual([])
      }),
    )
  })

  it('lets nobody overtake one it conflicts with', () => {
    fc.assert(
      fc.property(held, fc.array(claim), (inside, waiting) => {
        const granted = new Set(letIn(inside, waiting))
        for (const [earlier, later] of pairs(waiting))
          if (granted.has(later) && conflicts(earlier, later)) expect(granted.has(earlier)).toBe(false)
        for (const [earlier, later] of pairs(waiting))
          if (!granted.has(earlier) && conflicts(earlier, later)) expect(granted.has(later)).toBe(false)
      }),
    )
  })

  it('ends: whoever waits is let in once those inside leave, in whatever order they do', () => {
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, dice) => {
        const waiting = [...all]
        const inside: Claim[] = []
        for (let rounds = 0; waiting.length + inside.length > 0; rounds++) {
          expect(rounds).toBeLessThan(100)
          for (const one of letIn(inside, waiting)) {
            waiting.splice(waiting.indexOf(one), 1)
            inside.push(one)
          }
          expect(inside.length).toBeGreaterThan(0)
          inside.splice(dice.next().value! % inside.length, 1)
        }
      }),
    )
  })

  it.each<[string, Claim['wants'][], number]>([
    ['those who share go together', [{ machine: 'shared' }, { machine: 'shared' }], 2],
    ['one alone waits for nobody', [{ machine: 'exclusive' }], 1],
    ['who shares waits behind one who wants it alone', [{ machine: 'exclusive' }, { machine: 'shared' }], 1],
    ['other things do not matter', [{ machine: 'exclusive' }, { place: 'exclusive' }], 2],
    ['who wants nothing is never kept', [{ machine: 'exclusive' }, {}], 2],
  ])('%s', (_name, wants, count) => {
    expect(
      letIn(
        [],
        wants.map((one) => ({ wants: one })),
      ),
    ).toHaveLength(count)
  })
})
