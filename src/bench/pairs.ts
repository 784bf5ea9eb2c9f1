// Interleaved rounds: ours and the bare limit are measured next to each other, so that a busy minute hits both.

export interface Pairs<T> {
  ours: T[]
  floor: T[]
}

/** `count` rounds of both, each round in the other order than the one before: a drift then favours neither. */
export async function interleaved<T>(
  count: number,
  measure: { ours: (round: number) => Promise<T>; floor: (round: number) => Promise<T> },
  signal: AbortSignal,
): Promise<Pairs<T>> {
  const pairs: Pairs<T> = { ours: [], floor: [] }
  for (let round = 0; round < count; round++) {
    const order = round % 2 === 0 ? (['ours', 'floor'] as const) : (['floor', 'ours'] as const)
    for (const side of order) {
      signal.throwIfAborted()
      pairs[side].push(await measure[side](round))
    }
  }
  return pairs
}

/** The same after one round that does not count: until then the generator itself is not compiled. */
export async function warmed<T>(
  count: number,
  measure: { ours: (round: number) => Promise<T>; floor: (round: number) => Promise<T> },
  signal: AbortSignal,
): Promise<Pairs<T>> {
  const { ours, floor } = await interleaved(count + 1, measure, signal)
  return { ours: ours.slice(1), floor: floor.slice(1) }
}
