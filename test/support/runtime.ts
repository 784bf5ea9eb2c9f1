// Builders for tests of runtimes, plans and the engine: launch specs, a real clock, a clock that tests turn by hand.
import { type Clock, createClock } from '../../src/kit/clock.ts'
import type { LaunchSpec } from '../../src/model/runtime.ts'

export const realClock: Clock = createClock(() => Date.now())

/** Time passes only when somebody sleeps; sleeping takes no time. */
export function manualClock(startMs = 1_000_000): Clock & { advance(ms: number): void } {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
    advance(ms) {
      nowMs += ms
    },
  }
}

export function launchSpec(service: string, changes: Partial<LaunchSpec> = {}): LaunchSpec {
  return {
    service,
    kind: 'app',
    origin: 'bundled',
    command: ['program', service],
    cwd: '/srv',
    env: {},
    ports: { http: 8000 },
    health: {
      probe: { kind: 'http', port: 'http', path: '/health' },
      intervalMs: 1000,
      timeoutMs: 1000,
      retries: 3,
      startPeriodMs: 10_000,
    },
    files: {},
    folders: [],
    stopGraceMs: 2000,
    digest: `digest of ${service}`,
    ...changes,
  }
}

/** Polls until the condition holds; never a sleep of a guessed length. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  holds: (value: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const deadlineMs = performance.now() + withinMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (performance.now() > deadlineMs)
      throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(value)}`)
    await realClock.sleep(20)
  }
}
