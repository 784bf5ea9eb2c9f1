// Order and risk as real processes against a real bus and cache: one flow each, and what a crash leaves behind.
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type Answer, call, type Platform, startPlatform } from './real.ts'

let platform: Platform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(async () => {
  await platform?.stop()
})

const LIMIT = { symbol: 'btcusdt', side: 'buy', quantity: 0.1, price: 45000, type: 'limit' }
const post = (order: object): Promise<Answer> => call(platform.oms.url, 'POST', '/orders', { ...LIMIT, ...order })
const get = async (path: string): Promise<Answer['body']> => (await call(platform.oms.url, 'GET', path)).body

interface Stored {
  subject: string
  id: string
  lsn: number
  body: Record<string, unknown>
}

/** Everything in the ORDERS stream that oms wrote, in order. */
async function published(): Promise<Stored[]> {
  const client = await platform.nats.client()
  const admin = await jetstreamManager(client)
  const { state } = await admin.streams.info('ORDERS')
  const stored: Stored[] = []
  if (state.messages === 0) return stored
  const consumer = await jetstream(client).consumers.get('ORDERS')
  for await (const message of await consumer.consume()) {
    const id = message.headers?.get('Nats-Msg-Id') ?? ''
    const lsn = Number(message.headers?.get('Trade-Lsn') ?? 0)
    if (id.startsWith('oms-')) stored.push({ subject: message.subject, id, lsn, body: message.json() })
    if (message.info.pending === 0) break
  }
  return stored
}

const messagesOf = async (orderId: string) =>
  (await published()).filter(({ body }) => body.order_id === orderId).map(({ subject }) => subject)

async function publish(subject: string, body: object): Promise<void> {
  await jetstream(await platform.nats.client()).publish(subject, JSON.stringify(body))
}

describe('one order', () => {
  test('accepted → answered → orders.new and orders.accepted on the stream', async () => {
    const { status, body } = await post({})
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'ACCEPTED',
      symbol: 'BTCUSDT',
      side: 'BUY',
      order_type: 'LIMIT',
      risk_level: 'LOW',
    })
    await eventually(async () => (await messagesOf(body.order_id)).length === 2)
    expect(await messagesOf(body.order_id)).toEqual(['orders.new', 'orders.accepted'])
    expect(await get(`/orders/${body.order_id}`)).toMatchObject({ status: 'ACCEPTED', remaining_quantity: 0.1 })
  })

  test('over the limit → 200 RISK_REJECTED with the code of risk, orders.rejected, no orders.new', async () => {
    const { status, body } = await post({ quantity: 15, price: 45000 })
    expect([status, body.status]).toEqual([200, 'RISK_REJECTED'])
    expect(body.error_message).toMatch(/^POSITION_MAX: /)
    await eventually(async () => (await messagesOf(body.order_id)).length === 1)
    expect(await messagesOf(body.order_id)).toEqual(['orders.rejected'])
  })

  test('bad input → 400 with the field, nothing published', async () => {
    const before = (await get('/stats')).lsn
    for (const [bad, field] of [
      [{ symbol: 'X' }, 'symbol'],
      [{ quantity: -1 }, 'quantity'],
      [{ price: -100 }, 'price'],
      [{ side: 'hold' }, 'side'],
    ] as const) {
      const { status, body } = await post(bad)
      expect([status, body.error.details.field]).toEqual([400, field])
      expect(body.detail).toContain(field)
    }
    expect((await get('/stats')).lsn).toBe(before)
  })

  test('same client id: same order again, once on the bus; another body → 409', async () => {
    const first = await post({ client_order_id: 'c-1' })
    const again = await post({ client_order_id: 'c-1', side: 'BUY' })
    expect(again.body).toMatchObject({ order_id: first.body.order_id, replayed: true })
    const other = await post({ client_order_id: 'c-1', quantity: 0.2 })
    expect([other.status, other.body.error.code]).toEqual([409, 'CLIENT_ID_REUSED'])
    expect(other.body.error.details.order_id).toBe(first.body.order_id)
    await eventually(async () => (await messagesOf(first.body.order_id)).length === 2)
    const together = await Promise.all(Array.from({ length: 10 }, () => post({ client_order_id: 'c-2' })))
    expect(new Set(together.map(({ body }) => body.order_id)).size).toBe(1)
  })

  test('fills from the bus: status, average, position, copies in the stores (F18)', async () => {
    const { body: order } = await post({ symbol: 'ETHUSDT', quantity: 2, price: 2500, account: 'fills' })
    const fill = { order_id: order.order_id, account: 'fills', symbol: 'ETHUSDT', side: 'BUY', venue: 'MOCK' }
    await publish('orders.status', { order_id: order.order_id, status: 'ROUTING' })
    await publish('orders.status', { order_id: order.order_id, status: 'SENT', external_order_id: 'x1', venue: 'MOCK' })
    await eventually(async () => (await get(`/orders/${order.order_id}`)).status === 'SENT')
    for (const [id, quantity, price] of [
      ['f1', 0.5, 2500],
      ['f1', 0.5, 2500],
      ['f2', 1.5, 2400],
    ] as const)
      await publish('fills.confirmed', { ...fill, fill_id: id, quantity, price, commission: 1 })
    await eventually(async () => (await get(`/orders/${order.order_id}`)).status === 'FILLED')
    expect(await get(`/orders/${order.order_id}`)).toMatchObject({ filled_quantity: 2, average_fill_price: 2425 })
    expect(await get('/positions/fills')).toMatchObject({ ETHUSDT: { quantity: 2, average_price: 2425 } })
    expect(await get('/positions/ETHUSDT?account=fills')).toMatchObject({ quantity: 2 })
    expect(await get(`/orders/${order.order_id}/fills`)).toHaveLength(2)
    const cache = new Redis(platform.valkey.url, { db: 4 })
    await eventually(async () => (await cache.hget('position:fills:ETHUSDT', 'quantity')) === '2')
    expect(await cache.hget(`order:${order.order_id}`, 'status')).toBe('FILLED')
    cache.disconnect()
    // Risk moved the reservation to the position.
    await eventually(async () => {
      const { body } = await call(platform.risk.url, 'GET', '/risk/portfolio?account=fills')
      return body.holdings[0]?.position === 2 && body.holdings[0]?.open_buy === 0
    })
  })

  test('cancel: at once before routing, pending after; unknown → 404; terminal → TOO_LATE', async () => {
    const { body: early } = await post({})
    expect((await call(platform.oms.url, 'DELETE', `/orders/${early.order_id}`)).body).toMatchObject({
      status: 'CANCELLED',
      success: true,
    })
    expect((await call(platform.oms.url, 'DELETE', `/orders/${early.order_id}`)).body).toMatchObject({
      success: false,
      code: 'TOO_LATE',
    })
    const { body: late } = await post({})
    await publish('orders.status', { order_id: late.order_id, status: 'ROUTING' })
    await eventually(async () => (await get(`/orders/${late.order_id}`)).status === 'ROUTING')
    for (let i = 0; i < 2; i++)
      expect((await call(platform.oms.url, 'DELETE', `/orders/${late.order_id}`)).body.status).toBe('PENDING_CANCEL')
    await publish('orders.status', { order_id: late.order_id, status: 'CANCELLED' })
    await eventually(async () => (await get(`/orders/${late.order_id}`)).status === 'CANCELLED')
    await eventually(async () => (await messagesOf(late.order_id)).includes('orders.cancelled'))
    expect((await messagesOf(late.order_id)).filter((subject) => subject === 'orders.cancel')).toHaveLength(1)
    expect((await call(platform.oms.url, 'DELETE', '/orders/nobody')).status).toBe(404)
  })
})

describe('risk after a kill', () => {
  test('positions and reservations are what they were: snapshot and replay', async () => {
    const { body: open } = await post({ symbol: 'ETHUSDT', quantity: 3, price: 2500, account: 'fills' })
    const holdings = async () =>
      (await call(platform.risk.url, 'GET', '/risk/portfolio?account=fills')).body.holdings?.[0]
    expect(await holdings()).toEqual({ symbol: 'ETHUSDT', position: 2, open_buy: 3, open_sell: 0 })
    await eventually(async () => (await messagesOf(open.order_id)).length === 2)
    await platform.risk.kill()
    await platform.risk.start()
    expect(await holdings()).toEqual({ symbol: 'ETHUSDT', position: 2, open_buy: 3, open_sell: 0 })
    await call(platform.oms.url, 'DELETE', `/orders/${open.order_id}`)
    await eventually(async () => (await holdings()).open_buy === 0)
  })

  test('a blocked symbol stays blocked', async () => {
    const block = (method: string) => call(platform.risk.url, method, '/risk/symbol/solusdt/block')
    expect((await block('POST')).body).toEqual({ symbol: 'SOLUSDT', blocked: true })
    await platform.risk.kill()
    await platform.risk.start()
    expect((await post({ symbol: 'SOLUSDT' })).body.error_message).toMatch(/^SYMBOL_BLOCKED/)
    await block('DELETE')
    expect((await post({ symbol: 'SOLUSDT', quantity: 1, price: 100 })).body.status).toBe('ACCEPTED')
  })
})

describe('risk gone', () => {
  test('every order is denied at once, oms stays up and degraded; risk back → accepted again', async () => {
    await platform.risk.kill()
    const { status, body } = await post({})
    expect([status, body.status]).toEqual([200, 'RISK_REJECTED'])
    expect(body.error_message).toMatch(/^risk_error/)
    await eventually(async () => (await get('/health')).status === 'degraded')
    await platform.risk.start()
    await eventually(async () => (await post({})).body.status === 'ACCEPTED')
    await eventually(async () => (await get('/health')).status === 'healthy')
  })

  test('risk stopped in its tracks → risk_timeout', async () => {
    platform.risk.signal('SIGSTOP')
    try {
      expect((await post({})).body.error_message).toMatch(/^risk_timeout/)
    } finally {
      platform.risk.signal('SIGCONT')
    }
    await eventually(async () => (await post({})).body.status === 'ACCEPTED')
  })
})

describe('kill -9 while posting', () => {
  test('every acknowledged order is there, each message exactly once and in order', async () => {
    const acked: string[] = []
    for (let round = 0; round < 4; round++) {
      let posting = true
      const clients = Array.from({ length: 6 }, async (_, client) => {
        while (posting) {
          const answer = await post({ account: `load-${client}`, quantity: 0.001, price: 100 }).catch(() => undefined)
          if (answer?.status === 200 && answer.body.status === 'ACCEPTED') acked.push(answer.body.order_id)
        }
      })
      const target = acked.length + 100
      await eventually(() => acked.length > target)
      await platform.oms.kill()
      posting = false
      await Promise.all(clients)
      await platform.oms.start()
    }
    for (const orderId of acked) expect((await get(`/orders/${orderId}`)).status).toBe('ACCEPTED')
    await eventually(async () => (await get('/stats')).outbox.waiting === 0)
    const stored = await published()
    const ids = stored.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const numbers = stored.map(({ lsn }) => lsn)
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    const news = stored.filter(({ subject }) => subject === 'orders.new').map(({ body }) => body.order_id)
    expect(new Set(news).size).toBe(news.length)
    expect(acked.filter((orderId) => !news.includes(orderId))).toEqual([])
  }, 120_000)

  test('the bus killed while posting: nothing lost, nothing twice, orders refused with a code meanwhile', async () => {
    const acked: string[] = []
    const codes = new Set<string>()
    let posting = true
    const clients = Array.from({ length: 4 }, async (_, client) => {
      while (posting) {
        const { status, body } = await post({ account: `load-bus-${client}`, quantity: 0.001, price: 100 })
        if (status === 200 && body.status === 'ACCEPTED') acked.push(body.order_id)
        else codes.add(body.error?.code ?? body.error_message.split(':')[0])
      }
    })
    await eventually(() => acked.length > 100)
    await platform.nats.kill()
    await eventually(() => codes.size > 0)
    await platform.nats.start()
    const before = acked.length
    await eventually(() => acked.length > before + 100, 40_000)
    posting = false
    await Promise.all(clients)
    await eventually(async () => (await get('/stats')).outbox.waiting === 0, 40_000)
    const news = (await published()).filter(({ subject }) => subject === 'orders.new').map(({ body }) => body.order_id)
    expect(new Set(news).size).toBe(news.length)
    expect(acked.filter((orderId) => !news.includes(orderId))).toEqual([])
    expect(
      [...codes].filter((code) => !['BUS_DOWN', 'STATE_STALE', 'risk_error', 'risk_timeout'].includes(code)),
    ).toEqual([])
  }, 120_000)
})

describe('the end', () => {
  test('SIGTERM ends both with 0, and the log holds no ERROR beyond alerts', async () => {
    expect(await platform.oms.stop()).toBe(0)
    expect(await platform.risk.stop()).toBe(0)
    const lines = [...(await platform.oms.lines()), ...(await platform.risk.lines())]
    expect(lines.filter(({ level, message }) => level === 'error' && message !== 'alert')).toEqual([])
  })
})
