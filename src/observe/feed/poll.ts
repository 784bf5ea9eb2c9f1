// Asking one source again and again: never two questions at once, never an exception, and a source that is down says when it is asked next.
import type { FeedListener } from '../../model/feed.ts'
import { type FeedClock, pause } from './clock.ts'

export interface PollOptions {
  /** Name of the source as the operator sees it. */
  source: string
  intervalMs: number
  clock: FeedClock
  listener: FeedListener
  signal: AbortSignal
  /** Asks once and emits what it learned; a rejection means the source is down. */
  ask(): Promise<void>
}

const LONGEST_WAIT_MS = 8000

export async function poll({ source, intervalMs, clock, listener, signal, ask }: PollOptions): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const startedMs = clock.now()
    try {
      await ask()
      failures = 0
      if (!signal.aborted) listener({ kind: 'source', atMs: clock.now(), source, up: true })
      await pause(clock, Math.max(0, intervalMs - (clock.now() - startedMs)), signal)
    } catch (error) {
      failures += 1
      // Doubling keeps a dead service from being knocked on every second, the ceiling keeps its return from going unseen.
      const waitMs = Math.min(LONGEST_WAIT_MS, intervalMs * 2 ** (failures - 1))
      if (!signal.aborted) {
        const atMs = clock.now()
        listener({ kind: 'source', atMs, source, up: false, detail: reasonOf(error), retryAtMs: atMs + waitMs })
      }
      await waitStayingDown({ source, clock, listener, signal }, waitMs, reasonOf(error))
    }
  }
}

/** While waiting, the source is reported down every second: a down source is known, not silent. */
async function waitStayingDown(
  { source, clock, listener, signal }: Pick<PollOptions, 'source' | 'clock' | 'listener' | 'signal'>,
  waitMs: number,
  detail: string,
): Promise<void> {
  const retryAtMs = clock.now() + waitMs
  for (let left = waitMs; left > 0 && !signal.aborted; left = retryAtMs - clock.now()) {
    await pause(clock, Math.min(1000, left), signal)
    if (!signal.aborted && clock.now() < retryAtMs) {
      listener({ kind: 'source', atMs: clock.now(), source, up: false, detail, retryAtMs })
    }
  }
}

/** The innermost reason in one line: `fetch failed` says less than `connect ECONNREFUSED 127.0.0.1:8099`. */
export function reasonOf(error: unknown): string {
  let innermost = error
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause
  if (innermost instanceof AggregateError) innermost = innermost.errors[0] ?? innermost
  const text = innermost instanceof Error ? innermost.message || innermost.name : String(innermost)
  return text.split('\n')[0] ?? ''
}
