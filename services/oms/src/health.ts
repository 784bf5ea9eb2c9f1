// When oms is well (platform.md 3.10): bus and cache are hard; without risk it lives but denies every order, and says so.
import type { CheckState, Judgement } from '#kit/health'

export function healthRule(ready: () => boolean): (checks: Record<string, CheckState>) => Judgement {
  return (checks) => {
    const down = (names: string[]) => names.filter((name) => checks[name] === 'down')
    const hard = down(['nats', 'valkey'])
    if (hard.length > 0) return { status: 'unhealthy', reason: `${hard.join(', ')} down` }
    if (!ready()) return { status: 'starting', reason: 'reading the log' }
    if (checks.risk === 'down') return { status: 'degraded', reason: 'risk down: every order is denied' }
    const soft = down(['timeseries', 'log_space'])
    return soft.length > 0 ? { status: 'degraded', reason: `${soft.join(', ')} down` } : { status: 'healthy' }
  }
}
