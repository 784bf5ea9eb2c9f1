// Order statistics over rounds. Medians and extremes only: they say something about few and skewed samples, means do not.

/** The smallest sample that at least this share of all samples does not exceed. Throws on no samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = Float64Array.from(samples).sort()
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

/** The middle one, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return (
    (quantile(samples, 0.5) +
      -quantile(
        samples.map((sample) => -sample),
        0.5,
      )) /
    2
  )
}

export function spread(samples: readonly number[]): [number, number] {
  return [quantile(samples, 0), quantile(samples, 1)]
}

/** Ours over floor, round by round: what slowed both in one round cancels out. */
export function ratios(ours: readonly number[], floor: readonly number[]): number[] {
  return ours.flatMap((value, round) => {
    const bare = floor[round]
    return bare === undefined || bare <= 0 ? [] : [value / bare]
  })
}

/** Figures people read: no more digits than a benchmark can tell apart. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
