// The bounds against the exact binomial, worked out here in another way, and against data whose quantile is known.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundRanks, effectiveSamples, fewestSamples, quantileBounds, sloVerdict } from '../../src/gates/quantile.ts'

/** P(B ≤ k) by the plain sum over integers: exact for small n. */
function binomialCdf(n: number, q: number, k: number): number {
  let total = 0
  for (let i = 0; i <= k; i++) {
    let ways = 1
    for (let j = 0; j < i; j++) ways = (ways * (n - j)) / (j + 1)
    total += ways * q ** i * (1 - q) ** (n - i)
  }
  return total
}

describe('fewest samples for an upper bound (control-plane.md 4)', () => {
  test.each([
    [0.5, 7],
    [0.95, 90],
    [0.99, 459],
    [0.999, 4603],
  ])('P%f: %i', (quantile, n) => {
    expect(fewestSamples(quantile)).toBe(n)
    expect(boundRanks(n, quantile).upper).toBe(n)
    expect(boundRanks(n - 1, quantile).upper).toBeUndefined()
  })
})

test('ranks equal the exact binomial', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.5, 0.9, 0.95, 0.99), (n, q) => {
      const { lower, upper } = boundRanks(n, q)
      const ranks = Array.from({ length: n }, (_, i) => i + 1)
      expect(upper).toBe(ranks.find((k) => binomialCdf(n, q, k - 1) >= 0.99 - 1e-12))
      expect(lower).toBe(ranks.findLast((k) => binomialCdf(n, q, k - 1) <= 0.01 + 1e-12))
    }),
  )
})

test('large samples neither overflow nor lose the quantile', () => {
  const { lower, upper } = boundRanks(300_000, 0.5)
  // Normal approximation: 150 000 ± 2.326 · √75 000.
  expect(lower).toBeGreaterThan(149_340)
  expect(lower).toBeLessThan(149_380)
  expect(upper).toBeGreaterThan(150_620)
  expect(upper).toBeLessThan(150_660)
})

/** Small generator with a seed: the runs below are the same each time. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** Exponential latencies whose P99 is exactly `p99`. */
function latencies(n: number, p99: number, seed: number): Float64Array {
  const next = uniform(seed)
  const mean = p99 / -Math.log(0.01)
  return Float64Array.from({ length: n }, () => -mean * Math.log(next()))
}

describe('verdicts over many synthetic runs', () => {
  const RUNS = 400
  const verdicts = (p99: number): string[] =>
    Array.from({ length: RUNS }, (_, seed) =>
      sloVerdict(quantileBounds(latencies(5000, p99, seed * 7919 + 1), 0.99, 5), 5),
    )
  const share = (all: string[], verdict: string): number => all.filter((one) => one === verdict).length / RUNS

  test('a service 10 % over the limit passes in at most 1 % of them', () => {
    expect(share(verdicts(5.5), 'pass')).toBeLessThanOrEqual(0.01)
  })
  test('a service 10 % under the limit fails in at most 1 % of them', () => {
    expect(share(verdicts(4.5), 'fail')).toBeLessThanOrEqual(0.01)
  })
  test('one just over the limit passes in at most 1 % of them, one just under fails in at most 1 %', () => {
    expect(share(verdicts(5.05), 'pass')).toBeLessThanOrEqual(0.01)
    expect(share(verdicts(4.95), 'fail')).toBeLessThanOrEqual(0.01)
  })
  test('one far away is decided', () => {
    expect(share(verdicts(3), 'pass')).toBe(1)
    expect(share(verdicts(10), 'fail')).toBe(1)
  })
})

describe('little or no data', () => {
  test('none: inconclusive', () => {
    expect(sloVerdict(quantileBounds(new Float64Array(0), 0.5, 10), 10)).toBe('inconclusive')
  })
  test('458 samples far below the limit say nothing about P99', () => {
    expect(sloVerdict(quantileBounds(new Float64Array(458).fill(0.1), 0.99, 5), 5)).toBe('inconclusive')
    expect(sloVerdict(quantileBounds(new Float64Array(459).fill(0.1), 0.99, 5), 5)).toBe('pass')
  })
})

describe('correlation', () => {
  test('independent samples count in full', () => {
    const values = latencies(2000, 5, 3)
    expect(effectiveSamples(values, 1)).toBe(2000)
  })
  test('30 slow answers of 5000, spread or in one phase: only spread they prove the P99', () => {
    const spread = Float64Array.from({ length: 5000 }, (_, i) => (i % 167 === 0 ? 10 : 1))
    const phase = Float64Array.from({ length: 5000 }, (_, i) => (i >= 2000 && i < 2030 ? 10 : 1))
    expect(sloVerdict(quantileBounds(spread, 0.99, 5), 5)).toBe('pass')
    expect(sloVerdict(quantileBounds(phase, 0.99, 5), 5)).toBe('inconclusive')
  })
  test('a slow phase in the middle makes them count for less', () => {
    const next = uniform(5)
    const values = Float64Array.from({ length: 2000 }, (_, i) => (i > 800 && i < 1200 ? 10 : 1) + next())
    expect(effectiveSamples(values, 5)).toBeLessThan(400)
  })
})

test('the interval holds the estimate, and a pass never exceeds the limit', () => {
  const sample = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 700 })
  fc.assert(
    fc.property(
      sample,
      fc.constantFrom(0.5, 0.95, 0.99),
      fc.double({ min: 0, max: 1000, noNaN: true }),
      (list, q, limit) => {
        const bounds = quantileBounds(Float64Array.from(list), q, limit)!
        if (bounds.lower !== undefined) expect(bounds.lower).toBeLessThanOrEqual(bounds.estimate)
        if (bounds.upper !== undefined) expect(bounds.upper).toBeGreaterThanOrEqual(bounds.estimate)
        if (sloVerdict(bounds, limit) === 'pass') expect(bounds.estimate).toBeLessThanOrEqual(limit)
      },
    ),
  )
})
