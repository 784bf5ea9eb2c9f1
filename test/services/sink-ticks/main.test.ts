// sink-ticks as a real process over a real bus and cache: what is published is in the table, each once, whatever happens.
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readDelta } from '../../../services/kit/lake/read.ts'
import { eventually } from '../../support/eventually.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'
import { type RestartableService, restartableService } from '../../support/restartable-service.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'
import { tick } from './support.ts'

const CONFIG = `
batch: { batch_seconds: 0.3, max_batch: 500, flush_on_shutdown: true }
queue_size: 2000
dedup: { ttl_hours: 72, lru_cache_size: 1000, valkey_db: 0 }
bus_down_unhealthy_s: 1
`
/** So long that only /flush, a full batch or the end of the service commits. */
const PATIENT = CONFIG.replace('0.3', '60')

let nats: NatsServer
let valkey: ValkeyServer
let client: NatsConnection
let service: RestartableService
beforeAll(async () => {
  nats = await startNats()
  valkey = await startValkey()
})
beforeEach(async () => {
  client = await nats.client()
  await nats.createStream('MARKET_TICKS', ['market.tick.>'])
})
afterEach(async () => {
  await service?.remove()
  await (await jetstreamManager(client)).streams.delete('MARKET_TICKS').catch(() => {})
})
afterAll(async () => {
  await nats?.stop()
  await valkey?.stop()
})

async function start(config = CONFIG): Promise<void> {
  service = await restartableService({ id: 'sink-ticks', config, env: { NATS_URL: nats.url, VALKEY_URL: valkey.url } })
  await service.start()
  await eventually(async () => (await service.get('/health')).body.status === 'healthy')
}

async function publish(from: number, to: number): Promise<void> {
  const stream = jetstream(client)
  for (let seq = from; seq <= to; seq++)
    await stream.publish(`market.tick.mock.${tick(seq).symbol}`, JSON.stringify(tick(seq)))
}

const dir = () => join(service.folder, 'lake/market_ticks')
const written = async () => (await readDelta(dir())).rows.map(({ trade_id }) => Number(trade_id)).sort((a, b) => a - b)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const pending = async () => {
  const info = await (await jetstreamManager(client)).consumers.info('MARKET_TICKS', 'sink-ticks')
  return { policy: info.config.ack_policy, unacked: info.num_ack_pending, waiting: info.num_pending }
}

test('published ticks are rows, equal to what was sent, acknowledged after the commit', async () => {
  await start()
  await publish(1, 20)
  await eventually(async () => (await written()).length === 20)
  const { rows } = await readDelta(dir())
  for (const row of rows) {
    const sent = tick(Number(row.trade_id))
    expect(row).toMatchObject({
      event_ts: sent.timestamp * 1000,
      venue: sent.venue,
      symbol: sent.symbol,
      price: sent.price,
      size: sent.size,
      side: '',
      dt: '2026-01-31',
    })
  }
  await eventually(async () => (await pending()).unacked === 0)
  expect(await pending()).toEqual({ policy: 'all', unacked: 0, waiting: 0 })
  const { body } = await service.get<Record<string, never>>('/stats')
  expect(body).toMatchObject({
    messages_received: 20,
    messages_processed: 20,
    messages_dropped: 0,
    errors: 0,
    queue_size: 0,
    batch_size: 500,
    delta: { rows_written: 20, write_errors: 0 },
    dedup: { checked: 20, duplicates: 0, added: 20, redis_connected: true },
  })
  const metrics = await eventually(async () => {
    const text = await (await fetch(service.metricsUrl)).text()
    return /^sink_ticks_messages_processed 20$/m.test(text) ? text : undefined
  })
  expect(metrics).toMatch(/^sink_ticks_batch_size_count [1-9]/m)
})

test('POST /flush commits what waits', async () => {
  await start(PATIENT)
  await publish(1, 7)
  await eventually(async () => (await service.get('/stats')).body.queue_size === 7)
  expect((await readDelta(dir())).version).toBe(-1)
  expect(await service.post('/flush')).toMatchObject({
    status: 200,
    body: { status: 'flushed', stats: { queue_size: 0 } },
  })
  expect(await written()).toEqual(range(1, 7))
})

test('F26: a stop commits what was fetched, and the exit is clean', async () => {
  await start(PATIENT)
  await publish(1, 30)
  await eventually(async () => (await service.get('/stats')).body.queue_size === 30)
  expect(await service.stop()).toBe(0)
  expect(await written()).toEqual(range(1, 30))
  expect(await pending()).toMatchObject({ unacked: 0, waiting: 0 })
})

test('F26: messages published while it was away are taken after the start', async () => {
  await start()
  await publish(1, 5)
  await eventually(async () => (await written()).length === 5)
  await service.stop()
  await publish(6, 10)
  await service.start()
  await eventually(async () => (await written()).length === 10)
  expect(await written()).toEqual(range(1, 10))
})

test('killed again and again while ticks flow: every tick once', async () => {
  await start()
  const flow = publish(1, 1500)
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, 150 + round * 70))
    await service.kill()
    await service.start()
  }
  await flow
  await eventually(async () => (await written()).length >= 1500, 40_000)
  expect(await written()).toEqual(range(1, 1500))
}, 90_000)

test('F06: a lake that fails makes it degraded with 200, and nothing is lost when it comes back', async () => {
  await start()
  await publish(1, 5)
  await eventually(async () => (await written()).length === 5)
  const lake = join(service.folder, 'lake')
  await rename(lake, `${lake}.away`)
  await writeFile(lake, 'not a folder')
  await publish(6, 10)
  const degraded = await eventually(async () => {
    const health = await service.get('/health')
    return health.body.status === 'degraded' && (await service.get('/stats')).body.errors !== 0 ? health : undefined
  })
  expect(degraded).toMatchObject({ status: 200, body: { checks: { nats: 'up', lake: 'down', valkey: 'up' } } })
  await rm(lake)
  await rename(`${lake}.away`, lake)
  await eventually(async () => (await written()).length === 10)
  expect(await written()).toEqual(range(1, 10))
  await eventually(async () => (await service.get('/health')).body.status === 'healthy')
})

test('F06: a cache that fails makes it degraded with 200, and it goes on writing', async () => {
  await start()
  await valkey.kill()
  await publish(1, 5)
  await eventually(async () => (await written()).length === 5)
  const degraded = await eventually(async () => {
    const health = await service.get('/health')
    return health.body.status === 'degraded' ? health : undefined
  })
  expect(degraded).toMatchObject({ status: 200, body: { checks: { valkey: 'down' }, reason: 'valkey down' } })
  await valkey.start()
  await eventually(async () => (await service.get('/health')).body.status === 'healthy')
})

test('a bus that is killed and comes back: first degraded, then unhealthy, no tick lost or doubled', async () => {
  await start()
  await publish(1, 50)
  await nats.kill()
  const seen = new Set<unknown>()
  await eventually(async () => {
    const { status, body } = await service.get('/health')
    seen.add(`${status} ${body.status}`)
    return body.status === 'unhealthy'
  })
  expect(seen).toContain('503 unhealthy')
  expect(seen).toContain('200 degraded')
  await nats.start()
  client = await nats.client()
  await publish(51, 100)
  await eventually(async () => (await written()).length === 100, 40_000)
  expect(await written()).toEqual(range(1, 100))
}, 90_000)

test('a recreated stream starts over under a new name; old prints are not written again', async () => {
  await start()
  await publish(1, 10)
  await eventually(async () => (await written()).length === 10)
  await (await jetstreamManager(client)).streams.delete('MARKET_TICKS')
  await nats.createStream('MARKET_TICKS', ['market.tick.>'])
  await publish(6, 15)
  await eventually(async () => (await written()).length === 15, 40_000)
  expect(await written()).toEqual(range(1, 15))
}, 90_000)

test('a lake that was wiped is filled again from the stream', async () => {
  await start()
  await publish(1, 10)
  await eventually(async () => (await written()).length === 10)
  await service.stop()
  await rm(join(service.folder, 'lake'), { recursive: true })
  await service.start()
  await eventually(async () => (await written()).length === 10)
  expect(await written()).toEqual(range(1, 10))
})

test('without its config file it does not start, and says which file', async () => {
  service = await restartableService({
    id: 'sink-ticks',
    config: CONFIG,
    env: { NATS_URL: nats.url, VALKEY_URL: valkey.url, CONFIG_PATH: '/nonexistent/config.yaml' },
  })
  await expect(service.start()).rejects.toThrow(/exited with 1.*\/nonexistent\/config\.yaml/s)
})
