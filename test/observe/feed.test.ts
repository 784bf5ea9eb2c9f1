// The feed against a real bus and real HTTP servers that come and go.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FeedEvent } from '../../src/model/feed.ts'
import type { PsService } from '../../src/model/report.ts'
import type { MigrationState } from '../../src/model/state.ts'
import { createFeed, type FeedOptions } from '../../src/observe/feed.ts'
import { eventually } from '../support/eventually.ts'
import { type NatsServer, startNats } from '../support/nats.ts'
import { freePort } from '../support/servers.ts'

const clock: FeedOptions['clock'] = {
  now: Date.now,
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const EMPTY: MigrationState = { services: {}, gates: {}, answers: {}, openOps: [], lastSeq: 0 }
const OMS: PsService = {
  id: 'oms',
  kind: 'app',
  state: 'running',
  health: 'healthy',
  restarts: 0,
  uptimeSeconds: 1,
  ports: {},
}

let stop: AbortController
let done: Promise<void> | undefined
let events: FeedEvent[]
const cleanups: (() => Promise<void> | void)[] = []

beforeEach(() => {
  stop = new AbortController()
  events = []
})
afterEach(async () => {
  stop.abort()
  await done
  done = undefined
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function watch(options: Partial<FeedOptions>): void {
  const feed = createFeed({ runtime: 'local', clock, services: async () => [OMS], state: () => EMPTY, ...options })
  done = feed.watch((event) => events.push(event), stop.signal)
}

const ticks = () => events.filter((event) => event.kind === 'tick')
const sources = (name: string) =>
  events.filter((event) => event.kind === 'source').filter((event) => event.source === name)

async function bus(): Promise<NatsServer> {
  const server = await startNats()
  cleanups.push(() => server.stop())
  return server
}

async function serve(answer: (path: string) => unknown, port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const body = answer(request.url ?? '')
    response.writeHead(body === undefined ? 503 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

it('takes ticks from the bus, folded to the newest of each subject, all of them counted', async () => {
  const server = await bus()
  watch({ natsUrl: server.url })
  await eventually(() => sources('nats').some((event) => event.up))
  const client = await server.client()
  for (let index = 1; index <= 5000; index += 1) {
    const symbol = index % 2 ? 'BTCUSDT' : 'ETHUSDT'
    client.publish(
      `market.tick.mock.${symbol}`,
      JSON.stringify({ symbol, price: index, bid: 1, timestamp: 1e12 + index }),
    )
  }
  await client.flush()
  await eventually(() => ticks().reduce((total, tick) => total + (tick.folded ?? 0), 0) === 5000)
  const last = ticks().findLast((tick) => tick.symbol === 'BTCUSDT')
  expect(last).toMatchObject({ price: 4999, bid: 1, eventTimeMs: 1e12 + 4999 })
  expect(ticks().length).toBeLessThan(1000)
})

it('takes prices from the gateway while the bus is away, and comes back to the bus', async () => {
  const server = await bus()
  await server.kill()
  const gateway = await serve((path) =>
    path === '/tickers'
      ? [
          {
            symbol: 'BTCUSDT',
            last_price: 45_000,
            bid: 1,
            ask: 2,
            volume_24h: 9,
            change_24h: 2.5,
            timestamp: '2026-01-01T00:00:00Z',
          },
        ]
      : undefined,
  )
  watch({ natsUrl: server.url, gatewayUrl: gateway.url })
  const lost = await eventually(() => sources('nats').find((event) => !event.up))
  expect(lost.detail).toMatch(/refused/i)
  expect(lost.retryAtMs! - lost.atMs).toBe(2000)
  const first = await eventually(() => ticks()[0])
  expect(first).toMatchObject({ symbol: 'BTCUSDT', price: 45_000, ask: 2, volume: 9, changePercent: 2.5 })
  expect(first.eventTimeMs).toBe(Date.UTC(2026, 0, 1))
  await server.start()
  await eventually(() => sources('nats').some((event) => event.up))
  const client = await server.client()
  await eventually(() => {
    client.publish('market.tick.mock.BTCUSDT', JSON.stringify({ symbol: 'BTCUSDT', last: '46000.5' }))
    return ticks().find((tick) => tick.price === 46_000.5)
  })
  // What the gateway goes on telling is not counted a second time.
  await eventually(() => ticks().some((tick) => tick.price === 45_000 && tick.folded === 0))
})

it('says when the bus is lost in the middle', async () => {
  const server = await bus()
  watch({ natsUrl: server.url })
  await eventually(() => sources('nats').some((event) => event.up))
  await server.kill()
  await eventually(() => sources('nats').at(-1)?.up === false)
})

it('reads OMS figures and the order rate, and survives an OMS that is down at first', async () => {
  const port = await freePort()
  watch({ omsUrl: `http://127.0.0.1:${port}`, omsTargets: { p50Ms: 10, p99Ms: 50 } })
  const down = await eventually(() => sources('oms')[0])
  expect(down).toMatchObject({ up: false })
  expect(down.detail).toContain('ECONNREFUSED')
  let received = 0
  await serve(() => {
    received += 500
    return { received, rejected: 3, latency: { count: 7, p50: 8.5, p99: 42, stages: { risk: { p50: 1, p99: 2 } } } }
  }, port)
  const latency = await eventually(() =>
    events.filter((event) => event.kind === 'latency').find((event) => event.ordersPerSecond !== null),
  )
  expect(latency).toMatchObject({
    service: 'oms',
    p50Ms: 8.5,
    p99Ms: 42,
    samples: 7,
    rejects: 3,
    targetP50Ms: 10,
    stages: { risk: { p50Ms: 1, p99Ms: 2 } },
  })
  expect(latency.ordersPerSecond).toBeGreaterThan(0)
  expect(sources('oms').at(-1)?.up).toBe(true)
})

it('one source that throws or never answers keeps no other waiting', async () => {
  watch({
    services: () => new Promise(() => {}),
    state: () => {
      throw new Error('journal is torn')
    },
    gatewayUrl: (await serve(() => [{ symbol: 'A', price: 1 }])).url,
  })
  await eventually(() => ticks().length > 0)
  expect((await eventually(() => sources('journal')[0])).detail).toBe('journal is torn')
  expect(events.some((event) => event.kind === 'services')).toBe(false)
  // The one that hangs can never end: the others must, so only they are waited for here.
  stop.abort()
  done = undefined
})

it('ends when it is told to, also in the middle of a wait', async () => {
  watch({ omsUrl: `http://127.0.0.1:${await freePort()}`, natsUrl: `nats://127.0.0.1:${await freePort()}` })
  await eventually(() => sources('oms').length > 0 && sources('nats').length > 0)
  stop.abort()
  await done
  const count = events.length
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(events).toHaveLength(count)
})
