// A minute of one-second samples in a ring. Seconds nothing was heard in stay unknown (NaN): silence is not a flat line.

export interface Samples {
  values: Float64Array
  /** Number of the newest second written. */
  second: number
}

export function createSamples(length = 60): Samples {
  return { values: new Float64Array(length).fill(Number.NaN), second: -1 }
}

/** The last value of a second counts; a late sample of an earlier second is dropped. */
export function addSample(samples: Samples, atMs: number, value: number): void {
  const second = Math.floor(atMs / 1000)
  const { values } = samples
  if (second < samples.second) return
  const skipped = samples.second < 0 ? 0 : Math.min(values.length, second - samples.second - 1)
  for (let step = 1; step <= skipped; step += 1) values[(samples.second + step) % values.length] = Number.NaN
  values[second % values.length] = value
  samples.second = second
}

/** The last `count` seconds up to `nowMs`, oldest first. The running second is left out while it has no sample yet. */
export function readSamples(samples: Samples, nowMs: number, count: number): number[] {
  const { values, second } = samples
  const now = Math.floor(nowMs / 1000)
  const end = second >= now ? now : now - 1
  return Array.from({ length: Math.min(count, values.length) }, (_, index) => {
    const wanted = end - (Math.min(count, values.length) - 1 - index)
    const inRing = wanted >= 0 && wanted <= second && wanted > second - values.length
    return inRing ? (values[wanted % values.length] ?? Number.NaN) : Number.NaN
  })
}
