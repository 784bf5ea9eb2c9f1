// Randomness is passed in: with a seed the mock market and the simulation replay the same run.
import { randomUUID } from 'node:crypto'

/**
 * @example
 * const rng = seededRng(42)
 * rng.next() === seededRng(42).next() // true
 */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number
  uuid(): string
}

export const systemRng: Rng = { next: () => Math.random(), uuid: () => randomUUID() }

/** splitmix32: small, fast and good enough for prices and jitter; not for secrets. */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0
  const word = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  return { next: () => word() / 0x1_0000_0000, uuid: () => uuidFrom(word) }
}

/** A version 4 UUID whose bits come from `word`. */
function uuidFrom(word: () => number): string {
  const hex = Array.from({ length: 4 }, () => word().toString(16).padStart(8, '0')).join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
