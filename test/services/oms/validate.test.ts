// The body of POST /orders, case by case: what passes, what is refused, and under which field.
import { describe, expect, test } from 'vitest'
import { Invalid, readTerms, warningsOf } from '../../../services/oms/src/validate.ts'
import { n } from './support.ts'

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', quantity: 1, price: 100 }
const read = (change: object) => readTerms({ ...LIMIT, ...change }, () => 1_000_000)
const fieldOf = (body: unknown): string => {
  try {
    readTerms(body, () => 1_000_000)
  } catch (error) {
    if (error instanceof Invalid) return error.field
    throw error
  }
  return 'accepted'
}

describe('accepted', () => {
  test('defaults, any case in, upper case kept (F22)', () => {
    expect(read({ symbol: ' btcusdt ', side: 'bUy', type: 'limit', time_in_force: 'gtc' })).toMatchObject({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      account: 'default',
      quantity: n(1),
      price: n(100),
    })
    expect(read({})).toMatchObject({ type: 'LIMIT', timeInForce: 'DAY' })
  })
  test.each([
    ['smallest quantity', { quantity: 0.00001 }],
    ['largest quantity', { quantity: 10_000_000, price: 0.00001 }],
    ['largest price', { price: 1_000_000 }],
    ['value equal to the cap', { quantity: 10, price: 100_000 }],
    ['numbers as text', { quantity: '1.5', price: '99.25' }],
    ['market without price', { order_type: 'market', price: undefined }],
    ['stop', { order_type: 'STOP', stop_price: 90, price: undefined }],
    ['stop limit', { order_type: 'stop_limit', stop_price: 90 }],
    ['good till date', { time_in_force: 'GTD', expire_time: '2027-01-01T00:00:00Z' }],
    ['post only', { post_only: true }],
  ])('%s', (_name, change) => {
    expect(fieldOf({ ...LIMIT, ...change })).toBe('accepted')
  })
  test('metadata is no part of what "the same order" means, everything else is', () => {
    const base = read({}).fingerprint
    expect(read({ metadata: { note: 1 } }).fingerprint).toBe(base)
    for (const change of [
      { quantity: 2 },
      { price: 101 },
      { side: 'sell' },
      { time_in_force: 'IOC' },
      { post_only: true },
    ])
      expect(read(change).fingerprint).not.toBe(base)
  })
  test('a market order that should rest says that it will not', () => {
    expect(warningsOf({ type: 'MARKET', timeInForce: 'GTC' })).toHaveLength(1)
    expect(warningsOf({ type: 'MARKET', timeInForce: 'DAY' })).toEqual([])
    expect(warningsOf({ type: 'LIMIT', timeInForce: 'GTC' })).toEqual([])
  })
})

describe('refused, with the field', () => {
  test.each([
    ['no body', undefined, 'body'],
    ['a list', [], 'body'],
    ['no symbol', { ...LIMIT, symbol: undefined }, 'symbol'],
    ['symbol of two characters', { ...LIMIT, symbol: 'AB' }, 'symbol'],
    ['symbol of 21 characters', { ...LIMIT, symbol: 'A'.repeat(21) }, 'symbol'],
    ['side', { ...LIMIT, side: 'long' }, 'side'],
    ['quantity −1', { ...LIMIT, quantity: -1 }, 'quantity'],
    ['quantity below the smallest', { ...LIMIT, quantity: 0.000009 }, 'quantity'],
    ['quantity above the largest', { ...LIMIT, quantity: 10_000_000.00000001, price: 0.00001 }, 'quantity'],
    ['nine decimals', { ...LIMIT, quantity: 1.123456789 }, 'quantity'],
    ['quantity as nothing', { ...LIMIT, quantity: null }, 'quantity'],
    ['price −100', { ...LIMIT, price: -100 }, 'price'],
    ['limit without price', { ...LIMIT, price: undefined }, 'price'],
    ['price above the largest', { ...LIMIT, price: 1_000_000.1 }, 'price'],
    ['value one unit over the cap', { ...LIMIT, quantity: 10, price: 100_000.00000001 }, 'quantity'],
    ['type', { ...LIMIT, type: 'iceberg' }, 'order_type'],
    ['time in force', { ...LIMIT, time_in_force: 'WEEK' }, 'time_in_force'],
    ['stop without stop price', { ...LIMIT, type: 'STOP' }, 'stop_price'],
    ['GTD without date', { ...LIMIT, time_in_force: 'GTD' }, 'expire_time'],
    ['post only that takes', { ...LIMIT, post_only: true, time_in_force: 'IOC' }, 'post_only'],
    ['reduce only is refused, not ignored', { ...LIMIT, reduce_only: true }, 'reduce_only'],
    ['stp TRANSFER', { ...LIMIT, stp_mode: 'TRANSFER' }, 'stp_mode'],
    ['account with a line break', { ...LIMIT, account: 'a\nb' }, 'account'],
    ['client id too long', { ...LIMIT, client_order_id: 'x'.repeat(129) }, 'client_order_id'],
    ['metadata that is no object', { ...LIMIT, metadata: 'x' }, 'metadata'],
  ])('%s', (_name, body, field) => {
    expect(fieldOf(body)).toBe(field)
  })
})
