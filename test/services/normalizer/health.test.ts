import { expect, test } from 'vitest'
import type { CheckState } from '../../../services/kit/health.ts'
import { normalizerHealth } from '../../../services/normalizer/src/health.ts'

test.each<[string, string[], boolean, string]>([
  ['all up', [], true, 'healthy'],
  ['store down', ['timeseries'], true, 'degraded'],
  ['cache down', ['valkey'], true, 'degraded'],
  ['both down', ['timeseries', 'valkey'], true, 'degraded'],
  ['bus down', ['nats', 'consumer'], true, 'unhealthy'],
  ['not consuming yet', ['consumer'], false, 'starting'],
  ['no longer consuming', ['consumer'], true, 'unhealthy'],
])('%s', (_what, down, hasRun, status) => {
  const names = ['nats', 'consumer', 'timeseries', 'valkey']
  const checks = Object.fromEntries(names.map((name) => [name, down.includes(name) ? 'down' : 'up']))
  expect(normalizerHealth(checks as Record<string, CheckState>, hasRun).status).toBe(status)
})
