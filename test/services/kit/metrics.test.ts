import { expect, test } from 'vitest'
import { createMetrics } from '../../../services/kit/metrics.ts'
import { manualClock } from '../../support/manual-clock.ts'

test('names carry the prefix of the service and registries do not mix', async () => {
  const risk = createMetrics('risk_')
  const oms = createMetrics('oms_')
  risk.counter('checks_total', 'Checks', ['verdict']).inc({ verdict: 'approved' })
  expect(await risk.text()).toContain('risk_checks_total{verdict="approved"} 1')
  expect(await oms.text()).not.toContain('checks_total')
  expect(await oms.text()).toMatch(/process_resident_memory_bytes \d+/)
})

test('a latency window is null when empty, exact to three digits, and forgets', async () => {
  const clock = manualClock()
  const window = createMetrics('x_', clock).latencyWindow({ windowS: 60 })
  expect(window.snapshot()).toBeNull()
  for (let ms = 1; ms <= 1000; ms++) window.record(ms)
  const snapshot = window.snapshot()
  expect(snapshot).toMatchObject({ unit: 'ms', window_s: 60, count: 1000 })
  for (const [key, expected] of Object.entries({ p50: 500, p90: 900, p99: 990, p999: 999, max: 1000 })) {
    const value = snapshot?.[key as 'p50'] ?? Number.NaN
    expect(Math.abs(value - expected) / expected).toBeLessThan(0.002)
  }
  await clock.advance(30_000)
  window.record(0.25)
  expect(window.snapshot()).toMatchObject({ count: 1001 })
  await clock.advance(35_000)
  expect(window.snapshot()).toMatchObject({ count: 1, p50: 0.25 })
  await clock.advance(60_000)
  expect(window.snapshot()).toBeNull()
})

test('an observed gauge is read at every scrape', async () => {
  const metrics = createMetrics('x_')
  let waiting = 1
  metrics.observed('waiting', 'Waiting', () => waiting)
  expect(await metrics.text()).toMatch(/^x_waiting 1$/m)
  waiting = 2
  expect(await metrics.text()).toMatch(/^x_waiting 2$/m)
})
