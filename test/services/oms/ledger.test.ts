// The ledger and what comes in from the bus: each fill once, in any state, and the same state again from the log.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InboundOptions, readFill, takeBatch } from '../../../services/oms/src/inbound.ts'
import { Ledger } from '../../../services/oms/src/ledger.ts'
import { INPUT_SUBJECTS } from '../../../services/oms/src/messages.ts'
import { averagePrice, cumulative, statusOf } from '../../../services/oms/src/order.ts'
import { pack, unpack } from '../../../services/oms/src/pack.ts'
import { decodeMessages, decodeRecord } from '../../../services/oms/src/records.ts'
import { eventOfStatus } from '../../../services/oms/src/status-report.ts'
import { anOrder, busMessage, n, testCommit } from './support.ts'

function setup() {
  const ledger = new Ledger()
  const test = testCommit(ledger)
  const options: InboundOptions = {
    bus: { consume: () => ({ state: () => 'up', buffered: () => 0, stop: async () => {} }) },
    ledger,
    commit: test.commit,
    nowMs: () => 5,
    commission: { rate: 0.001, min: 0.01, max: 100 },
    alert: (message) => test.alerts.push(message),
    exhausted: () => false,
  }
  const accept = (orderId = 'o1') =>
    test.commit({ type: 'order', timeMs: 1, order: anOrder({ orderId }), event: { kind: 'approve', riskLevel: 'LOW' } })
  const acks: number[] = []
  const take = (...messages: [subject: string, body: unknown][]) =>
    takeBatch(
      messages.map(([subject, body], i) => busMessage(subject, body, acks, i + 1)),
      options,
    )
  return { ledger, test, options, accept, take, acks }
}

const FILL = {
  fill_id: 'f1',
  order_id: 'o1',
  account: 'default',
  symbol: 'BTCUSDT',
  side: 'BUY',
  venue: 'MOCK',
  quantity: 4,
  price: 100,
}
const codes = (alerts: string[]) => alerts.map((alert) => alert.split(':')[0])

describe('fills', () => {
  test('two partial fills: filled = Σ, average = Σqp/Σq (F18); messages for each', async () => {
    const { ledger, test: out, accept, take } = setup()
    accept()
    await take(['orders.status', { order_id: 'o1', status: 'ROUTING' }])
    await take(['fills.confirmed', FILL], ['fills.confirmed', { ...FILL, fill_id: 'f2', quantity: 2, price: 103 }])
    const order = ledger.order('o1')
    expect([order && cumulative(order), order && averagePrice(order)]).toEqual([n(6), n(101)])
    expect(out.published.map(({ subject }) => subject).slice(2)).toEqual([
      ...['orders.fill', 'trades.executed', 'positions.update'],
      ...['orders.fill', 'trades.executed', 'positions.update'],
    ])
    expect(out.published.at(-1)?.body).toMatchObject({
      account: 'default',
      symbol: 'BTCUSDT',
      quantity: 6,
      average_price: 101,
    })
  })

  test('the same fill again, in the same batch or later, changes nothing and is acknowledged', async () => {
    const { ledger, test: out, accept, take, acks } = setup()
    accept()
    await take(['fills.confirmed', FILL], ['fills.confirmed', FILL])
    await take(['fills.confirmed', FILL])
    expect(ledger.position('default', 'BTCUSDT')?.quantity).toBe(n(4))
    expect(out.written).toHaveLength(2)
    expect(acks).toEqual([2, 1])
  })

  test('same id, other content: nothing applied, alert', async () => {
    const { ledger, test: out, accept, take } = setup()
    accept()
    await take(['fills.confirmed', FILL], ['fills.confirmed', { ...FILL, quantity: 5 }])
    expect(ledger.position('default', 'BTCUSDT')?.quantity).toBe(n(4))
    expect(codes(out.alerts)).toContain('FILL_CONFLICT')
  })

  test('the same id of another venue is another fill', async () => {
    const { ledger, accept, take } = setup()
    accept()
    await take(['fills.confirmed', FILL], ['fills.confirmed', { ...FILL, venue: 'PAPER' }])
    expect(ledger.position('default', 'BTCUSDT')?.quantity).toBe(n(8))
  })

  test('a fill of an order nobody knows is money all the same: booked, with an alert', async () => {
    const { ledger, test: out, take } = setup()
    await take(['fills.confirmed', { ...FILL, order_id: 'stranger' }])
    expect(ledger.position('default', 'BTCUSDT')?.quantity).toBe(n(4))
    expect(codes(out.alerts)).toEqual(['UNEXPECTED_FILL'])
  })

  test('bust and correction reverse position and order; one of an unknown fill is an alert', async () => {
    const { ledger, test: out, accept, take } = setup()
    accept()
    const change = { ...FILL, exec_ref_id: 'f1', quantity: 0, price: 0 }
    await take(['fills.confirmed', FILL], ['fills.confirmed', { ...FILL, fill_id: 'f2', quantity: 6, price: 110 }])
    await take(['fills.confirmed', { ...change, fill_id: 'g1', exec_type: 'G', quantity: 3, price: 90 }])
    expect(ledger.position('default', 'BTCUSDT')).toMatchObject({ quantity: n(9) })
    await take(['fills.confirmed', { ...change, fill_id: 'h1', exec_type: 'H', exec_ref_id: 'g1' }])
    expect(ledger.position('default', 'BTCUSDT')).toMatchObject({ quantity: n(6), cost: n(6) * n(110) })
    const order = ledger.order('o1')
    expect(order && [statusOf(order), cumulative(order)]).toEqual(['PARTIALLY_FILLED', n(6)])
    expect(out.published.at(-2)?.subject).toBe('trades.cancelled')
    await take(['fills.confirmed', { ...change, fill_id: 'h2', exec_type: 'H', exec_ref_id: 'nobody' }])
    expect(out.alerts.at(-1)).toMatch(/^FILL_CONFLICT: .*unknown-reference/)
  })

  test('what a fill leaves out comes from its order; its commission from the rate, within its bounds', () => {
    const { accept, options } = setup()
    accept()
    const bare = { order_id: 'o1', fill_id: 'x', price: 100 }
    const commission = (quantity: number) => readFill({ ...bare, quantity }, options)?.commission
    expect(readFill({ ...bare, quantity: 1 }, options)).toMatchObject({
      account: 'default',
      symbol: 'BTCUSDT',
      side: 'BUY',
    })
    expect([commission(0.001), commission(10), commission(10_000)]).toEqual([n(0.01), n(1), n(100)])
    expect(readFill({ ...bare, quantity: 1, commission: 0.5 }, options)?.commission).toBe(n(0.5))
    expect(readFill({ ...bare, quantity: 1, order_id: 'stranger' }, options)).toBeUndefined()
    expect(
      readFill({ ...bare, fill_id: undefined, quantity: 1, cumulative_quantity: 1 }, options)?.fillId,
    ).toHaveLength(32)
  })
})

describe('acknowledgement', () => {
  test('not before the record is durable', async () => {
    const { test: out, accept, take, acks } = setup()
    accept()
    out.hold = true
    const taken = take(['fills.confirmed', FILL])
    await new Promise((resolve) => setImmediate(resolve))
    expect(acks).toEqual([])
    out.sync()
    await taken
    expect(acks).toEqual([1])
  })

  test('a log without room takes nothing: the batch fails and stays where it is', async () => {
    const { options, acks } = setup()
    const full = { ...options, exhausted: () => true }
    await expect(takeBatch([busMessage('fills.confirmed', FILL, acks)], full)).rejects.toThrow(/no room/)
    expect(acks).toEqual([])
  })

  test.each([
    ['no JSON', 'fills.confirmed', '{'],
    ['no quantity', 'fills.confirmed', { ...FILL, quantity: undefined }],
    ['zero quantity', 'fills.confirmed', { ...FILL, quantity: 0 }],
    ['nine decimals', 'fills.confirmed', { ...FILL, quantity: 0.123456789 }],
    ['a status that is no word of the contract', 'orders.status', { order_id: 'o1', status: 'HAPPY' }],
    ['no order', 'orders.status', { status: 'SENT' }],
  ])('what cannot be understood is an alert and does not stop what is behind it: %s', async (_name, subject, body) => {
    const { ledger, test: out, accept, take, acks } = setup()
    accept()
    await take([subject, body], ['fills.confirmed', { ...FILL, fill_id: 'good' }])
    expect(out.alerts[0]).toMatch(/^MALFORMED/)
    expect(ledger.position('default', 'BTCUSDT')?.quantity).toBe(n(4))
    expect(acks).toEqual([2])
  })
})

describe('reports', () => {
  test('every status of the contract is an event', () => {
    const words =
      'ROUTING SENT REJECTED FAILED PENDING_CANCEL CANCELLED CANCEL_REJECTED PENDING_REPLACE REPLACED REPLACE_REJECTED RESTATED EXPIRED DONE_FOR_DAY'
    const kinds = words.split(' ').map((status) => eventOfStatus({ status })?.kind)
    expect(kinds).not.toContain(undefined)
    expect(eventOfStatus({ status: 'FAILED', error_message: 'LOST' })).toMatchObject({ lost: true })
  })

  test.each([
    ['REJECTED', 'orders.rejected'],
    ['CANCELLED', 'orders.cancelled'],
    ['EXPIRED', 'orders.cancelled'],
  ])('%s → %s, so that risk releases', async (status, subject) => {
    const { test: out, accept, take } = setup()
    accept()
    await take(['orders.status', { order_id: 'o1', status: 'ROUTING' }], ['orders.status', { order_id: 'o1', status }])
    expect(out.published.at(-1)).toMatchObject({ subject, body: { order_id: 'o1', status } })
  })
})

describe('cancels', () => {
  const subjects = (out: { published: { subject: string }[] }) => out.published.map(({ subject }) => subject).slice(2)
  test('before routing: exeq is told, and risk that the order is over', async () => {
    const { test: out, accept, take } = setup()
    accept()
    await take(['orders.cancel.request', { order_id: 'o1' }])
    expect(subjects(out)).toEqual(['orders.cancel', 'orders.cancelled'])
  })
  test('after routing: one wire message, however often asked; over only when the venue says so', async () => {
    const { test: out, accept, take } = setup()
    accept()
    await take(['orders.status', { order_id: 'o1', status: 'ROUTING' }])
    await take(['orders.cancel.request', { order_id: 'o1' }], ['orders.cancel.request', { order_id: 'o1' }])
    expect(subjects(out)).toEqual(['orders.cancel'])
    await take(['orders.status', { order_id: 'o1', status: 'CANCELLED' }])
    expect(subjects(out)).toEqual(['orders.cancel', 'orders.cancelled'])
  })
})

const step = fc.oneof(
  fc.record({ kind: fc.constant('order' as const), id: fc.nat(4), approve: fc.boolean() }),
  fc.record({
    kind: fc.constant('fill' as const),
    id: fc.nat(6),
    fill: fc.nat(12),
    quantity: fc.integer({ min: 1, max: 9 }),
    sell: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('bust' as const), fill: fc.nat(12), id: fc.nat(20) }),
  fc.record({
    kind: fc.constant('status' as const),
    id: fc.nat(5),
    status: fc.constantFrom(
      'ROUTING',
      'SENT',
      'CANCELLED',
      'EXPIRED',
      'REJECTED',
      'PENDING_CANCEL',
      'CANCEL_REJECTED',
      'DONE_FOR_DAY',
    ),
  }),
  fc.record({ kind: fc.constant('cancel' as const), id: fc.nat(5) }),
)

/** Plays steps through the real way in; returns what was published and the log. */
async function playSteps(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  const all = setup()
  const { ledger, test: out, take } = all
  for (const s of steps) {
    if (s.kind === 'order' && !ledger.order(`o${s.id}`))
      out.commit({
        type: 'order',
        timeMs: 1,
        order: anOrder({ orderId: `o${s.id}` }),
        event: s.approve ? { kind: 'approve', riskLevel: 'LOW' } : { kind: 'deny', reason: 'n:o', riskLevel: 'HIGH' },
      })
    if (s.kind === 'fill')
      await take([
        'fills.confirmed',
        {
          ...FILL,
          order_id: `o${s.id}`,
          fill_id: `f${s.fill}`,
          quantity: s.quantity,
          price: 100 + s.fill,
          side: s.sell ? 'SELL' : 'BUY',
        },
      ])
    if (s.kind === 'bust')
      await take([
        'fills.confirmed',
        {
          ...FILL,
          order_id: 'o1',
          fill_id: `h${s.id}`,
          exec_type: 'H',
          exec_ref_id: `f${s.fill}`,
          quantity: 0,
          price: 0,
        },
      ])
    if (s.kind === 'status') await take(['orders.status', { order_id: `o${s.id}`, status: s.status }])
    if (s.kind === 'cancel') await take(['orders.cancel.request', { order_id: `o${s.id}` }])
  }
  return all
}

describe('for any history', () => {
  test('the log read again gives the same state and the same messages; so does snapshot + rest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(40), async (steps, cut) => {
        const { ledger, test: out } = await playSteps(steps)
        const replay = (from: Ledger, written: typeof out.written) => {
          for (const { lsn, payload } of written) {
            const effects = from.effectsOf(decodeRecord(payload), lsn)
            expect(JSON.stringify(effects.messages)).toBe(JSON.stringify(decodeMessages(payload)))
            from.apply(effects)
          }
          return from
        }
        const whole = replay(new Ledger(), out.written)
        expect(whole.snapshot()).toBe(ledger.snapshot())
        const half = replay(new Ledger(), out.written.slice(0, cut))
        const restored = replay(Ledger.restore(half.snapshot()), out.written.slice(cut))
        expect(restored.snapshot()).toBe(ledger.snapshot())
        expect([...restored.positions()]).toEqual([...ledger.positions()])
      }),
      { numRuns: 150 },
    )
  })

  test('it never emits on a subject it listens to (F16), and numbers are without gap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { test: out } = await playSteps(steps)
        for (const { subject } of out.published) expect(INPUT_SUBJECTS).not.toContain(subject)
        expect(out.written.map(({ lsn }) => lsn)).toEqual(out.written.map((_, i) => i + 1))
        const ids = out.published.map(({ body }) => body.event_id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 100 },
    )
  })

  test('delivering everything twice changes no position', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const fills = steps.filter((s) => s.kind === 'fill')
        const once = await playSteps(fills)
        const twice = await playSteps(fills.flatMap((s) => [s, s]))
        expect([...twice.ledger.positions()]).toEqual([...once.ledger.positions()])
      }),
      { numRuns: 60 },
    )
  })
})

describe('snapshot and packing', () => {
  test('a changed snapshot is refused', () => {
    const text = new Ledger().snapshot()
    expect(() => Ledger.restore(text.replace('"lsn":"0"', '"lsn":"1"').replace('"lsn":0', '"lsn":1'))).toThrow(/hash/)
  })
  test('any JSON with exact integers survives', () => {
    const value = fc.oneof(fc.string(), fc.bigInt(), fc.integer(), fc.constantFrom('n:1', 's:n:1', 'n:', 's:'))
    fc.assert(
      fc.property(fc.array(value), (items) => {
        expect(unpack(pack({ items }))).toEqual({ items: items.map((item) => (Object.is(item, -0) ? 0 : item)) })
      }),
    )
  })
})
