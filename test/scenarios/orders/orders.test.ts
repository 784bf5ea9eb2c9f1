// An order's way: asked for → checked by risk → durable in the log of oms → once on the bus. Without risk nothing passes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { beforeAll, describe, expect, it } from 'vitest'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { eventually } from '../../support/eventually.ts'

const platform = await scenarioPlatform()
const LIMIT = { symbol: 'BTCUSDT', side: 'buy', type: 'limit', quantity: 0.001, price: 45_000 }

beforeAll(async () => {
  expect((await platform.run(['up'])).code).toBe(0)
}, 60_000)

type Reply = Record<string, unknown> & { order_id: string; status: string }

async function post(clientOrderId: string): Promise<Reply> {
  const response = await fetch(`${platform.url(8099)}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...LIMIT, client_order_id: clientOrderId }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Reply
}

/** Subjects of the messages about an order, in the order of the stream. */
async function published(orderId: string): Promise<string[]> {
  const client = await connect({ servers: `nats://127.0.0.1:${platform.port(4222)}` })
  try {
    const { state } = await (await jetstreamManager(client)).streams.info('ORDERS')
    const stream = await jetstream(client).streams.get('ORDERS')
    const subjects: string[] = []
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await stream.getMessage({ seq })
      if (message?.json<{ order_id?: string }>().order_id === orderId) subjects.push(message.subject)
    }
    return subjects
  } finally {
    await client.close()
  }
}

/** The write-ahead log of oms, as it is on disk now. */
function orderLog(): string {
  const folder = join(platform.root, '.trade2026/data/oms/log')
  const segments = readdirSync(folder).filter((name) => name.startsWith('wal-'))
  return segments.map((name) => readFileSync(join(folder, name), 'latin1')).join('')
}

describe('an order', () => {
  it('is in the log when it is acknowledged, and on the bus once', async () => {
    expect(orderLog()).not.toContain('scenario-first')
    const order = await post('scenario-first')
    expect(orderLog()).toContain('scenario-first')
    expect(order).toMatchObject({ status: 'ACCEPTED', risk_level: 'LOW', client_order_id: 'scenario-first' })
    await eventually(async () => (await published(order.order_id)).length === 2)
    // The same request again is the same order: it must not reach the bus a second time.
    expect(await post('scenario-first')).toMatchObject({ order_id: order.order_id, replayed: true })
    const next = await post('scenario-second')
    await eventually(async () => (await published(next.order_id)).length === 2)
    expect(await published(order.order_id)).toEqual(['orders.new', 'orders.accepted'])
  })

  it('survives a kill -9 of oms, and is not sent again', async () => {
    const order = await post('scenario-kept')
    const { pid } = (await platform.ps()).get('oms')!
    process.kill(pid!, 'SIGKILL')
    const kept = await eventually(async () => {
      const response = await fetch(`${platform.url(8099)}/orders/${order.order_id}`)
      return response.ok ? ((await response.json()) as Reply) : undefined
    })
    expect(kept).toMatchObject({ status: 'ACCEPTED', client_order_id: 'scenario-kept' })
    await eventually(async () => (await post('scenario-after')).status === 'ACCEPTED')
    await eventually(async () => (await published(order.order_id)).length >= 2)
    expect(await published(order.order_id)).toEqual(['orders.new', 'orders.accepted'])
  })
})

describe('without risk', () => {
  it('an order is rejected while risk hangs, the snapshot says so, and accepted when it is back', async () => {
    const { pid } = (await platform.ps()).get('risk')!
    process.kill(pid!, 'SIGSTOP')
    try {
      const order = await post('scenario-hanging')
      expect(order.status).toBe('RISK_REJECTED')
      await eventually(async () => (await published(order.order_id)).length > 0)
      expect(await published(order.order_id)).toEqual(['orders.rejected'])
      expect((await platform.run(['dashboard', '--once'])).code).toBe(1)
    } finally {
      process.kill(pid!, 'SIGCONT')
    }
    let attempt = 0
    await eventually(async () => (await post(`scenario-back-${attempt++}`)).status === 'ACCEPTED')
  })

  it('an order is rejected while risk is gone, and accepted once its supervisor has brought it back', async () => {
    const before = (await platform.ps()).get('risk')!
    process.kill(before.pid!, 'SIGKILL')
    expect((await post('scenario-gone')).status).toBe('RISK_REJECTED')
    let attempt = 0
    await eventually(async () => (await post(`scenario-again-${attempt++}`)).status === 'ACCEPTED')
    expect((await platform.ps()).get('risk')).toMatchObject({ restarts: before.restarts + 1 })
  })
})

describe('the snapshot', () => {
  it('shows three tickers and the latency of orders, no escape byte, exit 0', async () => {
    for (let index = 0; index < 10; index++) expect((await post(`scenario-seen-${index}`)).status).toBe('ACCEPTED')
    const { code, stdout } = await platform.run(['dashboard', '--once'])
    expect(stdout).not.toContain('\u001b')
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
      expect(stdout).toMatch(new RegExp(`${symbol}\\s+[\\d,]+\\.\\d`))
    expect(stdout).toMatch(/P50\s+\d/)
    expect(stdout).toMatch(/P99\s+\d/)
    expect(code, stdout).toBe(0)
  })
})
