// When the normalizer is well (platform.md 3.1). Pure.
import type { CheckState, Judgement } from '#kit/health'

export function normalizerHealth(checks: Record<string, CheckState>, hasRun: boolean): Judgement {
  if (checks.nats === 'down') return { status: 'unhealthy', reason: 'nats down' }
  if (checks.consumer === 'down') return { status: hasRun ? 'unhealthy' : 'starting', reason: 'consumer not running' }
  const soft = ['timeseries', 'valkey'].filter((name) => checks[name] === 'down')
  return soft.length > 0
    ? { status: 'degraded', reason: `${soft.join(', ')} down, bars are kept until it is back` }
    : { status: 'healthy' }
}
