// HTTP routes of sink-ticks beyond those every service has.
import type { Clock } from '#kit/clock'
import { type FastifyInstance, httpError } from '#kit/http'
import type { Dedup } from './dedup.ts'
import type { SessionKeeper } from './keep-session.ts'
import type { SinkCounts } from './stats.ts'

export interface RouteOptions {
  keeper: SessionKeeper
  counts: SinkCounts
  dedup: Dedup
  clock: Clock
  maxBatch: number
}

export function addRoutes(app: FastifyInstance, options: RouteOptions): void {
  const { keeper, counts, dedup, clock, maxBatch } = options
  const startedMs = clock.monotonicMs()
  const stats = () => {
    const snapshot = keeper.table()?.snapshot()
    const order = keeper.session()?.order.counts()
    return {
      messages_received: counts.messages_received,
      messages_processed: counts.messages_processed,
      messages_dropped: counts.messages_dropped,
      batches_flushed: counts.batches_flushed,
      errors: counts.errors,
      queue_size: keeper.session()?.sink.buffered() ?? 0,
      batch_size: maxBatch,
      uptime: Math.round((clock.monotonicMs() - startedMs) / 1000),
      order: order ?? { seen: 0, early: 0, lost: 0 },
      dedup: dedup.counts(),
      delta: {
        batches_written: counts.batches_flushed,
        rows_written: counts.rows_written,
        bytes_written: counts.bytes_written,
        write_errors: counts.write_errors,
        compactions: 0,
        table_version: snapshot?.version ?? -1,
        table_files: snapshot?.files.size ?? 0,
      },
    }
  }
  app.get('/stats', async () => stats())
  app.post('/flush', async () => {
    const session = keeper.session()
    if (!session) throw httpError(503, 'NOT_READY', 'no writer yet')
    try {
      await session.sink.flush()
    } catch (error) {
      throw httpError(503, 'LAKE_UNAVAILABLE', `batch not committed: ${(error as Error).message}`)
    }
    return { status: 'flushed', stats: stats() }
  })
}
