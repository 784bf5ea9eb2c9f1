// Confidence bounds of a quantile from order statistics: exact for any distribution, by the binomial alone. One look at a
// fixed sample, so there is no error rate to spend; without enough samples there is no bound, and no verdict.
import type { Verdict } from '../model/verdict.ts'

const CONFIDENCE = 0.99

/** Sums of floats miss an exact tie by less than this. */
const ROUNDING = 1e-12

export interface Ranks {
  /** 1-based rank of the order statistic that lies below the quantile with this confidence; undefined = too few samples. */
  lower?: number
  /** The same from above. */
  upper?: number
}

/** Ranks k with P(X(k) ≤ quantile) and P(X(k) ≥ quantile) at least `confidence`. */
export function boundRanks(n: number, quantile: number, confidence = CONFIDENCE): Ranks {
  const ranks: Ranks = {}
  const odds = Math.log(quantile) - Math.log1p(-quantile)
  let logMass = n * Math.log1p(-quantile)
  let below = 0
  for (let k = 1; k <= n; k++) {
    // Here `logMass` is log P(B = k - 1), and `below` becomes P(B ≤ k - 1), B counting the samples under the quantile.
    below += Math.exp(logMass)
    if (below <= 1 - confidence + ROUNDING) ranks.lower = k
    if (below >= confidence - ROUNDING) {
      ranks.upper = k
      break
    }
    logMass += Math.log((n - k + 1) / k) + odds
  }
  return ranks
}

/** Fewest samples for which an upper bound exists: 7 for P50, 90 for P95, 459 for P99, 4603 for P99.9. */
export function fewestSamples(quantile: number, confidence = CONFIDENCE): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(quantile))
}

export interface QuantileBounds {
  estimate: number
  lower?: number
  upper?: number
  samples: number
  /** Samples the bounds count as: fewer than `samples` where neighbours in time resemble each other. */
  effective: number
}

/** `values` in order of time; bounds by rank after sorting, for the question whether the quantile is within `limit`. */
export function quantileBounds(values: Float64Array, quantile: number, limit: number): QuantileBounds | undefined {
  const n = values.length
  if (n === 0) return undefined
  const sorted = values.slice().sort()
  const estimate = sorted[Math.min(n - 1, Math.ceil(quantile * n) - 1)]!
  const effective = effectiveSamples(values, limit)
  const ranks = boundRanks(effective, quantile)
  const at = (rank: number): number => sorted[Math.min(n, Math.max(1, rank)) - 1]!
  return {
    estimate,
    samples: n,
    effective,
    ...(ranks.lower === undefined ? {} : { lower: at(Math.floor((ranks.lower * n) / effective)) }),
    ...(ranks.upper === undefined ? {} : { upper: at(Math.ceil((ranks.upper * n) / effective)) }),
  }
}

/**
 * Blocks by time: where the share of samples beyond the limit scatters between blocks more than chance allows, slow answers
 * come in phases, and the samples count for less. Scatter within two standard errors of chance is not held against them.
 */
export function effectiveSamples(values: Float64Array, limit: number): number {
  const n = values.length
  const blocks = Math.min(50, Math.floor(Math.sqrt(n)))
  const size = Math.floor(n / blocks)
  if (n < 100) return n
  const shares = Array.from({ length: blocks }, (_, block) => {
    const part = values.subarray(block * size, (block + 1) * size)
    return part.reduce((above, value) => above + (value > limit ? 1 : 0), 0) / size
  })
  const mean = shares.reduce((sum, share) => sum + share, 0) / blocks
  const chance = (mean * (1 - mean)) / size
  if (chance === 0) return n
  const scatter = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (blocks - 1)
  const effect = scatter / chance
  return effect <= 1 + 2 * Math.sqrt(2 / (blocks - 1)) ? n : Math.max(1, Math.floor(n / effect))
}

/** Upper bound within the limit: pass. Lower bound beyond it: fail. Anything else: not known. */
export function sloVerdict(bounds: QuantileBounds | undefined, limit: number): Verdict {
  if (bounds?.upper !== undefined && bounds.upper <= limit) return 'pass'
  if (bounds?.lower !== undefined && bounds.lower > limit) return 'fail'
  return 'inconclusive'
}
