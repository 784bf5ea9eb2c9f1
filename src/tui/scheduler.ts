// When to draw: at once for a key, at most ten times a second for data, four times when only time passes. Ticks never draw by themselves.
import type { DashboardClock } from './clock.ts'

const DATA_INTERVAL_MS = 100
const IDLE_INTERVAL_MS = 250

export interface Scheduler {
  /** Something the operator did: drawn now. */
  input(): void
  stop(): void
}

export interface SchedulerOptions {
  clock: DashboardClock
  /** Grows with the data; equal = nothing new. */
  version(): number
  /** `idle`: only time has passed. */
  draw(cause: 'input' | 'data' | 'idle'): void
}

export function createScheduler({ clock, version, draw }: SchedulerOptions): Scheduler {
  let drawnVersion = -1
  let drawnAtMs = Number.NEGATIVE_INFINITY
  const drawNow = (cause: 'input' | 'data' | 'idle') => {
    drawnVersion = version()
    drawnAtMs = clock.now()
    draw(cause)
  }
  const stop = clock.every(DATA_INTERVAL_MS, () => {
    const idle = version() === drawnVersion
    // The idle frame keeps clocks and ages honest; a frame equal to the last one costs no write.
    if (!idle || clock.now() - drawnAtMs >= IDLE_INTERVAL_MS) drawNow(idle ? 'idle' : 'data')
  })
  return { input: () => drawNow('input'), stop }
}
