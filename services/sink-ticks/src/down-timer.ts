// For how long something has been down; looks once a second, since nobody calls when nobody asks.
import type { Clock } from '#kit/clock'

export function downTimer(clock: Clock, state: () => 'up' | 'down'): { ms(): number; stop(): void } {
  let sinceMs: number | undefined
  const look = (): void => {
    sinceMs = state() === 'up' ? undefined : (sinceMs ?? clock.monotonicMs())
  }
  const stop = clock.every(1000, look)
  return {
    ms() {
      look()
      return sinceMs === undefined ? 0 : clock.monotonicMs() - sinceMs
    },
    stop,
  }
}
