// Orders, a ledger with a log that keeps everything in memory, and bus messages for tests of oms.
import type { BusMessage } from '../../../services/kit/bus.ts'
import { parseScaled, type Scaled } from '../../../services/kit/number.ts'
import { type Commit, committer } from '../../../services/oms/src/commit.ts'
import type { Effects, Ledger } from '../../../services/oms/src/ledger.ts'
import { newOrder, type Order, type OrderStatus } from '../../../services/oms/src/order.ts'
import type { OutMessage } from '../../../services/oms/src/records.ts'
import { type OrderEvent, transition } from '../../../services/oms/src/transitions.ts'

export const n = (value: number): Scaled => parseScaled(value) as Scaled

export function anOrder(change: Partial<Order> = {}): Order {
  const terms = {
    orderId: 'o1',
    account: 'default',
    symbol: 'BTCUSDT',
    side: 'BUY' as const,
    type: 'LIMIT' as const,
    timeInForce: 'GTC' as const,
    quantity: n(10),
    price: n(100),
    fingerprint: 'f',
  }
  return { ...newOrder(terms, 0), ...change }
}

export const aFill = (key: string, quantity: number, price = 100) => ({
  key,
  quantity: n(quantity),
  price: n(price),
  commission: 0n,
})

/** An order of quantity 10 in each status, reached by the events that lead there. */
export const PATHS: Record<OrderStatus, OrderEvent[]> = {
  PENDING_RISK: [],
  RISK_REJECTED: [{ kind: 'deny', reason: 'r', riskLevel: 'HIGH' }],
  ACCEPTED: [{ kind: 'approve', riskLevel: 'LOW' }],
  ROUTING: [{ kind: 'approve', riskLevel: 'LOW' }, { kind: 'route' }],
  SENT: [{ kind: 'approve', riskLevel: 'LOW' }, { kind: 'route' }, { kind: 'ack' }],
  PARTIALLY_FILLED: [],
  FILLED: [],
  DONE_FOR_DAY: [],
  PENDING_REPLACE: [],
  PENDING_CANCEL: [],
  CANCELLED: [],
  EXPIRED: [],
  REJECTED: [],
  FAILED: [
    { kind: 'approve', riskLevel: 'LOW' },
    { kind: 'fail', reason: 'no venue' },
  ],
}
const sent = PATHS.SENT
PATHS.PARTIALLY_FILLED = [...sent, { kind: 'trade', fill: aFill('p', 4) }]
PATHS.FILLED = [...sent, { kind: 'trade', fill: aFill('p', 10) }]
PATHS.DONE_FOR_DAY = [...sent, { kind: 'doneForDay' }]
PATHS.PENDING_REPLACE = [...sent, { kind: 'replaceRequest', replace: { quantity: n(12) } }]
PATHS.PENDING_CANCEL = [...sent, { kind: 'cancelRequest', by: 'client' }]
PATHS.CANCELLED = [...sent, { kind: 'cancelled' }]
PATHS.EXPIRED = [...sent, { kind: 'expire' }]
PATHS.REJECTED = [...sent, { kind: 'reject', reason: 'venue' }]

export function play(order: Order, events: readonly OrderEvent[]): Order {
  return events.reduce((state, event) => transition(state, event, 1).order, order)
}

export const orderIn = (status: OrderStatus, change: Partial<Order> = {}): Order => play(anOrder(change), PATHS[status])

export interface TestCommit {
  commit: Commit
  published: OutMessage[]
  alerts: string[]
  projected: Effects[]
  /** Payloads as the log would hold them. */
  written: { lsn: number; payload: Buffer }[]
  /** Makes what was appended durable; with `hold` set appends wait for it. */
  sync(): void
  hold: boolean
}

export function testCommit(ledger: Ledger): TestCommit {
  let waiting: (() => void)[] = []
  const test: TestCommit = {
    published: [],
    alerts: [],
    projected: [],
    written: [],
    hold: false,
    sync() {
      const due = waiting
      waiting = []
      for (const resolve of due) resolve()
    },
    commit: committer({
      ledger,
      log: {
        append(lsn, payload) {
          test.written.push({ lsn, payload })
          return test.hold ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()
        },
        barrier: () => (test.hold ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
      },
      publish: (_lsn, messages) => test.published.push(...messages),
      project: (effects) => test.projected.push(effects),
      alert: (message) => test.alerts.push(message),
    }),
  }
  return test
}

export function busMessage(subject: string, body: unknown, acks: number[] = [], seq = 1): BusMessage {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    subject,
    data: Buffer.from(text),
    text: () => text,
    json: () => JSON.parse(text),
    headers: {},
    seq,
    redelivered: false,
    timeMs: 0,
    ack: () => acks.push(seq),
    nak() {},
    respond() {},
  }
}
