import { describe, expect, test } from 'vitest'
import { type CheckState, createHealth, type HealthCheck } from '../../../services/kit/health.ts'
import { manualClock } from '../../support/manual-clock.ts'

const identity = { service: 'risk', version: '1.2.3' }

async function reportOf(checks: Record<string, HealthCheck>) {
  const health = createHealth({ ...identity, clock: manualClock(), checks })
  const report = await health.report()
  return { ...report, http: health.httpStatus(report) }
}
const fixed = (hard: boolean, state: CheckState): HealthCheck => ({ hard, probe: () => state })

describe('the default rule', () => {
  test.each<[string, Record<string, HealthCheck>, string, number, string | undefined]>([
    ['all up', { bus: fixed(true, 'up'), cache: fixed(false, 'up') }, 'healthy', 200, undefined],
    ['soft down', { bus: fixed(true, 'up'), cache: fixed(false, 'down') }, 'degraded', 200, 'cache down'],
    ['hard down', { bus: fixed(true, 'down'), cache: fixed(false, 'down') }, 'unhealthy', 503, 'bus down'],
    ['disabled is not down', { bus: fixed(true, 'disabled') }, 'healthy', 200, undefined],
  ])('%s', async (_name, checks, status, http, reason) => {
    expect(await reportOf(checks)).toMatchObject({ status, http, ...(reason ? { reason } : {}) })
  })
})

test('the body names service, version, time and every check', async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1))
  const health = createHealth({ ...identity, clock, checks: { bus: fixed(true, 'up') }, extra: () => ({ batches: 3 }) })
  await clock.advance(1500)
  expect(await health.report()).toEqual({
    status: 'healthy',
    service: 'risk',
    version: '1.2.3',
    timestamp: '2026-01-01T00:00:01.500Z',
    uptime_s: 1.5,
    checks: { bus: 'up' },
    batches: 3,
  })
})

test('a probe that throws or rejects is down', async () => {
  const boom = () => {
    throw new Error('boom')
  }
  const report = await reportOf({
    a: { hard: false, probe: boom },
    b: { hard: false, probe: () => Promise.reject(new Error('boom')) },
  })
  expect(report.checks).toEqual({ a: 'down', b: 'down' })
})

test('a probe that hangs is down after 2 s', async () => {
  const clock = manualClock()
  const health = createHealth({
    ...identity,
    clock,
    checks: { store: { hard: true, probe: () => new Promise(() => {}) } },
  })
  const report = health.report()
  await clock.advance(2000)
  expect((await report).status).toBe('unhealthy')
})

test('a slow probe is asked once a second at most; a free one every time', async () => {
  const clock = manualClock()
  const asked = { slow: 0, free: 0 }
  const health = createHealth({
    ...identity,
    clock,
    checks: {
      slow: { hard: false, probe: async () => ++asked.slow > 0 },
      free: { hard: false, probe: () => ++asked.free > 0 },
    },
  })
  await health.report()
  await clock.advance(999)
  await health.report()
  expect(asked).toEqual({ slow: 1, free: 2 })
  await clock.advance(1)
  await health.report()
  expect(asked).toEqual({ slow: 2, free: 3 })
})
