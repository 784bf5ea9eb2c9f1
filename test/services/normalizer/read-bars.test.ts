import { describe, expect, test } from 'vitest'
import type { Row } from '../../../services/kit/timeseries.ts'
import { fillGaps, parseBarsRequest, readBars } from '../../../services/normalizer/src/read-bars.ts'

const bar = (timestamp: number, close = 1): Row => ({
  timestamp,
  exchange: 'mock',
  symbol: 'BTCUSDT',
  close,
  volume: 1,
})

describe('the request', () => {
  const parse = (interval: string, query: Record<string, string> = {}) =>
    parseBarsRequest({ exchange: 'mock', symbol: 'btc-usdt', interval }, query)
  test('takes known intervals and spells the symbol as it is stored', () => {
    expect(parse('15m', { limit: '7', fill: 'previous' })).toEqual({
      exchange: 'mock',
      symbol: 'BTCUSDT',
      interval: '15m',
      limit: 7,
      fill: 'previous',
    })
    expect(parse('1d')).toMatchObject({ limit: 100, fill: 'none' })
  })
  test.each(['7m', '1M', '', 'toString', '__proto__'])('refuses interval "%s" with 400', (interval) => {
    expect(() => parse(interval)).toThrow(expect.objectContaining({ status: 400, code: 'BAD_INTERVAL' }))
  })
  test.each(['0', '-1', '1.5', '1001', 'all', ''])('refuses limit "%s" with 400', (limit) => {
    expect(() => parse('1m', { limit })).toThrow(expect.objectContaining({ status: 400, code: 'BAD_LIMIT' }))
  })
  test('refuses another fill with 400', () => {
    expect(() => parse('1m', { fill: 'linear' })).toThrow(expect.objectContaining({ status: 400, code: 'BAD_FILL' }))
  })
})

test('answers oldest first, with the end of each bar', async () => {
  const asked: unknown[] = []
  const store = {
    async query(table: string, query?: object) {
      asked.push(table, query)
      return [bar(120_000), bar(60_000)]
    },
  }
  const request = { exchange: 'mock', symbol: 'BTCUSDT', interval: '1m', limit: 2, fill: 'none' } as const
  expect(await readBars(store, request)).toMatchObject({
    count: 2,
    interval: '1m',
    bars: [
      { timestamp: 60_000, end: 120_000 },
      { timestamp: 120_000, end: 180_000 },
    ],
  })
  expect(asked).toEqual(['ohlcv_1m', { where: { exchange: 'mock', symbol: 'BTCUSDT' }, limit: 2, order: 'desc' }])
})

test('F35: bars between two trades carry the last close, have no volume and say that they are filled', () => {
  const filled = fillGaps([bar(60_000, 5), bar(240_000, 9)], '1m')
  expect(filled.map(({ timestamp, close, volume, filled }) => [timestamp, close, volume, filled])).toEqual([
    [60_000, 5, 1, undefined],
    [120_000, 5, 0, true],
    [180_000, 5, 0, true],
    [240_000, 9, 1, undefined],
  ])
})

test('two bars years apart do not make a million rows', () => {
  expect(fillGaps([bar(0), bar(10 ** 12)], '1m').length).toBeLessThanOrEqual(1002)
})
