import { describe, expect, it } from 'vitest'
import { STEP_IDS } from '../../../src/model/ids.ts'
import type { MigrationState, StepState } from '../../../src/model/state.ts'
import { createOmsReader } from '../../../src/observe/feed/oms.ts'
import { poll, reasonOf } from '../../../src/observe/feed/poll.ts'
import { happenedBetween } from '../../../src/observe/feed/progress.ts'
import { parseTick, tickOf } from '../../../src/observe/feed/tick.ts'
import { createFold } from '../../../src/observe/feed/ticks.ts'
import { manualClock } from '../../support/manual-clock.ts'

const NOW_MS = 1_800_000_000_000

describe('a tick', () => {
  it.each<[object, number | undefined]>([
    [{ timestamp: 1_700_000_000_123 }, 1_700_000_000_123],
    [{ timestamp: '2026-01-01T00:00:00Z' }, Date.UTC(2026, 0, 1)],
    [{ ts: 1_700_000_000 }, 1_700_000_000_000],
    [{ event_ts: 1_700_000_001, timestamp: 5 }, 1_700_000_001_000],
    [{}, NOW_MS],
  ])('with %j is of %s', (time, eventTimeMs) => {
    expect(tickOf({ symbol: 'A', price: 1, ...time }, NOW_MS)?.eventTimeMs).toBe(eventTimeMs)
  })

  it.each<unknown>([null, 1, [], {}, { symbol: '', price: 1 }, { symbol: 'A' }, { symbol: 'A', price: 'x' }])(
    '%j is none',
    (value) => {
      expect(tickOf(value, NOW_MS)).toBeUndefined()
    },
  )

  it('that is not JSON is none', () => {
    expect(parseTick(new TextEncoder().encode('{'), NOW_MS)).toBeUndefined()
  })
})

describe('the fold', () => {
  it('keeps the newest of each subject and a bounded number of subjects', () => {
    const fold = createFold()
    const message = (symbol: string, price: number) => new TextEncoder().encode(JSON.stringify({ symbol, price }))
    for (let index = 0; index < 10_000; index += 1) fold.add(`market.tick.x.S${index}`, message(`S${index}`, 1))
    fold.add('market.tick.x.S1', message('S1', 7))
    const ticks = fold.take(NOW_MS)
    expect(ticks).toHaveLength(2000)
    expect(ticks[1]).toMatchObject({ symbol: 'S1', price: 7, folded: 2 })
    expect(fold.take(NOW_MS)).toEqual([])
  })
})

describe('OMS statistics', () => {
  it('give a rate from the second reading on, none across a restart', () => {
    const reader = createOmsReader({})
    const rates = [
      [100, 0],
      [600, 1000],
      [20, 2000],
      [1020, 3000],
    ].map(([received, atMs]) => reader.read({ received }, atMs!).ordersPerSecond)
    expect(rates).toEqual([null, 500, null, 1000])
  })

  it.each<[unknown]>([[null], ['text'], [{ latency: null }], [{ latency: { count: 0, p50: null } }]])(
    '%j is no figure, not zero',
    (stats) => {
      expect(createOmsReader({}).read(stats, 1)).toMatchObject({ p50Ms: null, p99Ms: null, rejects: null, samples: 0 })
    },
  )
})

describe('polling', () => {
  it('waits twice as long after each failure, says when it asks again, and starts over after a success', async () => {
    const clock = manualClock(0)
    const asked: number[] = []
    const retries: number[] = []
    const stop = new AbortController()
    const done = poll({
      source: 'oms',
      intervalMs: 1000,
      clock: { now: clock.nowMs, every: clock.every, after: clock.after },
      listener: (event) => {
        if (event.kind === 'source' && !event.up) retries.push(event.retryAtMs! - event.atMs)
      },
      signal: stop.signal,
      ask: async () => {
        asked.push(clock.nowMs())
        if (asked.length !== 5) throw new Error('down')
      },
    })
    await clock.advance(0)
    await clock.advance(18_000)
    stop.abort()
    await done
    expect(asked).toEqual([0, 1000, 3000, 7000, 15_000, 16_000, 17_000])
    expect(retries[0]).toBe(1000)
    expect(Math.max(...retries)).toBe(8000)
  })

  it('names the innermost reason', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:1')
    expect(reasonOf(new TypeError('fetch failed', { cause: refused }))).toBe(refused.message)
    expect(reasonOf(new Error('first\nsecond'))).toBe('first')
    expect(reasonOf('text')).toBe('text')
  })
})

describe('what happened', () => {
  const step = (index: number, status: StepState['status'], message?: string): StepState => ({
    id: STEP_IDS[index]!,
    status,
    durationMs: 1,
    evidence: [],
    ...(message ? { error: { code: 'X', message } } : {}),
  })
  const state = (lastSeq: number, steps: StepState[], gateAt?: string): MigrationState => ({
    services: { risk: { id: 'risk', verdict: 'running', steps } },
    gates: gateAt
      ? {
          critical: {
            at: gateAt,
            result: { gate: 'critical', title: '', verdict: 'fail', checks: [], startedAt: '', durationMs: 0 },
          },
        }
      : {},
    answers: {},
    openOps: [],
    lastSeq,
  })

  it('is told once, with the reason of a failure', () => {
    const before = state(1, [step(0, 'done'), step(1, 'running')])
    const after = state(3, [step(0, 'done'), step(1, 'failed', 'no port'), step(2, 'pending')], 'now')
    expect(happenedBetween(before, after, 5).map((event) => [event.level, event.text])).toEqual([
      ['error', 'risk configure failed: no port'],
      ['error', 'gate critical fail'],
    ])
    expect(happenedBetween(after, after, 6)).toEqual([])
  })
})
