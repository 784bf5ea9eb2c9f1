// A clock that only moves when a test says so. Timers fire in order of their time.
import type { Clock } from '../../services/kit/clock.ts'

export interface ManualClock extends Clock {
  /** Moves on by `ms`, firing what falls due; lets promises settle after each timer. */
  advance(ms: number): Promise<void>
}

interface Timer {
  atMs: number
  everyMs?: number
  fn: () => void
}

export function manualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsed = 0
  const timers = new Set<Timer>()
  const add = (timer: Timer): (() => void) => {
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  const nextDue = (limit: number): Timer | undefined =>
    [...timers].filter((timer) => timer.atMs <= limit).sort((a, b) => a.atMs - b.atMs)[0]
  const clock: ManualClock = {
    nowMs: () => startMs + elapsed,
    monotonicMs: () => elapsed,
    every: (ms, fn) => add({ atMs: elapsed + ms, everyMs: ms, fn }),
    after: (ms, fn) => add({ atMs: elapsed + ms, fn }),
    sleep: (ms) => new Promise((resolve) => void clock.after(ms, resolve)),
    async advance(ms) {
      const target = elapsed + ms
      for (let due = nextDue(target); due; due = nextDue(target)) {
        elapsed = due.atMs
        if (due.everyMs === undefined) timers.delete(due)
        else due.atMs += due.everyMs
        due.fn()
        await settle()
      }
      elapsed = target
      await settle()
    },
  }
  return clock
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}
