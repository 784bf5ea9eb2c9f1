// Settings of risk, checked at start: a limit that is missing or mistyped must stop the service, not lift the limit.
import { z } from 'zod'
import { checkProfiles } from '#kit/config'
import { parseScaled } from '#kit/number'

const exactNumber = z
  .number()
  .nonnegative()
  .refine((value) => parseScaled(value) !== undefined, 'expected at most 8 decimals')
const seconds = z.number().positive()
const fraction = exactNumber.max(1)

const symbolLimits = z.strictObject({ max_position: exactNumber, max_value: exactNumber, max_concentration: fraction })

const symbolTable = z
  .record(z.string(), symbolLimits)
  .refine((table) => 'DEFAULT' in table, 'expected an entry DEFAULT, used by symbols without one of their own')

const portfolio = z.strictObject({
  max_exposure: exactNumber,
  max_positions: z.int().nonnegative(),
  max_var_95: exactNumber,
  max_var_99: exactNumber,
  equity: exactNumber,
  margin_rate: fraction,
  warning_threshold: fraction,
})

export const riskConfigSchema = z
  .strictObject({
    /** Bands, throttles and the duplicate control of the live profile do not exist yet, so live is refused, not weakened. */
    mode: z.literal('paper', 'expected paper: the live profile is not in this version'),
    price_max_age_s: seconds,
    pending_release_s: seconds,
    snapshot_interval_s: seconds,
    /** A reference to money at risk: one P&L delta per interval feeds the value at risk. */
    var_sample_interval_s: seconds,
    latency_alert_ms: z.number().positive(),
    max_alerts_per_minute: z.int().positive(),
    valkey_db: z.int().min(0).max(15),
    portfolio,
    symbols: symbolTable,
    instruments: z.record(z.string(), z.strictObject({ short: z.boolean() })),
    profiles: z.record(
      z.string(),
      z.strictObject({ portfolio: portfolio.partial().optional(), symbols: symbolTable.optional() }),
    ),
    /** Account or `prefix*` → profile. */
    accounts: z.record(z.string(), z.string()),
  })
  .superRefine(checkProfiles)

export type RiskConfig = z.infer<typeof riskConfigSchema>
