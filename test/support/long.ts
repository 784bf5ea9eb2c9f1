/// <reference types="vite/client" />
// Heavy counts (kills, seeds, soaks) run reduced in CI and in full by `npm run test:long`.

export const LONG = import.meta.env.MODE === 'long'

/** `scaled(10, 500)`: 10 in CI, 500 in the long run. */
export function scaled(reduced: number, full: number): number {
  return LONG ? full : reduced
}
