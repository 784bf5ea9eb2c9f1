// The order state machine as a table: for each event the states it is legal in and where it leads; everything else is
// illegal, leaves the order alone and raises an alert (services.md 2.2).
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrice,
  cumulative,
  isTerminal,
  leavesOf,
  type Order,
  type OrderStatus,
  overfillOf,
  statusOf,
} from '../../../services/oms/src/order.ts'
import { type OrderEvent, transition } from '../../../services/oms/src/transitions.ts'
import { aFill, anOrder, n, orderIn, PATHS, play } from './support.ts'

const ALL = Object.keys(PATHS) as OrderStatus[]
const to = (states: OrderStatus[], end: OrderStatus): Partial<Record<OrderStatus, OrderStatus>> =>
  Object.fromEntries(states.map((state) => [state, end]))
const same = (states: OrderStatus[]): Partial<Record<OrderStatus, OrderStatus>> =>
  Object.fromEntries(states.map((state) => [state, state]))

const WORKING: OrderStatus[] = [
  'ACCEPTED',
  'ROUTING',
  'SENT',
  'PARTIALLY_FILLED',
  'PENDING_CANCEL',
  'PENDING_REPLACE',
  'DONE_FOR_DAY',
]
const trade: OrderEvent = { kind: 'trade', fill: aFill('t', 3) }

/** Event → legal states and the status after it. */
const TABLE: [event: OrderEvent, legal: Partial<Record<OrderStatus, OrderStatus>>][] = [
  [{ kind: 'approve', riskLevel: 'LOW' }, to(['PENDING_RISK'], 'ACCEPTED')],
  [{ kind: 'deny', reason: 'x', riskLevel: 'HIGH' }, to(['PENDING_RISK'], 'RISK_REJECTED')],
  [{ kind: 'route' }, to(['ACCEPTED'], 'ROUTING')],
  [
    { kind: 'ack', externalOrderId: 'x' },
    {
      ...to(['ROUTING'], 'SENT'),
      ...same(ALL.filter((s) => !['PENDING_RISK', 'RISK_REJECTED', 'ACCEPTED', 'ROUTING'].includes(s))),
    },
  ],
  [{ kind: 'reject' }, to(['ROUTING', 'SENT', 'PENDING_CANCEL', 'PENDING_REPLACE', 'DONE_FOR_DAY'], 'REJECTED')],
  [{ kind: 'fail' }, to(['ACCEPTED', 'ROUTING'], 'FAILED')],
  [
    { kind: 'cancelRequest', by: 'venue' },
    to(
      ['ACCEPTED', 'ROUTING', 'SENT', 'PARTIALLY_FILLED', 'PENDING_REPLACE', 'DONE_FOR_DAY', 'PENDING_CANCEL'],
      'PENDING_CANCEL',
    ),
  ],
  [{ kind: 'cancelled' }, to(WORKING, 'CANCELLED')],
  [{ kind: 'cancelReject' }, to(['PENDING_CANCEL'], 'SENT')],
  [{ kind: 'replaceReject' }, to(['PENDING_REPLACE'], 'SENT')],
  [{ kind: 'expire' }, to(WORKING, 'EXPIRED')],
  [
    { kind: 'doneForDay' },
    { ...to(['SENT', 'PARTIALLY_FILLED'], 'DONE_FOR_DAY'), ...same(['PENDING_CANCEL', 'PENDING_REPLACE']) },
  ],
  [
    { kind: 'replaced', change: { price: n(101) } },
    { ...same(WORKING), ...to(['PENDING_REPLACE'], 'SENT') },
  ],
  [
    { kind: 'restated', change: { price: n(101) } },
    { ...same(WORKING), ...to(['DONE_FOR_DAY'], 'SENT') },
  ],
  [{ kind: 'bust', ref: 'p' }, to(['PARTIALLY_FILLED', 'FILLED'], 'SENT')],
  [{ kind: 'correct', ref: 'p', fill: aFill('p', 2) }, to(['PARTIALLY_FILLED', 'FILLED'], 'PARTIALLY_FILLED')],
]

describe.each(TABLE)('$kind', (event, legal) => {
  test.each(ALL)('in %s', (status) => {
    const order = orderIn(status)
    expect(statusOf(order)).toBe(status)
    const result = transition(order, event, 2)
    const end = legal[status]
    if (end === undefined) {
      expect(result.order).toBe(order)
      expect(result.alerts).toEqual([`ILLEGAL_TRANSITION: order_id=o1 status=${status} event=${event.kind}`])
    } else {
      expect(statusOf(result.order)).toBe(end)
      expect(result.alerts).toEqual([])
    }
  })
})

describe('a fill is booked in every state', () => {
  const expected: Partial<Record<OrderStatus, OrderStatus>> = {
    ROUTING: 'PARTIALLY_FILLED',
    SENT: 'PARTIALLY_FILLED',
    PARTIALLY_FILLED: 'PARTIALLY_FILLED',
    PENDING_CANCEL: 'PENDING_CANCEL',
    PENDING_REPLACE: 'PENDING_REPLACE',
    DONE_FOR_DAY: 'PARTIALLY_FILLED',
    CANCELLED: 'CANCELLED',
    EXPIRED: 'EXPIRED',
    FILLED: 'FILLED',
  }
  test.each(ALL)('in %s', (status) => {
    const order = orderIn(status)
    const { order: after, alerts } = transition(order, trade, 2)
    expect(cumulative(after) - cumulative(order)).toBe(n(3))
    expect(statusOf(after)).toBe(expected[status] ?? 'PARTIALLY_FILLED')
    expect(alerts.map((alert) => alert.split(':')[0])).toEqual(expected[status] ? [] : ['UNEXPECTED_FILL'])
  })

  test('a late fill that completes a cancelled order reports FILLED; overfill is kept, not clamped', () => {
    const late = play(orderIn('CANCELLED'), [{ kind: 'trade', fill: aFill('l', 10) }])
    expect(statusOf(late)).toBe('FILLED')
    const over = play(late, [{ kind: 'trade', fill: aFill('m', 2) }])
    expect([statusOf(over), overfillOf(over), leavesOf(over)]).toEqual(['FILLED', n(2), 0n])
  })

  test('full fill under a pending cancel: PENDING_CANCEL, leaves 0; the cancel reject then reports FILLED', () => {
    const full = play(orderIn('PENDING_CANCEL'), [{ kind: 'trade', fill: aFill('l', 10) }])
    expect([statusOf(full), leavesOf(full)]).toEqual(['PENDING_CANCEL', 0n])
    expect(statusOf(play(full, [{ kind: 'cancelReject' }]))).toBe('FILLED')
    expect(statusOf(play(full, [{ kind: 'cancelled' }]))).toBe('FILLED')
  })

  test('a second partial fill adds once, the average is Σqp/Σq (F18)', () => {
    const order = play(orderIn('SENT'), [
      { kind: 'trade', fill: aFill('1', 2, 100) },
      { kind: 'trade', fill: aFill('2', 6, 104) },
    ])
    expect([cumulative(order), averagePrice(order)]).toEqual([n(8), n(103)])
  })

  test('a lost order is revived by a fill or an acknowledgement, so that it can be cancelled', () => {
    const lost = play(orderIn('ROUTING'), [{ kind: 'fail', reason: 'LOST', lost: true }])
    expect(statusOf(lost)).toBe('FAILED')
    for (const event of [trade, { kind: 'ack' } as const]) {
      const { order, alerts } = transition(lost, event, 2)
      expect([order.base, isTerminal(order)]).toEqual(['SENT', false])
      expect(alerts).toEqual(['LOST_FOUND: order_id=o1'])
    }
  })
})

describe('cancel', () => {
  const request: OrderEvent = { kind: 'cancelRequest', by: 'client' }
  test.each([
    ['ACCEPTED', 'CANCELLED'],
    ['ROUTING', 'PENDING_CANCEL'],
    ['SENT', 'PENDING_CANCEL'],
    ['PARTIALLY_FILLED', 'PENDING_CANCEL'],
    ['PENDING_REPLACE', 'PENDING_CANCEL'],
    ['DONE_FOR_DAY', 'PENDING_CANCEL'],
  ] as const)('of %s → %s', (from, end) => {
    expect(statusOf(transition(orderIn(from), request, 2).order)).toBe(end)
  })
  test.each(['FILLED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'FAILED', 'RISK_REJECTED'] as const)(
    'of %s is too late and no alert',
    (status) => {
      const order = orderIn(status)
      expect(transition(order, request, 2)).toEqual({ order, alerts: [], refused: 'TOO_LATE' })
    },
  )
  test('a second one while the first is pending changes nothing', () => {
    const order = orderIn('PENDING_CANCEL')
    expect(transition(order, request, 2)).toEqual({ order, alerts: [] })
  })
  test('cancelled drops queued replaces', () => {
    const order = play(orderIn('PENDING_REPLACE'), [request, { kind: 'cancelled' }])
    expect([statusOf(order), order.pendingReplaces]).toEqual(['CANCELLED', []])
  })
})

describe('replace', () => {
  const request = (quantity: number): OrderEvent => ({ kind: 'replaceRequest', replace: { quantity: n(quantity) } })
  test('eight are queued, the ninth is refused; each outcome settles one', () => {
    let order = orderIn('SENT')
    for (let i = 0; i < 8; i++) order = play(order, [request(11 + i)])
    expect(transition(order, request(20), 2).refused).toBe('TOO_MANY_PENDING')
    for (let i = 0; i < 8; i++) {
      expect(statusOf(order)).toBe('PENDING_REPLACE')
      order = play(order, [
        i % 2 === 0 ? { kind: 'replaceReject' } : { kind: 'replaced', change: { quantity: n(11 + i) } },
      ])
    }
    expect([statusOf(order), order.quantity, order.revision]).toEqual(['SENT', n(18), 4])
  })
  test('a filled order can only be increased, which reopens it', () => {
    const filled = orderIn('FILLED')
    expect(transition(filled, request(10), 2).refused).toBe('TOO_LATE')
    const order = play(filled, [request(15), { kind: 'replaced', change: { quantity: n(15) } }])
    expect([statusOf(order), leavesOf(order)]).toEqual(['PARTIALLY_FILLED', n(5)])
  })
  test('reduced below what is filled → amended to that, which closes the order', () => {
    const order = play(orderIn('PARTIALLY_FILLED'), [request(2), { kind: 'replaced', change: { quantity: n(2) } }])
    expect([statusOf(order), order.quantity, leavesOf(order)]).toEqual(['FILLED', n(4), 0n])
  })
  test('price and ids change only with Replaced', () => {
    const change = { price: n(90), clientOrderId: 'c2' }
    const pending = play(orderIn('SENT', { clientOrderId: 'c1' }), [{ kind: 'replaceRequest', replace: change }])
    expect([pending.price, pending.clientOrderId]).toEqual([n(100), 'c1'])
    const done = play(pending, [{ kind: 'replaced', change }])
    expect([done.price, done.clientOrderId, done.origClientOrderId]).toEqual([n(90), 'c2', 'c1'])
  })
})

describe('done for the day', () => {
  test('a DAY order is over: leaves 0, requests are too late', () => {
    const order = orderIn('DONE_FOR_DAY', { timeInForce: 'DAY' })
    expect([isTerminal(order), leavesOf(order)]).toEqual([true, 0n])
    expect(transition(order, { kind: 'cancelRequest', by: 'client' }, 2).refused).toBe('TOO_LATE')
  })
  test('a GTC order lives on: leaves kept; Restated or a trade ends the flag, Replaced does not', () => {
    const order = orderIn('DONE_FOR_DAY')
    expect([isTerminal(order), leavesOf(order)]).toEqual([false, n(10)])
    expect(statusOf(play(order, [{ kind: 'replaced', change: {} }]))).toBe('DONE_FOR_DAY')
    expect(statusOf(play(order, [{ kind: 'restated', change: {} }]))).toBe('SENT')
    expect(statusOf(play(order, [trade]))).toBe('PARTIALLY_FILLED')
  })
})

describe('bust and correction', () => {
  test('a terminal order stays cancelled when its fill is busted', () => {
    const order = play(orderIn('PARTIALLY_FILLED'), [{ kind: 'cancelled' }, { kind: 'bust', ref: 'p' }])
    expect([statusOf(order), cumulative(order)]).toEqual(['CANCELLED', 0n])
  })
  test('a corrected fill counts with its new figures', () => {
    const order = play(orderIn('FILLED'), [{ kind: 'correct', ref: 'p', fill: aFill('p', 8, 90) }])
    expect([statusOf(order), cumulative(order), averagePrice(order)]).toEqual(['PARTIALLY_FILLED', n(8), n(90)])
  })
})

describe('for any history', () => {
  const event: fc.Arbitrary<OrderEvent> = fc.oneof(
    fc.constantFrom<OrderEvent>(
      { kind: 'approve', riskLevel: 'LOW' },
      { kind: 'route' },
      { kind: 'ack' },
      { kind: 'reject' },
      { kind: 'cancelRequest', by: 'client' },
      { kind: 'cancelRequest', by: 'venue' },
      { kind: 'cancelled' },
      { kind: 'cancelReject' },
      { kind: 'replaceReject' },
      { kind: 'expire' },
      { kind: 'doneForDay' },
    ),
    fc
      .integer({ min: 1, max: 30 })
      .map((quantity): OrderEvent => ({ kind: 'replaceRequest', replace: { quantity: n(quantity) } })),
    fc
      .integer({ min: 1, max: 30 })
      .map((quantity): OrderEvent => ({ kind: 'replaced', change: { quantity: n(quantity) } })),
    fc
      .integer({ min: 1, max: 6 })
      .map((quantity): OrderEvent => ({ kind: 'trade', fill: aFill(`f${quantity}`, quantity) })),
  )

  test('cum = Σ fills ≤ quantity + recorded overfill; leaves never negative, 0 when over', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let order: Order = anOrder()
        let booked = 0n
        for (const next of events) {
          if (next.kind === 'trade') booked += next.fill.quantity
          order = transition(order, next, 1).order
          expect(cumulative(order)).toBe(booked)
          expect(booked).toBeLessThanOrEqual(order.quantity + overfillOf(order))
          expect(leavesOf(order)).toBeGreaterThanOrEqual(0n)
          if (isTerminal(order)) expect(leavesOf(order)).toBe(0n)
          else expect(leavesOf(order) + booked === order.quantity || booked >= order.quantity).toBe(true)
        }
      }),
    )
  })
})
