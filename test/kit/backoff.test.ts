import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burstDelay, isSpent, nextJitter, withinWindow } from '../../src/kit/backoff.ts'

describe('burst', () => {
  it('doubles from 25 ms to 1 s and stays there', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 50].map(burstDelay)).toEqual([25, 50, 100, 200, 400, 800, 1000, 1000])
  })
})

describe('decorrelated jitter', () => {
  const options = { baseMs: 250, capMs: 30_000 }
  it('stays between base and cap, and below three times the last delay', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 60_000, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (last, random) => {
          const next = nextJitter(last, random, options)
          expect(next).toBeGreaterThanOrEqual(options.baseMs)
          expect(next).toBeLessThanOrEqual(Math.min(options.capMs, Math.max(options.baseMs, last * 3)))
        },
      ),
    )
  })
  it('uses its whole range', () => {
    expect(nextJitter(1000, 0, options)).toBe(250)
    expect(nextJitter(1000, 0.5, options)).toBe(1625)
    expect(nextJitter(29_000, 0.999, options)).toBe(30_000)
  })
})

describe('restart budget', () => {
  const budget = { limit: 2, windowMs: 100 }
  it('forgets what is older than its window', () => {
    expect(withinWindow([0, 50, 90], 100, budget)).toEqual([50, 90])
    expect(isSpent([0, 90], 100, budget)).toBe(false)
    expect(isSpent([50, 90], 100, budget)).toBe(true)
    expect(isSpent([], 0, budget)).toBe(false)
  })
})
