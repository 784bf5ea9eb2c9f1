// Settings of the normalizer, checked at start.
import { z } from 'zod'
import { ALL_INTERVALS, type Interval } from './intervals.ts'

const interval = z.enum(ALL_INTERVALS as [Interval, ...Interval[]])

export const normalizerConfigSchema = z
  .strictObject({
    intervals: z
      .array(interval)
      .refine((list) => list.includes('1m'), 'expected 1m among them: the others are its folds'),
    aggregation: z.strictObject({
      lateness_ms: z.int().nonnegative(),
      amend_interval_ms: z.int().nonnegative(),
      max_identities: z.int().positive(),
    }),
    storage: z.strictObject({ batch_size: z.int().positive(), write_interval_ms: z.int().positive() }),
    cache: z.strictObject({
      valkey_db: z.int().min(0).max(15),
      ttl_s: z.partialRecord(interval, z.int().positive()),
      max_bars_per_symbol: z.int().positive(),
    }),
    snapshot_interval_ms: z.int().positive(),
    message_batch_size: z.int().positive(),
    max_memory_bars: z.int().positive(),
  })
  .superRefine((config, context) => {
    for (const name of config.intervals)
      if (config.cache.ttl_s[name] === undefined)
        context.addIssue({ code: 'custom', path: ['cache', 'ttl_s'], message: `expected an entry for ${name}` })
  })

export type NormalizerConfig = z.infer<typeof normalizerConfigSchema>
