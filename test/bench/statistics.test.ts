import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, quantile, ratios, rounded, spread } from '../../src/bench/statistics.ts'

const samples = fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1, maxLength: 50 })

describe('quantile', () => {
  it.each([
    [[5], 0.99, 5],
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.91, 10],
    [[2, 1], 0, 1],
    [[2, 1], 1, 2],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected)
  })

  it('is the smallest sample that at least that share does not exceed', () => {
    fc.assert(
      fc.property(samples, fc.double({ noNaN: true, min: 0.01, max: 1 }), (values, share) => {
        const found = quantile(values, share)
        const upTo = (limit: number): number => values.filter((value) => value <= limit).length
        const below = Math.max(Number.NEGATIVE_INFINITY, ...values.filter((value) => value < found))
        expect(values).toContain(found)
        expect(upTo(found)).toBeGreaterThanOrEqual(Math.ceil(share * values.length))
        expect(upTo(below)).toBeLessThan(Math.ceil(share * values.length))
      }),
    )
  })

  it('of nothing is an error, never a figure', () => {
    expect(() => quantile([], 0.5)).toThrow('no samples')
  })
})

describe('median and spread', () => {
  it.each([
    [[7], 7, [7, 7]],
    [[1, 9], 5, [1, 9]],
    [[9, 1, 2], 2, [1, 9]],
    [[4, 1, 3, 2], 2.5, [1, 4]],
  ])('of %j are %d and %j', (values, middle, range) => {
    expect(median(values)).toBe(middle)
    expect(spread(values)).toEqual(range)
  })

  it('leave the samples as they were', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('ratios', () => {
  it('pair each round with its own floor', () => {
    expect(ratios([2, 40], [1, 10])).toEqual([2, 4])
  })

  it('leave out rounds without a floor', () => {
    expect(ratios([2, 3, 4], [1, 0])).toEqual([2])
  })

  it('do not change when both sides of a round slow down together', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0.5, max: 8 }), (slower) => {
        const [before] = ratios([3], [2])
        const [after] = ratios([3 * slower], [2 * slower])
        expect(after).toBeCloseTo(before!, 9)
      }),
    )
  })
})

it.each([
  [0.123456, 0.1235],
  [27.1249, 27.12],
  [128_356, 128_400],
  [0, 0],
])('rounds %d to %d', (value, expected) => {
  expect(rounded(value)).toBe(expected)
})
