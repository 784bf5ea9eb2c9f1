// Time is passed in, so that tests and the simulation can own it. Only this file touches the machine's clocks and timers.

/**
 * Where a service takes its time from.
 * @example
 * const stop = clock.every(1000, () => publishTick())
 * stop()
 */
export interface Clock {
  /** Wall clock, milliseconds since 1970. Jumps when the machine's clock is set: never measure with it. */
  nowMs(): number
  /** Only ever grows; its zero means nothing. Latencies and timeouts are measured with it. */
  monotonicMs(): number
  /** Calls `fn` every `ms` until the returned function is called. */
  every(ms: number, fn: () => void): () => void
  /** Calls `fn` once after `ms` unless the returned function is called before. */
  after(ms: number, fn: () => void): () => void
  sleep(ms: number): Promise<void>
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  every(ms, fn) {
    const timer = setInterval(fn, ms)
    return () => clearInterval(timer)
  },
  after(ms, fn) {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** `promise`, or the value of `late` once `ms` have passed: a dependency that hangs must not hang its caller. */
export async function withTimeout<T, L>(clock: Clock, ms: number, promise: Promise<T>, late: () => L): Promise<T | L> {
  let cancel = () => {}
  const timeout = new Promise<L>((resolve, reject) => {
    cancel = clock.after(ms, () => {
      try {
        resolve(late())
      } catch (error) {
        reject(error)
      }
    })
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    cancel()
  }
}
