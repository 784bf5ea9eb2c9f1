// Settings of oms, checked at start.
import { z } from 'zod'
import { checkProfiles } from '#kit/config'

const positive = z.number().positive()
const count = z.int().positive()

const caps = z.strictObject({
  /** Open orders of one account. */
  max_open_per_account: count,
  /** Open orders of all accounts of this profile together. */
  max_open_total: count,
  /** Quantity × price of one order. */
  max_value: positive,
})

export const omsConfigSchema = z
  .strictObject({
    caps,
    profiles: z.record(z.string(), caps),
    /** Account or `prefix*` → profile. */
    accounts: z.record(z.string(), z.string()),
    risk: z.strictObject({
      timeout_ms: positive,
      /** An order without a verdict never leaves; the switch exists only to be seen as on. */
      fail_closed: z.literal(true, 'expected true: an order without a verdict never leaves'),
    }),
    commission: z.strictObject({ rate: z.number().min(0).max(1), min: z.number().min(0), max: z.number().min(0) }),
    log: z.strictObject({ segment_mib: positive, retain_hours: z.number().nonnegative() }),
    projection: z.strictObject({ interval_ms: positive, terminal_ttl_s: count }),
    valkey_db: z.int().min(0).max(15),
  })
  .superRefine(checkProfiles)

export type OmsConfig = z.infer<typeof omsConfigSchema>
