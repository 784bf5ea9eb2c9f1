// The last bars in the cache (platform.md 4.4): `bars:{interval}:{symbol}`, and a sorted set of the recent ones.
import type { Redis } from 'ioredis'
import type { NormalizerConfig } from './config.schema.ts'
import type { BarEvent } from './symbol-bars.ts'

export async function cacheBars(
  client: Pick<Redis, 'pipeline'>,
  events: BarEvent[],
  config: NormalizerConfig['cache'],
): Promise<void> {
  const pipeline = client.pipeline()
  for (const { bar, newest } of events) {
    const text = JSON.stringify(bar)
    const ttlS = config.ttl_s[bar.interval] ?? 3600
    // An amended old bar must not stand for the last one.
    if (newest) pipeline.set(`bars:${bar.interval}:${bar.symbol}`, text, 'EX', ttlS)
    const recent = `bars:recent:${bar.interval}:${bar.exchange}:${bar.symbol}`
    pipeline.zremrangebyscore(recent, bar.timestamp, bar.timestamp)
    pipeline.zadd(recent, bar.timestamp, text)
    pipeline.zremrangebyrank(recent, 0, -(config.max_bars_per_symbol + 1))
    pipeline.expire(recent, ttlS)
  }
  const results = await pipeline.exec()
  const failed = results?.find(([error]) => error !== null)
  if (failed?.[0]) throw failed[0]
}
