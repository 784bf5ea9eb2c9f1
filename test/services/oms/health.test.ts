// Health of oms: bus and cache are hard, without risk it lives but denies every order (platform.md 3.10).
import { expect, test } from 'vitest'
import type { CheckState } from '../../../services/kit/health.ts'
import { healthRule } from '../../../services/oms/src/health.ts'

const UP: Record<string, CheckState> = { nats: 'up', valkey: 'up', risk: 'up', timeseries: 'up', log_space: 'up' }

test.each([
  [{}, true, 'healthy'],
  [{ nats: 'down' }, true, 'unhealthy'],
  [{ valkey: 'down' }, true, 'unhealthy'],
  [{ valkey: 'down', risk: 'down' }, true, 'unhealthy'],
  [{ risk: 'down' }, true, 'degraded'],
  [{ timeseries: 'down' }, true, 'degraded'],
  [{ log_space: 'down' }, true, 'degraded'],
  [{}, false, 'starting'],
  [{ nats: 'down' }, false, 'unhealthy'],
] as const)('%j, ready %s → %s', (change, ready, status) => {
  const judgement = healthRule(() => ready)({ ...UP, ...change })
  expect(judgement.status).toBe(status)
  for (const name of Object.keys(change))
    if (status !== 'unhealthy' || name !== 'risk') expect(judgement.reason).toContain(name)
})
