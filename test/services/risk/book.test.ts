// Reservations and fills: spent once, released once, zero when flat.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Book, worstCase } from '../../../services/risk/src/book.ts'
import { testRisk, wordOf } from './support.ts'

const order = (change: object = {}) => ({
  orderId: 'a',
  revision: 0,
  account: 'x',
  symbol: 'S',
  side: 'BUY' as const,
  leaves: 10n,
  state: 'pending' as const,
  atMs: 0,
  ...change,
})
const fill = (change: object = {}) => ({
  key: 'V|1',
  orderId: 'a',
  account: 'x',
  symbol: 'S',
  side: 'BUY' as const,
  quantity: 4n,
  price: 1n,
  execType: 'F' as const,
  timeMs: 0,
  ...change,
})

describe('reservations', () => {
  test('reserve is idempotent by order and revision; a later revision holds the larger', () => {
    const book = new Book()
    book.reserve(order())
    book.reserve(order())
    expect(book.net('x', 'S').openBuy).toBe(10n)
    book.reserve(order({ revision: 1, leaves: 7n }))
    expect(book.net('x', 'S').openBuy).toBe(10n)
    book.reserve(order({ revision: 2, leaves: 12n }))
    expect(book.net('x', 'S').openBuy).toBe(12n)
  })

  test('a fill moves reservation to position in one step, once', () => {
    const book = new Book()
    book.reserve(order())
    expect(book.fill(fill())).toBe('applied')
    expect(book.fill(fill())).toBe('duplicate')
    expect(book.net('x', 'S')).toEqual({ position: 4n, openBuy: 6n, openSell: 0n })
    expect(book.fill(fill({ quantity: 5n }))).toBe('conflict')
    expect(book.net('x', 'S').position).toBe(4n)
  })

  test('fills are net per account and symbol: a sell closes, it does not overwrite (F24)', () => {
    const book = new Book()
    book.fill(fill({ quantity: 10n }))
    book.fill(fill({ key: 'V|2', side: 'SELL', quantity: 3n }))
    expect(book.net('x', 'S').position).toBe(7n)
  })

  test('a late fill after the release still moves the position', () => {
    const book = new Book()
    book.reserve(order())
    book.release('a')
    book.fill(fill())
    expect(book.net('x', 'S')).toEqual({ position: 4n, openBuy: 0n, openSell: 0n })
  })

  test('bust and correction change the fill they name, once', () => {
    const book = new Book()
    book.fill(fill({ quantity: 10n }))
    book.fill(fill({ key: 'V|2', execType: 'G', ref: 'V|1', quantity: 8n }))
    expect(book.net('x', 'S').position).toBe(8n)
    book.fill(fill({ key: 'V|3', execType: 'H', ref: 'V|2', quantity: 0n }))
    expect(book.net('x', 'S').position).toBe(0n)
    expect(book.fill(fill({ key: 'V|4', execType: 'H', ref: 'V|9', quantity: 0n }))).toBe('unknown-reference')
  })

  test('what oms says is left only lowers', () => {
    const book = new Book()
    book.post(order())
    book.settle('a', 4n)
    book.settle('a', 9n)
    expect(book.net('x', 'S').openBuy).toBe(4n)
    book.settle('a', 0n)
    expect(book.reservation('a')).toBeUndefined()
  })

  test('an order already seen is not reserved again by its replay', () => {
    const book = new Book()
    book.post(order())
    book.fill(fill())
    book.post(order())
    expect(book.net('x', 'S').openBuy).toBe(6n)
  })
})

type Step =
  | { kind: 'reserve'; order: number; quantity: number }
  | { kind: 'fill'; order: number; quantity: number; id: number }
  | { kind: 'release'; order: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('reserve' as const), order: fc.nat(6), quantity: fc.integer({ min: 1, max: 50 }) }),
  fc.record({
    kind: fc.constant('fill' as const),
    order: fc.nat(6),
    quantity: fc.integer({ min: 1, max: 20 }),
    id: fc.nat(15),
  }),
  fc.record({ kind: fc.constant('release' as const), order: fc.nat(6) }),
)

const sideOf = (n: number) => (n % 2 === 0 ? ('BUY' as const) : ('SELL' as const))

function play(book: Book, steps: Step[]): void {
  for (const step of steps) {
    const orderId = `o${step.order}`
    const side = sideOf(step.order)
    if (step.kind === 'reserve') book.reserve(order({ orderId, side, leaves: BigInt(step.quantity) }))
    else if (step.kind === 'release') book.release(orderId)
    else book.fill(fill({ key: `V|${step.id}`, orderId, side, quantity: BigInt(step.quantity) }))
  }
}

describe('for any history', () => {
  test('open quantities are the sum of the reservations, never negative; zero when all is released', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = new Book()
        play(book, steps)
        const held = [...book.reservations()]
        const open = (side: string) => held.filter((r) => r.side === side).reduce((sum, r) => sum + r.leaves, 0n)
        const net = book.net('x', 'S')
        expect([net.openBuy, net.openSell]).toEqual([open('BUY'), open('SELL')])
        expect(held.every((r) => r.leaves > 0n)).toBe(true)
        for (const { orderId } of held) book.release(orderId)
        expect(book.net('x', 'S')).toMatchObject({ openBuy: 0n, openSell: 0n })
        expect(book.symbols('x').size).toBe(net.position === 0n ? 0 : 1)
      }),
    )
  })

  test('the position is the signed sum of distinct fills', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = new Book()
        play(book, steps)
        const seen = new Map<number, bigint>()
        for (const s of steps)
          if (s.kind === 'fill' && !seen.has(s.id))
            seen.set(s.id, sideOf(s.order) === 'BUY' ? BigInt(s.quantity) : -BigInt(s.quantity))
        expect(book.net('x', 'S').position).toBe([...seen.values()].reduce((a, b) => a + b, 0n))
      }),
    )
  })

  test('a snapshot restores the same book, and playing everything again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = new Book()
        play(book, steps)
        const copy = new Book()
        copy.restore(JSON.parse(JSON.stringify(book.snapshot())), 0)
        expect(copy.snapshot()).toEqual(book.snapshot())
        play(
          copy,
          steps.filter((s) => s.kind === 'fill'),
        )
        expect(copy.net('x', 'S').position).toBe(book.net('x', 'S').position)
      }),
    )
  })

  test('no sequence of checks lets the worst case pass the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ buy: fc.boolean(), quantity: fc.integer({ min: 1, max: 12 }) }), { maxLength: 30 }),
        (orders) => {
          const risk = testRisk()
          for (const [i, { buy, quantity }] of orders.entries())
            risk.check({ order_id: `o${i}`, side: buy ? 'BUY' : 'SELL', quantity })
          expect(worstCase(risk.engine.book.net('default', 'BTCUSDT'))).toBeLessThanOrEqual(1_000_000_000n)
        },
      ),
    )
  })
})

describe('the same question twice', () => {
  test('same order and revision: same answer, spent once', () => {
    const risk = testRisk()
    for (let i = 0; i < 3; i++) expect(risk.check({ quantity: 10, order_id: 'a' }).approved).toBe(true)
    expect(risk.engine.book.net('default', 'BTCUSDT').openBuy).toBe(1_000_000_000n)
  })

  test('the id of another order is refused', () => {
    const risk = testRisk()
    risk.check({ quantity: 1, order_id: 'a' })
    expect(wordOf(risk.check({ quantity: 1, order_id: 'a', side: 'SELL' }))).toBe('INTERNAL')
  })
})
