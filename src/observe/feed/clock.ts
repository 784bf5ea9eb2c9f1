// Time as the feed is given it; the composition root passes the real one.

export interface FeedClock {
  now(): number
  every(ms: number, run: () => void): () => void
  after(ms: number, run: () => void): () => void
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function pause(clock: FeedClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(ms, done)
    signal.addEventListener('abort', done, { once: true })
  })
}
