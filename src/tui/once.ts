// `dashboard --once`, and what a pipe gets: listen until every source has answered or time is up, then one picture and the health as exit code.
import type { FeedListener } from '../model/feed.ts'
import type { DashboardClock } from './clock.ts'
import { overallHealth } from './health.ts'
import type { Samples } from './samples.ts'
import { renderSnapshot, type SnapshotOptions } from './snapshot.ts'
import { createStore, type DashboardState, type StoreOptions } from './store.ts'

export interface OnceOptions extends Omit<SnapshotOptions, 'nowMs'> {
  watch(listener: FeedListener, signal: AbortSignal): Promise<void>
  platform: StoreOptions
  clock: DashboardClock
  timeoutMs?: number
}

export interface OnceResult {
  text: string
  /** 0 all needed services are healthy, 1 not. */
  exit: 0 | 1
  state: DashboardState
}

export async function snapshotOnce(options: OnceOptions): Promise<OnceResult> {
  const { clock, timeoutMs = 2000 } = options
  const store = createStore(options.platform)
  const stop = new AbortController()
  const enough = Promise.withResolvers<void>()
  const cancel = clock.after(timeoutMs, enough.resolve)
  const watching = options.watch((event) => {
    store.apply(event)
    if (hasAnswered(store.state)) enough.resolve()
  }, stop.signal)
  // A feed that ends early has nothing more to say.
  watching.then(enough.resolve, enough.reject)
  try {
    await enough.promise
  } finally {
    cancel()
    stop.abort()
  }
  const text = renderSnapshot(store.state, { ...options, nowMs: clock.now() })
  return { text, exit: overallHealth(store.state).healthy ? 0 : 1, state: store.state }
}

function seconds({ values }: Samples): number {
  return values.filter((value) => !Number.isNaN(value)).length
}

/** Every source spoke once, prices twice: what it offers was heard, or it is known to be down. */
export function hasAnswered({ services, migration, gates, sources, latency, quotes }: DashboardState): boolean {
  const heardOrDown = (source: string, heard: boolean) => heard || sources.get(source)?.up === false
  return (
    services !== null &&
    migration !== null &&
    gates !== null &&
    heardOrDown('oms', latency.has('oms')) &&
    // One price is a number, two are a movement.
    heardOrDown('nats', quotes.size > 0 && [...quotes.values()].every(({ samples }) => seconds(samples) > 1))
  )
}
