// Settings of sink-ticks, checked at start.
import { z } from 'zod'

export const sinkConfigSchema = z.strictObject({
  batch: z.strictObject({
    batch_seconds: z.number().positive().max(60),
    max_batch: z.int().positive().max(1_000_000),
    flush_on_shutdown: z.boolean(),
  }),
  queue_size: z.int().positive(),
  dedup: z.strictObject({
    ttl_hours: z.number().positive(),
    lru_cache_size: z.int().positive(),
    valkey_db: z.int().min(0).max(15),
  }),
  bus_down_unhealthy_s: z.number().positive(),
})

export type SinkConfig = z.infer<typeof sinkConfigSchema>
