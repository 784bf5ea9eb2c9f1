// Historical value at risk of a list of P&L changes (services.md 7): positive = loss, quantile by linear interpolation.

export interface ValueAtRisk {
  var95: number
  var99: number
  samples: number
}

const MIN_SAMPLES = 20
const MAX_SAMPLES = 100

/**
 * VaR = max(0, −Q_α). Fewer than 20 changes say nothing: 0, and `samples` says why.
 * α is given, not 1 − confidence: 1 − 0.9 is 0.09999999999999998 and would shift the index.
 */
export function historicalVar(deltas: readonly number[]): ValueAtRisk {
  if (deltas.length < MIN_SAMPLES) return { var95: 0, var99: 0, samples: deltas.length }
  const sorted = [...deltas].sort((a, b) => a - b)
  const loss = (alpha: number) => Math.max(0, -quantile(sorted, alpha))
  return { var95: loss(0.05), var99: loss(0.01), samples: deltas.length }
}

function quantile(sorted: readonly number[], alpha: number): number {
  const position = (sorted.length - 1) * alpha
  const index = Math.floor(position)
  const low = sorted[index] as number
  const high = sorted[Math.min(index + 1, sorted.length - 1)] as number
  return low + (high - low) * (position - index)
}

/** One change of the total P&L per interval, the last hundred kept. */
export class PnlSampler {
  readonly #intervalMs: number
  #last: { total: number; atMs: number } | undefined
  #deltas: number[] = []

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  note(total: number, atMs: number): void {
    if (!Number.isFinite(total)) return
    if (this.#last && atMs - this.#last.atMs < this.#intervalMs) return
    if (this.#last) this.#deltas = [...this.#deltas, total - this.#last.total].slice(-MAX_SAMPLES)
    this.#last = { total, atMs }
  }

  value(): ValueAtRisk {
    return historicalVar(this.#deltas)
  }
}
