// The words risk says no with. One code per cause, so that a caller, a gate and a dashboard can count them (services.md 3).

export type RiskLevel = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL' | 'BREACHED'

/** Level of a denial by its code. Not here yet: trading state, bands, throttles and duplicates (the live profile). */
export const DENIAL_LEVELS = {
  STATE_STALE: 'CRITICAL',
  SYMBOL_UNKNOWN: 'CRITICAL',
  ACCOUNT_UNKNOWN: 'CRITICAL',
  SIDE_INVALID: 'CRITICAL',
  QTY_INVALID: 'CRITICAL',
  PRECISION: 'CRITICAL',
  PRICE_INVALID: 'CRITICAL',
  SYMBOL_BLOCKED: 'BREACHED',
  POSITION_MAX: 'HIGH',
  NOTIONAL_MAX: 'HIGH',
  EXPOSURE_MAX: 'HIGH',
  POSITIONS_COUNT: 'HIGH',
  MARGIN: 'HIGH',
  CONCENTRATION: 'HIGH',
  VAR_LIMIT: 'HIGH',
  SHORT_NOT_ALLOWED: 'HIGH',
  PRICE_MISSING: 'CRITICAL',
  PRICE_STALE: 'CRITICAL',
  INTERNAL: 'CRITICAL',
} as const satisfies Record<string, RiskLevel>

export type DenialCode = keyof typeof DENIAL_LEVELS

/** What a caller learns besides the code: `POSITION_MAX: worst_case=11 limit=10`. */
export type DenialFields = Readonly<Record<string, string | number>>

export interface Denial {
  code: DenialCode
  fields: DenialFields
}

/** @example reasonOf({ code: 'POSITION_MAX', fields: { limit: 10 } }) // 'POSITION_MAX: limit=10' */
export function reasonOf({ code, fields }: Denial): string {
  const text = Object.entries(fields).map(([key, value]) => `${key}=${value}`)
  return text.length === 0 ? code : `${code}: ${text.join(' ')}`
}
