// Time is passed in. The only reading of the machine's wall clock is in app/context.ts, which hands it to `createClock`.

export interface Clock {
  /** Wall clock, milliseconds since 1970: for records people read, never for measuring. */
  nowMs(): number
  /** Only ever grows: deadlines and durations are measured with it. */
  monotonicMs(): number
  /** Resolves after `ms`, or at once when the signal aborts: a sleeper then looks at the signal itself. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A real clock over the given wall clock. */
export function createClock(nowMs: () => number): Clock {
  return { nowMs, monotonicMs: () => performance.now(), sleep }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const finish = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal?.addEventListener('abort', finish, { once: true })
  })
}
