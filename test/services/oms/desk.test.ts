// Orders and cancels through the desk with a scripted risk: what is answered, when, and what happens meanwhile.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../services/kit/clock.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { seededRng } from '../../../services/kit/rng.ts'
import { accountCaps } from '../../../services/oms/src/caps.ts'
import type { OmsConfig } from '../../../services/oms/src/config.schema.ts'
import { type DeskOptions, orderDesk, type Submitted } from '../../../services/oms/src/desk.ts'
import { Ledger } from '../../../services/oms/src/ledger.ts'
import { statusOf } from '../../../services/oms/src/order.ts'
import { projections } from '../../../services/oms/src/projections.ts'
import { type RiskVerdict, readVerdict, riskClient } from '../../../services/oms/src/risk-client.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { anOrder, testCommit } from './support.ts'

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', quantity: 1, price: 100 }
const CAPS = { max_open_per_account: 3, max_open_total: 4, max_value: 1_000_000 }
const CONFIG = {
  caps: CAPS,
  profiles: { load: { max_open_per_account: 50, max_open_total: 50, max_value: 1_000_000 } },
  accounts: { 'load*': 'load' },
} as unknown as OmsConfig

const YES: RiskVerdict = { approved: true, riskLevel: 'LOW' }

function setup(options: Partial<DeskOptions> = {}) {
  const ledger = new Ledger()
  const out = testCommit(ledger)
  const asked: [orderId: string, lsn: number][] = []
  let verdict: () => Promise<RiskVerdict> = async () => YES
  const desk = orderDesk({
    ledger,
    commit: out.commit,
    risk: {
      check(order, lsn) {
        asked.push([order.orderId, lsn])
        return verdict()
      },
    },
    clock: manualClock(),
    rng: seededRng(1),
    caps: accountCaps(CONFIG),
    unavailable: () => undefined,
    exhausted: () => false,
    measured: () => {},
    ...options,
  })
  return { ledger, out, desk, asked, answerWith: (next: () => Promise<RiskVerdict>) => (verdict = next) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const word = (outcome: Submitted) => (outcome.kind === 'placed' ? statusOf(outcome.order) : outcome.kind)
const idOf = (outcome: Submitted) => ('order' in outcome ? outcome.order.orderId : undefined)

describe('an order', () => {
  test('is answered only when its record is durable, and published only then', async () => {
    const { desk, out } = setup()
    out.hold = true
    let answered = false
    const submitted = desk.submit(LIMIT).then((outcome) => {
      answered = true
      return outcome
    })
    await turn()
    expect([answered, out.written.length, out.published.length]).toEqual([false, 1, 0])
    out.sync()
    expect(word(await submitted)).toBe('ACCEPTED')
    expect(out.published.map(({ subject }) => subject)).toEqual(['orders.new', 'orders.accepted'])
  })

  test('denied: one record, orders.rejected with the reason, no orders.new', async () => {
    const { desk, out, answerWith } = setup()
    answerWith(async () => ({ approved: false, riskLevel: 'HIGH', reason: 'POSITION_MAX: limit=10' }))
    expect(word(await desk.submit(LIMIT))).toBe('RISK_REJECTED')
    expect(out.published).toMatchObject([{ subject: 'orders.rejected', body: { reason: 'POSITION_MAX: limit=10' } }])
    expect(out.written).toHaveLength(1)
  })

  test('risk is told the newest number it must have seen', async () => {
    const { desk, asked } = setup()
    await desk.submit(LIMIT)
    await desk.submit(LIMIT)
    expect(asked.map(([, lsn]) => lsn)).toEqual([0, 1])
  })

  test('not taken while unavailable: nothing is queued for later', async () => {
    const refusal = { kind: 'unavailable', code: 'BUS_DOWN', message: 'down' } as const
    const { desk, out, asked } = setup({ unavailable: () => refusal })
    expect(await desk.submit(LIMIT)).toBe(refusal)
    expect([out.written, asked]).toEqual([[], []])
  })
})

describe('client id', () => {
  const order = { ...LIMIT, client_order_id: 'c' }
  test('same body → same order, replayed; other body → reused with the first order; metadata does not count', async () => {
    const { desk, out } = setup()
    const first = await desk.submit(order)
    const again = await desk.submit({ ...order, side: 'buy', metadata: { x: 1 } })
    expect([again.kind, idOf(again)]).toEqual(['replayed', idOf(first)])
    expect(await desk.submit({ ...order, quantity: 2 })).toMatchObject({
      kind: 'reused',
      first: { orderId: idOf(first) },
    })
    expect((await desk.submit({ ...order, account: 'other' })).kind).toBe('placed')
    expect(out.written).toHaveLength(2)
  })

  test('while the first is in flight the second waits for that one outcome', async () => {
    const { desk, out, asked } = setup()
    out.hold = true
    const [first, second, other] = [desk.submit(order), desk.submit(order), desk.submit({ ...order, quantity: 2 })]
    let answered = 0
    for (const outcome of [first, second, other]) void outcome.then(() => (answered += 1))
    await turn()
    expect([asked.length, answered]).toEqual([1, 0])
    out.sync()
    expect([(await first).kind, (await second).kind, (await other).kind]).toEqual(['placed', 'replayed', 'reused'])
    expect(idOf(await second)).toBe(idOf(await first))
  })

  test('applied but not yet durable is still in flight', async () => {
    const { desk, out } = setup()
    out.hold = true
    const first = desk.submit(order)
    await turn()
    let answered = false
    const second = desk.submit(order).then((outcome) => {
      answered = true
      return outcome
    })
    await turn()
    expect(answered).toBe(false)
    out.sync()
    await Promise.all([first, second])
  })

  test('a rejected order keeps its id', async () => {
    const { desk, answerWith } = setup()
    answerWith(async () => ({ approved: false, riskLevel: 'HIGH', reason: 'x' }))
    const first = await desk.submit(order)
    answerWith(async () => YES)
    expect([(await desk.submit(order)).kind, idOf(await desk.submit(order))]).toEqual(['replayed', idOf(first)])
  })
})

describe('caps', () => {
  test('per account and in all, orders on their way counted; the load profile apart', async () => {
    const { desk } = setup()
    const burst = await Promise.all(Array.from({ length: 5 }, () => desk.submit(LIMIT)))
    expect(burst.map(({ kind }) => kind)).toEqual(['placed', 'placed', 'placed', 'capped', 'capped'])
    expect((await desk.submit({ ...LIMIT, account: 'b' })).kind).toBe('placed')
    expect((await desk.submit({ ...LIMIT, account: 'c' })).kind).toBe('capped')
    for (let i = 0; i < 10; i++) expect((await desk.submit({ ...LIMIT, account: 'load-1' })).kind).toBe('placed')
  })

  test('a cancelled order gives its place back', async () => {
    const { desk } = setup()
    const orders = [await desk.submit(LIMIT), await desk.submit(LIMIT), await desk.submit(LIMIT)]
    expect((await desk.submit(LIMIT)).kind).toBe('capped')
    await desk.cancel(idOf(orders[0] as Submitted) as string)
    expect((await desk.submit(LIMIT)).kind).toBe('placed')
  })
})

describe('risk over HTTP', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const bus = { request: async () => Promise.reject(new Error('no responders')) }
  const clientFor = async (status: number | 'hang', body: string, timeoutMs = 60_000) => {
    server = createServer((_request, response) => {
      if (status === 'hang') return
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body)
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return riskClient({ url: `http://127.0.0.1:${port}`, clock: systemClock, timeoutMs, bus })
  }

  // The limit is a minute: an answer at all shows that nobody waited for it (F07).
  test('a missing route fails at once (F07)', async () => {
    const client = await clientFor(404, '{}')
    expect(await client.check(anOrder(), 0)).toMatchObject({ approved: false, reason: 'risk_error: http=404' })
    await client.close()
  })
  test('503 while risk replays → denied with its reason', async () => {
    const client = await clientFor(503, '{"approved":false,"reason":"STATE_STALE: replay=running"}')
    expect((await client.check(anOrder(), 0)).reason).toBe('risk_error: http=503 STATE_STALE: replay=running')
    await client.close()
  })
  test('no answer in time → risk_timeout', async () => {
    const client = await clientFor('hang', '', 20)
    expect((await client.check(anOrder(), 0)).reason).toBe('risk_timeout: after_ms=20')
    await client.close()
  })
  test('nobody there → the bus is asked; nobody there either → risk_error', async () => {
    const refused = { url: 'http://127.0.0.1:1', clock: systemClock, timeoutMs: 60_000 }
    const over = riskClient({
      ...refused,
      bus: { request: async () => ({ text: () => '{"approved":true,"risk_level":"LOW"}' }) as never },
    })
    expect(await over.check(anOrder(), 0)).toMatchObject({ approved: true })
    const none = riskClient({ ...refused, bus })
    expect((await none.check(anOrder(), 0)).reason).toBe('risk_error: ECONNREFUSED')
    await Promise.all([over.close(), none.close()])
  })
  test.each(['', 'null', '{}', '[]', '{"approved":"true"}', '{"approved":1}', '<html>'])(
    '%s is no approval',
    (text) => {
      expect(readVerdict(text)).toMatchObject({ approved: false, reason: 'risk_error: not a verdict' })
    },
  )
})

describe('stores are never waited for (F11)', () => {
  test('orders are answered while cache and time-series store hang; the copies follow when they come back', async () => {
    const clock = manualClock()
    const { desk, ledger, out } = setup()
    let release = () => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    const rows: string[] = []
    const copies = projections({
      ledger,
      cache: { state: () => 'down', client: {} as never },
      store: {
        async append(table, batch) {
          await hanging
          rows.push(...batch.map((row) => `${table}:${row.order_id}`))
        },
      },
      clock,
      log: silentLog,
      intervalMs: 250,
      terminalTtlS: 1,
    })
    const first = await desk.submit(LIMIT)
    for (const effects of out.projected) copies.note(effects)
    await clock.advance(1000)
    const second = await desk.submit({ ...LIMIT, account: 'b' })
    copies.note(out.projected.at(-1) as (typeof out.projected)[number])
    expect([word(first), word(second), rows]).toEqual(['ACCEPTED', 'ACCEPTED', []])
    release()
    await turn()
    await clock.advance(250)
    await turn()
    expect(rows).toEqual([`orders:${idOf(first)}`, `orders:${idOf(second)}`])
    expect(copies.waiting().cache).toBe(2)
  })
})
