import { expect, test } from 'vitest'
import { judgeGateway } from '../../../services/gateway/src/health.ts'
import type { CheckState } from '../../../services/kit/health.ts'

const up: Record<string, CheckState> = { nats: 'up', valkey: 'up', questdb: 'up', exchange: 'disabled' }

test.each<[string, Record<string, CheckState>, number, object]>([
  ['all well', {}, 0, { status: 'healthy' }],
  ['cache down', { valkey: 'down' }, 0, { status: 'degraded', reason: 'valkey down' }],
  ['stores down', { valkey: 'down', questdb: 'down' }, 0, { status: 'degraded', reason: 'valkey down, questdb down' }],
  ['venue down', { exchange: 'down' }, 0, { status: 'degraded', reason: 'exchange down' }],
  ['almost silent', {}, 59_999, { status: 'healthy' }],
  ['silent', {}, 60_000, { status: 'degraded', reason: 'no tick for 60 s' }],
  ['bus down', { nats: 'down', valkey: 'down' }, 90_000, { status: 'unhealthy', reason: 'nats down' }],
])('%s', (_name, down, silentMs, expected) => {
  expect(judgeGateway({ ...up, ...down }, { nowMs: silentMs, lastTickMs: 0 })).toEqual(expected)
})
