// HTTP routes of the normalizer beyond those every service has.
import type { Health } from '#kit/health'
import { type FastifyInstance, httpError } from '#kit/http'
import type { BarEngine } from './engine.ts'
import type { Feed } from './feed.ts'
import type { LazyStore } from './lazy-store.ts'
import type { Outbox } from './outbox.ts'
import { parseBarsRequest, readBars } from './read-bars.ts'
import type { Stats } from './stats.ts'

export interface RouteOptions {
  store: LazyStore
  stats: Stats
  engine: BarEngine
  outbox: Outbox
  feed: Feed
  health: Health
}

export function addRoutes(app: FastifyInstance, { store, stats, engine, outbox, feed, health }: RouteOptions): void {
  app.get('/stats', async () => ({
    status: (await health.report()).status,
    ...stats.snapshot(),
    active_bars: engine.openBars(),
    waiting_bars: outbox.size(),
    order: feed.counts(),
  }))

  app.get('/bars/:exchange/:symbol/:interval', async (request) => {
    const asked = parseBarsRequest(
      request.params as Record<string, string>,
      request.query as Record<string, string | undefined>,
    )
    const open = await store.get().catch((error: Error) => {
      throw httpError(503, 'NOT_READY', `the store is not open: ${error.message}`)
    })
    return readBars(open, asked).catch((error: Error) => {
      throw httpError(500, 'STORE_FAILED', error.message)
    })
  })
}
