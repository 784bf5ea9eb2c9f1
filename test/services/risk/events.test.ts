// What the ORDERS stream does to the book, message by message, and what risk does about orders that never came.
import { describe, expect, test } from 'vitest'
import { silentLog } from '../../../services/kit/log.ts'
import { Book } from '../../../services/risk/src/book.ts'
import { applyEvent } from '../../../services/risk/src/events.ts'
import { sweepPending } from '../../../services/risk/src/pending.ts'
import { historicalVar, PnlSampler } from '../../../services/risk/src/value-at-risk.ts'
import { manualClock } from '../../support/manual-clock.ts'

const NEW = { order_id: 'a', account: 'x', symbol: 'S', side: 'BUY', quantity: 2, revision: 0 }
const at = (subject: string, body: Record<string, unknown>) => ({ subject, body, timeMs: 0 })

describe('events', () => {
  const open = () => {
    const book = new Book()
    expect(applyEvent(book, at('orders.new', NEW), 0)).toBe('applied')
    expect(book.net('x', 'S').openBuy).toBe(200_000_000n)
    return book
  }
  test.each(['orders.cancelled', 'orders.rejected'])('%s releases', (subject) => {
    const book = open()
    applyEvent(book, at(subject, { order_id: 'a' }), 0)
    expect(book.net('x', 'S').openBuy).toBe(0n)
  })
  test('orders.fill lowers to what is left', () => {
    const book = open()
    applyEvent(book, at('orders.fill', { order_id: 'a', remaining_quantity: 0.5 }), 0)
    expect(book.net('x', 'S').openBuy).toBe(50_000_000n)
  })
  test('a fill with lower-case side and filled_quantity', () => {
    const book = open()
    const fill = { ...NEW, fill_id: '1', side: 'buy', quantity: undefined, filled_quantity: 2, price: 5 }
    expect(applyEvent(book, at('fills.confirmed', fill), 0)).toBe('applied')
    expect(book.net('x', 'S')).toEqual({ position: 200_000_000n, openBuy: 0n, openSell: 0n })
  })
  test.each([
    ['orders.new', {}],
    ['orders.new', { ...NEW, quantity: 'x' }],
    ['orders.fill', { order_id: 'a' }],
    ['fills.confirmed', { ...NEW }],
    ['fills.confirmed', { ...NEW, fill_id: '1', price: 1, quantity: 0 }],
    ['orders.cancelled', {}],
  ])('%s %j is reported, not thrown', (subject, body) => {
    expect(applyEvent(new Book(), at(subject, body), 0)).toBe('malformed')
  })
  test('other subjects are none of its business', () => {
    expect(applyEvent(new Book(), at('orders.accepted', {}), 0)).toBe('ignored')
  })
})

describe('an approval whose order never came', () => {
  const setup = (reply: object | undefined) => {
    const clock = manualClock()
    const book = new Book()
    const base = { revision: 0, account: 'x', symbol: 'S', side: 'BUY' as const, leaves: 1n, atMs: 0 }
    book.reserve({ ...base, orderId: 'lost', state: 'pending' })
    book.post({ ...base, orderId: 'seen' })
    const asked: string[] = []
    const bus = {
      state: () => 'up' as const,
      request: async (_subject: string, payload: Uint8Array | string) => {
        asked.push(String(payload))
        if (!reply) throw new Error('timeout')
        return { json: () => reply } as never
      },
    }
    const sweep = () => sweepPending({ book, bus, clock, log: silentLog, releaseAfterMs: 5000 })
    return { clock, book, sweep, asked }
  }
  test('not before its time', async () => {
    const { clock, sweep, asked } = setup({ known: false })
    await clock.advance(4999)
    expect([await sweep(), asked]).toEqual([[], []])
  })
  test('oms does not know it → released; an order that was seen is never asked about', async () => {
    const { clock, sweep, book, asked } = setup({ known: false })
    await clock.advance(5000)
    expect(await sweep()).toEqual(['lost'])
    expect(asked).toEqual(['{"order_id":"lost"}'])
    expect(book.net('x', 'S').openBuy).toBe(1n)
  })
  test('oms holds it → kept; over → released; no answer → kept', async () => {
    for (const [reply, released] of [
      [{ known: true, active: true }, []],
      [{ known: true, active: false }, ['lost']],
      [undefined, []],
    ] as const) {
      const { clock, sweep } = setup(reply)
      await clock.advance(6000)
      expect(await sweep()).toEqual(released)
    }
  })
})

describe('value at risk', () => {
  const losses = (n: number) => Array.from({ length: n }, (_, i) => i - 10)
  test('linear interpolation at (n − 1)·α, positive = loss', () => {
    expect(historicalVar(losses(21))).toEqual({ var95: 9, var99: 9.8, samples: 21 })
  })
  test('fewer than twenty changes say nothing, and say so', () => {
    expect(historicalVar(losses(19))).toEqual({ var95: 0, var99: 0, samples: 19 })
  })
  test('only gains: no risk, not a negative one', () => {
    expect(historicalVar(Array.from({ length: 30 }, () => 5))).toMatchObject({ var95: 0, var99: 0 })
  })
  test('one change per interval', () => {
    const sampler = new PnlSampler(1000)
    for (let ms = 0; ms <= 25_000; ms += 100) sampler.note(ms, ms)
    expect(sampler.value().samples).toBe(25)
  })
})
