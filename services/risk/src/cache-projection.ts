// What others may read of risk in the cache. A projection only: a cache that is away delays it, never a decision.
import type { Cache } from '#kit/cache'
import type { Log } from '#kit/log'
import type { RiskEngine } from './engine.ts'
import { portfolioOf } from './reports.ts'

const TTL_S = 3600

export async function projectSnapshot(cache: Cache, engine: RiskEngine, nowMs: number, log: Log): Promise<void> {
  if (cache.state() === 'down' || !engine.replayed) return
  try {
    const write = cache.client.multi()
    write.hset('risk:snapshot:current', { ...portfolioOf(engine, undefined, nowMs) })
    write.expire('risk:snapshot:current', TTL_S)
    write.del('risk:blocked')
    if (engine.blocked.size > 0) write.sadd('risk:blocked', ...engine.blocked)
    await write.exec()
  } catch (error) {
    log.warn('snapshot not cached', { error })
  }
}
