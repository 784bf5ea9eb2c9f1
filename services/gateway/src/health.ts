// Health of the gateway (platform.md 3.5): without the bus it is of no use; without a store, or with a silent market, of less.
import type { CheckState, Judgement } from '#kit/health'

export const SILENT_AFTER_MS = 60_000

export interface MarketPulse {
  nowMs: number
  /** Start of the process, then the arrival of each tick. */
  lastTickMs: number
}

export function judgeGateway(checks: Record<string, CheckState>, { nowMs, lastTickMs }: MarketPulse): Judgement {
  if (checks.nats === 'down') return { status: 'unhealthy', reason: 'nats down' }
  const reasons = Object.keys(checks)
    .filter((name) => checks[name] === 'down')
    .map((name) => `${name} down`)
  const silentMs = nowMs - lastTickMs
  if (silentMs >= SILENT_AFTER_MS) reasons.push(`no tick for ${Math.floor(silentMs / 1000)} s`)
  return reasons.length === 0 ? { status: 'healthy' } : { status: 'degraded', reason: reasons.join(', ') }
}
