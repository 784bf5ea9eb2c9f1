import { beforeEach, describe, expect, test } from 'vitest'
import type { PublisherOptions } from '../../../services/kit/bus.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { RowRefused } from '../../../services/kit/timeseries.ts'
import type { BarPayload } from '../../../services/normalizer/src/bar.ts'
import { Outbox, subjectOf } from '../../../services/normalizer/src/outbox.ts'
import type { BarEvent } from '../../../services/normalizer/src/symbol-bars.ts'

const event = (minute: number, change: Partial<BarPayload> = {}, kind: BarEvent['kind'] = 'closed'): BarEvent => ({
  kind,
  newest: true,
  bar: {
    exchange: 'mock',
    symbol: 'BTCUSDT',
    interval: '1m',
    timestamp: minute * 60_000,
    end: (minute + 1) * 60_000,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
    trades: 1,
    revision: 0,
    ...change,
  },
})

/** A bus, a store and a cache whose failures a test switches on and off. */
function world() {
  const state = { busUp: true, storeUp: true, cacheUp: true, refuse: false }
  const sent: { subject: string; msgId?: string }[] = []
  const rows: [string, unknown, unknown][] = []
  const cached: BarEvent[] = []
  let hooks: PublisherOptions = {}
  let errors = 0
  const outbox = new Outbox({
    publisher: (options) => {
      hooks = options
      return {
        send: (subject, _payload, options) => {
          if (state.busUp) sent.push({ subject, ...options })
          return state.busUp
        },
        inFlight: () => 0,
        flush: async () => {},
        close: () => {},
      }
    },
    store: async () => ({
      append: async (table, batch) => {
        if (state.refuse) throw new RowRefused('no such column')
        if (!state.storeUp) throw new Error('database is locked')
        for (const row of batch) rows.push([table, row.timestamp, row.revision])
      },
    }),
    cache: async (events) => {
      if (!state.cacheUp) throw new Error('cache down')
      cached.push(...events)
    },
    batchSize: 2,
    maxWaiting: 3,
    log: silentLog,
    onError: () => errors++,
  })
  const answer = (ok: boolean) => {
    for (const { subject, msgId } of sent.splice(0)) {
      if (ok) hooks.onAck?.({ subject, ...(msgId ? { msgId } : {}), seq: 1, duplicate: false, elapsedMs: 1 })
      else hooks.onError?.({ subject, payload: '', ...(msgId ? { msgId } : {}), reason: 'timeout' })
    }
  }
  return { state, sent, rows, cached, outbox, answer, errors: () => errors }
}

let at: ReturnType<typeof world>
beforeEach(() => {
  at = world()
})

test('a bar leaves when bus, store and cache have it', async () => {
  at.outbox.add([event(1)])
  expect(at.sent).toEqual([{ subject: 'ohlcv.1m.BTCUSDT', msgId: 'bar-mock-BTCUSDT-1m-60000-1' }])
  await at.outbox.flush()
  expect([at.rows, at.cached.length, at.outbox.size()]).toEqual([[['ohlcv_1m', 60_000, 0]], 1, 1])
  at.answer(true)
  expect([at.outbox.size(), at.outbox.pending()]).toEqual([0, []])
})

test('without a bus bars wait and are sent when it is back, once each', async () => {
  at.state.busUp = false
  at.outbox.add([event(1), event(2)])
  expect(at.outbox.pending()).toHaveLength(2)
  at.state.busUp = true
  at.outbox.publish()
  at.outbox.publish()
  expect(at.sent.map(({ msgId }) => msgId)).toEqual(['bar-mock-BTCUSDT-1m-60000-1', 'bar-mock-BTCUSDT-1m-120000-1'])
})

test('a bar whose answer did not come is sent again under the same id', () => {
  at.outbox.add([event(1)])
  const [first] = at.sent
  at.answer(false)
  at.outbox.publish()
  expect(at.sent).toEqual([first])
})

describe('a store that fails', () => {
  test('gets all bars in order once it works', async () => {
    at.state.storeUp = false
    at.outbox.add([event(1), event(1, { revision: 1, trades: 2 }, 'amended'), event(2)])
    await at.outbox.flush()
    expect([at.rows, at.errors() > 0]).toEqual([[], true])
    at.state.storeUp = true
    await at.outbox.store()
    expect(at.rows).toEqual([
      ['ohlcv_1m', 60_000, 0],
      ['ohlcv_1m', 60_000, 1],
      ['ohlcv_1m', 120_000, 0],
    ])
  })

  test('is not asked again for what it refuses', async () => {
    at.state.refuse = true
    at.outbox.add([event(1)])
    await at.outbox.flush()
    at.answer(true)
    expect([at.outbox.size(), at.errors()]).toEqual([0, 1])
  })
})

test('a restart carries on with what was left', async () => {
  at.state.storeUp = false
  at.outbox.add([event(1), event(2)])
  at.answer(true)
  await at.outbox.flush()
  const left = JSON.parse(JSON.stringify(at.outbox.pending()))
  const next = world()
  next.outbox.add(left)
  await next.outbox.flush()
  expect(next.sent).toEqual([])
  expect(next.rows.map(([, timestamp]) => timestamp)).toEqual([60_000, 120_000])
})

test('a cache that stays away gives up the oldest bars, and holds up nothing else', async () => {
  at.state.cacheUp = false
  for (let minute = 1; minute <= 5; minute++) at.outbox.add([event(minute)])
  await at.outbox.flush()
  at.answer(true)
  expect([at.outbox.pending(), at.outbox.size()]).toEqual([[], 3])
  at.state.cacheUp = true
  await at.outbox.cache()
  expect(at.cached.map(({ bar }) => bar.timestamp)).toEqual([180_000, 240_000, 300_000])
})

test.each<[string, BarEvent, string]>([
  ['a first revision', event(1), 'ohlcv.1m.BTCUSDT'],
  ['an amendment', event(1, { interval: '5m' }, 'amended'), 'ohlcv.amended.5m.BTCUSDT'],
  ['a symbol with a dot or a space', event(1, { symbol: 'BRK.B >*' }), 'ohlcv.1m.BRK_B___'],
])('subject of %s', (_what, one, subject) => expect(subjectOf(one)).toBe(subject))
