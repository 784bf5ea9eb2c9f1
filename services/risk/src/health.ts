// When risk may be trusted: never before its book is replayed, never without bus and cache (platform.md 3.9).
import type { CheckState, Judgement } from '#kit/health'

export function healthRule(replayed: () => boolean): (checks: Record<string, CheckState>) => Judgement {
  return (checks) => {
    const down = ['nats', 'valkey'].filter((name) => checks[name] === 'down')
    if (down.length > 0) return { status: 'unhealthy', reason: `${down.join(', ')} down` }
    if (!replayed()) return { status: 'starting', reason: 'replaying ORDERS' }
    return checks.timeseries === 'down' ? { status: 'degraded', reason: 'timeseries down' } : { status: 'healthy' }
  }
}
