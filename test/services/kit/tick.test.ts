import { describe, expect, test } from 'vitest'
import { eventTimeUs, hashId, parseTick, type Tick, tickIdentity } from '../../../services/kit/tick.ts'

const RECEIVED_MS = 1_800_000_000_000
const tick = (raw: object) =>
  parseTick(JSON.stringify({ symbol: 'BTCUSDT', venue: 'mock', price: 1, size: 2, ...raw }), RECEIVED_MS)

describe('F03: event time', () => {
  test.each<[string, object, number | undefined]>([
    ['timestamp in ms', { timestamp: 1_700_000_000_123 }, 1_700_000_000_123_000],
    ['timestamp as ISO with Z', { timestamp: '2023-11-14T22:13:20.123Z' }, 1_700_000_000_123_000],
    ['timestamp as ISO with microseconds', { timestamp: '2023-11-14T22:13:20.123456Z' }, 1_700_000_000_123_456],
    ['timestamp as ISO with an offset', { timestamp: '2023-11-14T23:13:20+01:00' }, 1_700_000_000_000_000],
    ['timestamp as ISO without a zone is UTC', { timestamp: '2023-11-14T22:13:20' }, 1_700_000_000_000_000],
    ['ts in seconds', { ts: 1_700_000_000 }, 1_700_000_000_000_000],
    ['ts in seconds with a fraction', { ts: 1_700_000_000.123456 }, 1_700_000_000_123_456],
    ['ts as ISO', { ts: '2023-11-14T22:13:20Z' }, 1_700_000_000_000_000],
    ['event_ts in seconds', { event_ts: 1_700_000_000.5 }, 1_700_000_000_500_000],
    ['event_ts wins over timestamp and ts', { event_ts: 1_700_000_000, timestamp: 1, ts: 2 }, 1_700_000_000_000_000],
    ['timestamp wins over ts', { timestamp: 1_700_000_000_000, ts: 2 }, 1_700_000_000_000_000],
    ['null counts as absent', { event_ts: null, timestamp: 1_700_000_000_000 }, 1_700_000_000_000_000],
    ['none: when the bus got it', {}, RECEIVED_MS * 1000],
    ['1970', { timestamp: 0 }, 0],
    ['2100', { timestamp: '2100-01-01T00:00:00Z' }, 4_102_444_800_000_000],
    ['words are refused', { timestamp: 'yesterday' }, undefined],
    ['a day that does not exist is refused', { timestamp: '2023-13-01T00:00:00Z' }, undefined],
    ['milliseconds where seconds belong are refused', { event_ts: 1_700_000_000_123 }, undefined],
    ['before 1970 is refused', { timestamp: -1 }, undefined],
    ['an object is refused', { timestamp: {} }, undefined],
  ])('%s', (_what, raw, us) => {
    expect(eventTimeUs(raw as Record<string, unknown>, RECEIVED_MS)).toBe(us)
    const parsed = tick(raw)
    expect(typeof parsed === 'string' ? undefined : parsed.tsUs).toBe(us)
  })
})

test.each<[string, object | string, string]>([
  ['broken JSON', '{"symbol":', 'json'],
  ['a list', '[1]', 'json'],
  ['null', 'null', 'json'],
  ['no symbol', { symbol: undefined }, 'symbol'],
  ['a number as symbol', { symbol: 5 }, 'symbol'],
  ['price in words', { price: 'high' }, 'number'],
  ['a size that overflows', '{"symbol":"A","venue":"m","price":1,"size":1e999}', 'number'],
])('refuses %s', (_what, raw, why) => {
  expect(typeof raw === 'string' ? parseTick(raw, RECEIVED_MS) : tick(raw)).toBe(why)
})

test('reads the names producers use', () => {
  expect(tick({ price: undefined, last: '45000.5', size: undefined, qty: 3, trade_id: 17, side: null })).toMatchObject({
    price: 45_000.5,
    size: 3,
    tradeId: '17',
    side: '',
    venue: 'mock',
    exchange: 'mock',
  })
  expect(tick({ size: undefined, quantity: 4, venue: undefined, exchange: 'kraken' })).toMatchObject({
    size: 4,
    venue: 'kraken',
  })
})

describe('identity', () => {
  const base = tick({ timestamp: 1_700_000_000_123 }) as Tick
  test('is venue, symbol, time, price, size and the trade id when there is one', () => {
    expect(tickIdentity(base)).toBe('mock|BTCUSDT|1700000000123000|1|2')
    expect(tickIdentity({ ...base, tradeId: '9' })).toBe('mock|BTCUSDT|1700000000123000|1|2|9')
    expect(hashId(base)).toBe('e4654a2f4e52632e')
  })
  test.each<[string, Partial<Tick>]>([
    ['venue', { venue: 'kraken' }],
    ['symbol', { symbol: 'ETHUSDT' }],
    ['time', { tsUs: base.tsUs + 1 }],
    ['price', { price: 1.1 }],
    ['size', { size: 2.1 }],
    ['trade id', { tradeId: '1' }],
  ])('another %s is another print', (_what, change) => {
    expect(hashId({ ...base, ...change })).not.toBe(hashId(base))
  })
  test('side and source sequence do not matter', () => {
    expect(hashId({ ...base, side: 'BUY', sourceSeq: '5' })).toBe(hashId(base))
  })
})
