// Seeded draws: the same seed gives the same system, on every machine.

export interface Rng {
  /** 0 ≤ n < 1. */
  next(): number
  below(limit: number): number
  chance(share: number): boolean
  pick<T>(some: readonly T[]): T
  /** In a new order. */
  shuffled<T>(some: readonly T[]): T[]
}

export function seeded(seed: number): Rng {
  let state = (seed ^ 0x9e3779b9) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (some) => some[below(some.length)]!,
    shuffled: (some) =>
      some
        .map((one) => [next(), one] as const)
        .sort(([a], [b]) => a - b)
        .map(([, one]) => one),
  }
}
