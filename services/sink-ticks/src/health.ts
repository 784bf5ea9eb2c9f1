// When sink-ticks is well (platform.md 3.2, F06): only the writer and the bus decide; lake and cache make it degraded. Pure.
import type { CheckState, Judgement } from '#kit/health'

export interface SinkCondition {
  /** The position was found and the consumer runs, or why not yet. */
  writer: 'ready' | 'missing'
  busDownMs: number
  unhealthyAfterMs: number
}

export function sinkHealth(condition: SinkCondition, checks: Record<string, CheckState>): Judgement {
  const soft = ['lake', 'valkey'].filter((name) => checks[name] === 'down')
  if (checks.nats === 'down') {
    if (condition.busDownMs > condition.unhealthyAfterMs)
      return { status: 'unhealthy', reason: `bus down for ${Math.round(condition.busDownMs / 1000)} s` }
    return { status: 'degraded', reason: ['nats', ...soft].join(', ').concat(' down') }
  }
  if (condition.writer === 'missing') {
    // A lake that is away keeps the writer from opening; that is an outage of the lake, not of this service.
    if (checks.lake === 'down') return { status: 'degraded', reason: 'lake down, nothing is taken from the bus' }
    return { status: 'starting', reason: 'initializing: no writer yet' }
  }
  return soft.length > 0 ? { status: 'degraded', reason: `${soft.join(', ')} down` } : { status: 'healthy' }
}
