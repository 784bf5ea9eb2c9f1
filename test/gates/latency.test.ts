// Judging load runs: open loop counts from the intended time, a late generator decides nothing, errors are their own check.
import { describe, expect, test } from 'vitest'
import { varied } from '../../src/gates/check.ts'
import { judgeLoad, unknownLoad } from '../../src/gates/latency.ts'
import type { LatencyCheck, LoadRun, LoadSample } from '../../src/model/gate.ts'
import type { CheckResult } from '../../src/model/verdict.ts'
import { check } from './fakes.ts'

const open = check({
  kind: 'latency',
  id: 'load',
  request: { method: 'POST', url: 'http://x', headers: {}, timeoutMs: 100 },
  vary: {},
  load: { mode: 'open', ratePerSecond: 1000, durationMs: 1000, connections: 8 },
  warmup: 10,
  accept: [],
  successAtLeast: 0.99,
  quantiles: [
    { quantile: 0.5, limitMs: 10 },
    { quantile: 0.99, limitMs: 50 },
  ],
  throughputAtLeast: 900,
}) as LatencyCheck
const closed: LatencyCheck = { ...open, load: { mode: 'closed', samples: 1000, workers: 1 } }

function run(sample: (i: number) => Partial<LoadSample>): LoadRun {
  const samples = Array.from({ length: 1000 }, (_, i) => ({
    intendedMs: i,
    sentMs: i,
    doneMs: i + 2,
    ok: true,
    ...sample(i),
  }))
  return { samples, warmupCut: 10, durationMs: 1000, generatorBusy: 0.3 }
}

const judged = (one: LatencyCheck, result: LoadRun): Record<string, Omit<CheckResult, 'durationMs' | 'attempts'>> =>
  Object.fromEntries(judgeLoad(one, result).map((finding) => [finding.id.replace('load.', ''), finding]))

test('a quick run passes all and tells samples, bounds and the cut warm-up', () => {
  const results = judged(
    open,
    run(() => ({})),
  )
  expect(Object.values(results).map(({ verdict }) => verdict)).toEqual(Array(5).fill('pass'))
  expect(results.p99).toMatchObject({ observed: 2, expected: 50, unit: 'ms', samples: 1000 })
  expect(results.p99?.reason).toContain('99 % bounds 2 – 2 ms')
  expect(results.success?.reason).toContain('10 warm-up requests cut')
})

test('slow answers fail the quantiles', () => {
  const results = judged(
    open,
    run((i) => ({ doneMs: i + 60 })),
  )
  expect([results.p50?.verdict, results.p99?.verdict]).toEqual(['fail', 'fail'])
})

describe('coordinated omission', () => {
  // The service stands still for half a second; a client that waits would send only one request in that time.
  const stall = run((i) => ({ doneMs: i >= 400 && i < 900 ? 900 : i + 2 }))
  test('an open loop sees the stall in half of its requests', () => {
    expect(judged(open, stall).p99).toMatchObject({ verdict: 'fail' })
    expect(judged(open, stall).p99?.observed).toBeGreaterThan(400)
  })
  test('latency counts from the intended time, not from sending', () => {
    const late = run((i) => ({ sentMs: i + 1.5, doneMs: i + 3.5 }))
    expect(judged(open, late).p50?.observed).toBe(3.5)
    expect(judged(closed, late).p50?.observed).toBe(2)
  })
  test('a closed loop says what it cannot say', () => {
    expect(judged(closed, stall).p99?.reason).toContain('no statement about latency under a rate')
    expect(judged(closed, stall).schedule).toBeUndefined()
  })
})

describe('a generator that does not keep its schedule', () => {
  test('late: nothing about latency is decided, neither pass nor fail', () => {
    const behind = run((i) => ({ sentMs: i + 30, doneMs: i + 31 }))
    const { schedule, p50, p99, throughput, success } = judged(open, behind)
    expect([schedule, p50, p99, throughput].map((one) => one?.verdict)).toEqual(Array(4).fill('inconclusive'))
    expect(success?.verdict).toBe('pass')
  })
  test('cut short: the same', () => {
    const short = run(() => ({}))
    const results = judged(open, { ...short, samples: short.samples.slice(0, 990) })
    expect(results.p99?.verdict).toBe('inconclusive')
    expect(results.schedule?.reason).toContain('990 of 1000 requests sent')
  })
})

test('one error in a hundred passes, one more fails; the reason quotes it', () => {
  const errors = (n: number) =>
    judged(
      open,
      run((i) => (i < n ? { ok: false, problem: 'no answer within 100 ms' } : {})),
    )
  expect(errors(10).success).toMatchObject({ verdict: 'pass', observed: 0.99 })
  expect(errors(11).success).toMatchObject({ verdict: 'fail' })
  expect(errors(11).success?.reason).toContain('no answer within 100 ms')
})

test('a closed-loop generator out of CPU cannot fail a service, but can pass it', () => {
  const busy = (ms: number): LoadRun => ({ ...run((i) => ({ doneMs: i + ms })), generatorBusy: 0.95 })
  expect(judged(closed, busy(60)).p50).toMatchObject({ verdict: 'inconclusive' })
  expect(judged(closed, busy(2)).p50).toMatchObject({ verdict: 'pass' })
  const slow: LatencyCheck = { ...closed, throughputAtLeast: 2000 }
  expect(judged(slow, busy(2)).throughput).toMatchObject({ verdict: 'inconclusive' })
  expect(judged(slow, { ...busy(2), generatorBusy: 0.5 }).throughput).toMatchObject({ verdict: 'fail' })
})

test('no samples: all inconclusive', () => {
  const none = judgeLoad(open, { samples: [], warmupCut: 0, durationMs: 0, generatorBusy: 0 })
  expect(none.map(({ verdict }) => verdict)).toEqual(Array(5).fill('inconclusive'))
})

test('a run that could not be made has the same results by name, none of them known', () => {
  const known = judgeLoad(
    open,
    run(() => ({})),
  )
  const unknown = unknownLoad(open, 'oms is not running')
  expect(unknown.map(({ id, title }) => [id, title])).toEqual(known.map(({ id, title }) => [id, title]))
  expect(new Set(unknown.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
    new Set(['inconclusive: oms is not running']),
  )
})

test('bodies vary by rule', () => {
  const vary = {
    side: { cycle: ['BUY', 'SELL'], every: 10 },
    price: { from: 45000, step: 1, count: 100 },
    client_order_id: { unique: 'load' },
  }
  const body = (index: number) => varied({ symbol: 'BTCUSDT', side: 'x' }, vary, index, 'r1')
  expect(body(0)).toEqual({ symbol: 'BTCUSDT', side: 'BUY', price: 45000, client_order_id: 'load-r1-0' })
  expect(body(10)).toMatchObject({ side: 'SELL', price: 45010 })
  expect(body(119)).toEqual({ symbol: 'BTCUSDT', side: 'SELL', price: 45019, client_order_id: 'load-r1-119' })
})
