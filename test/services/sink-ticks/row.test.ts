import { describe, expect, test } from 'vitest'
import { hashId, type Tick, tickOf } from '../../../services/kit/tick.ts'
import { rowOf, type TickRow, utcDay } from '../../../services/sink-ticks/src/row.ts'
import { TIME_MS, tick } from './support.ts'

const row = (raw: object) => rowOf(tickOf(raw as Record<string, unknown>, TIME_MS) as Tick, TIME_MS + 5)

test('a tick becomes a row', () => {
  expect(row(tick(1, { side: 'BUY', source_seq: 77 }))).toEqual({
    event_ts: (TIME_MS + 1) * 1000,
    ingest_ts: (TIME_MS + 5) * 1000,
    venue: 'mock',
    symbol: 'BTCUSDT',
    price: 45_001,
    size: 0.5,
    side: 'BUY',
    trade_id: '1',
    source_seq: '77',
    hash_id: hashId(tickOf(tick(1), TIME_MS) as Tick),
    dt: '2026-01-31',
  })
})

test.each([
  ['absent', { trade_id: undefined }],
  ['null', { side: null, trade_id: null, source_seq: null }],
])('F04: optional texts that are %s become ""', (_what, change) => {
  expect(row(tick(1, change))).toMatchObject({ side: '', trade_id: '', source_seq: '' })
})

describe('F10: what a producer must send', () => {
  test.each<[string, object, string]>([
    ['no venue and no exchange', { venue: undefined, exchange: undefined }, 'venue'],
    ['no price', { price: undefined }, 'price'],
    ['price 0', { price: 0 }, 'price'],
    ['a negative price', { price: -1 }, 'price'],
    ['no size', { size: undefined }, 'size'],
    ['size 0', { size: 0 }, 'size'],
  ])('%s is refused', (_what, change, why) => expect(row(tick(1, change))).toBe(why))

  test.each<[string, object]>([
    ['exchange stands for venue', { venue: undefined }],
    ['qty stands for size', { size: undefined, qty: 0.5 }],
    ['quantity stands for size', { size: undefined, quantity: 0.5 }],
  ])('%s', (_what, change) => expect(row(tick(1, change))).toMatchObject({ venue: 'mock', size: 0.5 }))
})

test.each([
  [0, '1970-01-01'],
  [86_399_999_999, '1970-01-01'],
  [86_400_000_000, '1970-01-02'],
  [Date.UTC(2100, 1, 28) * 1000, '2100-02-28'],
])('%i µs is of day %s', (us, day) => expect(utcDay(us)).toBe(day))

test('the day is that of the event, not of the arrival', () => {
  expect((row(tick(1, { timestamp: Date.UTC(2025, 11, 31, 23, 59) })) as TickRow).dt).toBe('2025-12-31')
})
