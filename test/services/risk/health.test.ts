// Health of risk, and what an operator is told about denials.
import { describe, expect, test } from 'vitest'
import type { CheckState } from '../../../services/kit/health.ts'
import { createMetrics } from '../../../services/kit/metrics.ts'
import { type Alert, alertBoard } from '../../../services/risk/src/alerts.ts'
import { countedChecks } from '../../../services/risk/src/counting.ts'
import { healthRule } from '../../../services/risk/src/health.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { testRisk } from './support.ts'

const UP: Record<string, CheckState> = { nats: 'up', valkey: 'up', timeseries: 'disabled' }

test.each([
  [{}, true, 'healthy'],
  [{}, false, 'starting'],
  [{ nats: 'down' }, true, 'unhealthy'],
  [{ valkey: 'down' }, true, 'unhealthy'],
  [{ valkey: 'down' }, false, 'unhealthy'],
  [{ timeseries: 'down' }, true, 'degraded'],
] as const)('%j, replayed %s → %s', (change, replayed, status) => {
  expect(healthRule(() => replayed)({ ...UP, ...change }).status).toBe(status)
})

describe('counted checks', () => {
  const setup = () => {
    const clock = manualClock()
    const published: Alert[] = []
    let ids = 0
    const alerts = alertBoard({ maxPerMinute: 2, nowMs: () => clock.nowMs(), newId: () => `a${++ids}` })
    const checks = countedChecks({
      engine: testRisk().engine,
      metrics: createMetrics('risk_', clock),
      clock,
      alerts,
      publish: (alert) => published.push(alert),
      latencyAlertMs: 2,
    })
    return { clock, alerts, checks, published }
  }
  const over = { symbol: 'BTCUSDT', side: 'BUY', quantity: 100, price: 1 }

  test('a limit that was met raises an alert with its symbol; bad input raises none', () => {
    const { checks, published } = setup()
    checks.check({ ...over, side: 'hold' })
    checks.check({ ...over, quantity: 1 })
    expect(published).toEqual([])
    checks.check(over)
    expect(published).toMatchObject([
      { type: 'POSITION_SIZE', severity: 'warning', symbol: 'BTCUSDT', acknowledged: false },
    ])
    expect(checks.stats()).toMatchObject({
      checks: 3,
      approved: 1,
      rejected: 2,
      denials: { SIDE_INVALID: 1, POSITION_MAX: 1 },
    })
  })

  test('at most so many a minute; the rest is counted', async () => {
    const { clock, checks, published, alerts } = setup()
    for (let i = 0; i < 5; i++) checks.check(over)
    expect([published.length, alerts.suppressed()]).toEqual([2, 3])
    await clock.advance(60_000)
    checks.check(over)
    expect(published).toHaveLength(3)
  })

  test('acknowledged alerts leave the short list; an unknown one is said to be unknown', () => {
    const { checks, alerts } = setup()
    checks.check(over)
    expect([alerts.acknowledge('a1'), alerts.acknowledge('zz')]).toEqual([true, false])
    expect([alerts.list(true).length, alerts.list(false).length]).toEqual([0, 1])
  })
})
