import { expect, test } from 'vitest'
import type { CheckState } from '../../../services/kit/health.ts'
import { sinkHealth } from '../../../services/sink-ticks/src/health.ts'

// F06: only the writer and the bus decide; 200 for healthy and degraded, 503 for the others.
test.each<[string, string, number, Record<string, CheckState>, string]>([
  ['all up', 'ready', 0, {}, 'healthy'],
  ['F06: lake down', 'ready', 0, { lake: 'down' }, 'degraded'],
  ['F06: cache down', 'ready', 0, { valkey: 'down' }, 'degraded'],
  ['F06: lake and cache down', 'ready', 0, { lake: 'down', valkey: 'down' }, 'degraded'],
  ['no writer yet', 'missing', 0, {}, 'starting'],
  ['no writer because the lake is away', 'missing', 0, { lake: 'down' }, 'degraded'],
  ['bus just gone', 'ready', 1_000, { nats: 'down' }, 'degraded'],
  ['bus gone for exactly the limit', 'ready', 60_000, { nats: 'down' }, 'degraded'],
  ['bus gone for longer', 'ready', 60_001, { nats: 'down' }, 'unhealthy'],
  ['bus gone for longer, no writer', 'missing', 60_001, { nats: 'down' }, 'unhealthy'],
])('%s', (_what, writer, busDownMs, down, status) => {
  const checks: Record<string, CheckState> = { nats: 'up', lake: 'up', valkey: 'up', ...down }
  const condition = { writer: writer as 'ready' | 'missing', busDownMs, unhealthyAfterMs: 60_000 }
  const judged = sinkHealth(condition, checks)
  expect(judged.status).toBe(status)
  for (const [name, state] of Object.entries(down)) {
    if (state === 'down' && name !== 'nats') expect(judged.reason).toContain(name)
  }
})
