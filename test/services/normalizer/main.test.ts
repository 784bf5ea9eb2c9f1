// normalizer as a real process over a real bus, cache and store.

import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'
import { type RestartableService, restartableService } from '../../support/restartable-service.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'

const CONFIG = `
intervals: [1m, 5m, 15m, 1h, 1d]
aggregation: { lateness_ms: 300, amend_interval_ms: 100, max_identities: 10000 }
storage: { batch_size: 100, write_interval_ms: 100 }
cache:
  valkey_db: 1
  ttl_s: { 1m: 3600, 5m: 7200, 15m: 14400, 1h: 28800, 1d: 86400 }
  max_bars_per_symbol: 3
snapshot_interval_ms: 500
message_batch_size: 50
max_memory_bars: 100
`
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A full hour ahead of the wall clock, so that bars close by event time alone, however slow the machine is. */
const START = Math.ceil(Date.now() / HOUR) * HOUR + HOUR
/** A day long past, for bars of a day. */
const PAST = Date.UTC(2026, 0, 31)

let nats: NatsServer
let valkey: ValkeyServer
let client: NatsConnection
let redis: Redis
let service: RestartableService
beforeAll(async () => {
  nats = await startNats()
  valkey = await startValkey()
  redis = new Redis(valkey.url, { db: 1 })
  redis.on('error', () => {})
})
beforeEach(async () => {
  client = await nats.client()
  await nats.createStream('MARKET_TICKS', ['market.tick.>'])
  await nats.createStream('EVENTS', ['ohlcv.>'])
  await redis.flushdb()
  service = await restartableService({
    id: 'normalizer',
    config: CONFIG,
    env: { NATS_URL: nats.url, VALKEY_URL: valkey.url },
  })
  await service.start()
  await eventually(async () => (await service.get('/health')).body.status === 'healthy')
})
afterEach(async () => {
  await service?.remove()
  const admin = await jetstreamManager(client)
  await admin.streams.delete('MARKET_TICKS')
  await admin.streams.delete('EVENTS')
})
afterAll(async () => {
  redis?.disconnect()
  await nats?.stop()
  await valkey?.stop()
})

let prints = 0
async function publish(timestamp: number, price: number, size = 0.5, change: object = {}): Promise<void> {
  const tick = {
    timestamp,
    exchange: 'mock',
    venue: 'mock',
    symbol: 'BTCUSDT',
    price,
    last: price,
    size,
    trade_id: String(++prints),
    ...change,
  }
  await jetstream(client).publish('market.tick.mock.BTCUSDT', JSON.stringify(tick))
}

interface Bar {
  timestamp: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  trades: number
  revision: number
}
const bars = async (interval: string, query = '') =>
  (await service.get<{ bars: Bar[] }>(`/bars/mock/BTCUSDT/${interval}${query}`)).body.bars
async function published(subject: string): Promise<Bar[]> {
  const { num_pending } = await (await jetstreamManager(client)).consumers.add('EVENTS', { filter_subject: subject })
  if (num_pending === 0) return []
  const consumer = await jetstream(client).consumers.get('EVENTS', { filter_subjects: subject })
  const found: Bar[] = []
  for await (const message of await consumer.fetch({ max_messages: num_pending, expires: 5000 }))
    found.push(message.json())
  return found
}

test('ticks become bars of all intervals: published, stored, cached with a time to live, and read back', async () => {
  await Promise.all([
    publish(PAST + 1000, 45_000),
    publish(PAST + 2000, 45_010, 0.25),
    publish(PAST + 3000, 44_990, 0.25),
  ])
  const expected = { timestamp: PAST, open: 45_000, high: 45_010, low: 44_990, close: 44_990, volume: 1, trades: 3 }
  for (const [interval, ttlS] of Object.entries({
    '1m': 3600,
    '5m': 7200,
    '15m': 14_400,
    '1h': 28_800,
    '1d': 86_400,
  })) {
    const stored = await eventually(async () => (await bars(interval)).find(({ trades }) => trades === 3))
    expect(stored).toMatchObject(expected)
    const sent = await eventually(async () => (await published(`ohlcv.${interval}.BTCUSDT`)).at(-1))
    expect(sent).toMatchObject(expected)
    const cached = await eventually(() => redis.get(`bars:${interval}:BTCUSDT`))
    expect(JSON.parse(cached)).toMatchObject({ interval, ...expected })
    expect(await redis.ttl(`bars:${interval}:BTCUSDT`)).toBeGreaterThan(ttlS - 60)
    expect(await redis.ttl(`bars:${interval}:BTCUSDT`)).toBeLessThanOrEqual(ttlS)
    const recent = `bars:recent:${interval}:mock:BTCUSDT`
    expect(await redis.zrange(recent, '0', '-1')).toEqual([cached])
    expect(await redis.zscore(recent, cached)).toBe(String(PAST))
  }
  const { body } = await service.get('/stats')
  expect(body).toMatchObject({ status: 'healthy', ticks_processed: 3, bars_created: 5, errors: 0, active_bars: 0 })
})

test('a tick of now is a bar on the bus once its minute is over', async () => {
  const now = Date.now()
  // Two minutes ago: the wall clock has passed its end, and the symbol is silent from here on.
  await publish(now - 2 * MINUTE, 45_000)
  const bar = await eventually(async () => (await published('ohlcv.1m.BTCUSDT'))[0])
  expect(bar).toMatchObject({ open: 45_000, close: 45_000, volume: 0.5, trades: 1 })
  expect(bar.timestamp).toBe(Math.floor((now - 2 * MINUTE) / MINUTE) * MINUTE)
})

test('a late tick amends the bar on the bus, in the store and in the cache', async () => {
  await publish(START, 100)
  await publish(START + MINUTE + 500, 200)
  await eventually(async () => (await bars('1m')).length === 1)
  await publish(START + 1000, 90, 1.5)
  const amended = { timestamp: START, open: 100, low: 90, close: 90, volume: 2, trades: 2, revision: 1 }
  expect(await eventually(async () => (await published('ohlcv.amended.1m.BTCUSDT'))[0])).toMatchObject(amended)
  await eventually(async () => (await bars('1m'))[0]?.revision === 1)
  expect(await bars('1m')).toMatchObject([amended])
  await eventually(async () => JSON.parse((await redis.get('bars:1m:BTCUSDT')) ?? '{}').revision === 1)
  expect(await published('ohlcv.1m.BTCUSDT')).toMatchObject([{ revision: 0 }])
})

test('the cache keeps so many bars and no more; /bars limits and fills', async () => {
  for (let minute = 0; minute < 6; minute++) if (minute !== 3) await publish(START + minute * MINUTE, 100 + minute)
  await publish(START + 7 * MINUTE, 1)
  await eventually(async () => (await bars('1m')).length === 5)
  await eventually(async () => (await redis.zcard('bars:recent:1m:mock:BTCUSDT')) === 3)
  expect((await bars('1m', '?limit=2')).map(({ timestamp }) => (timestamp - START) / MINUTE)).toEqual([4, 5])
  const filled = await bars('1m', '?fill=previous')
  expect(filled.map(({ close, volume }) => [close, volume])).toEqual([
    [100, 0.5],
    [101, 0.5],
    [102, 0.5],
    [102, 0],
    [104, 0.5],
    [105, 0.5],
  ])
  expect((await service.get('/bars/mock/BTCUSDT/7m')).status).toBe(400)
  expect(await service.get('/bars/mock/NOBODY/1m')).toMatchObject({ status: 200, body: { count: 0, bars: [] } })
})

/** All ticks of ten minutes, one a second, with killing in between; then what the bars say. */
async function flow(disturb: (second: number) => Promise<void>): Promise<void> {
  for (let second = 0; second < 600; second++) {
    await publish(START + second * 1000, 100 + (second % 7), 0.25)
    await disturb(second)
  }
  await publish(START + 20 * MINUTE, 1)
  await eventually(async () => {
    const stored = await bars('1m')
    return stored.length === 10 && stored.every(({ trades }) => trades === 60)
  }, 40_000)
  expect((await bars('1m')).map(({ volume, trades }) => [volume, trades])).toEqual(Array(10).fill([15, 60]))
  await eventually(async () => (await bars('5m')).every(({ trades }) => trades === 300))
  expect((await bars('5m')).map(({ volume }) => volume)).toEqual([75, 75])
}

test('killed four times while ticks flow: every volume exact, to the unit', async () => {
  await flow(async (second) => {
    if (![100, 250, 251, 480].includes(second)) return
    await service.kill()
    await service.start()
  })
}, 120_000)

test('F26: stopped and started while ticks flow: the stop is clean and nothing is lost', async () => {
  await flow(async (second) => {
    if (second === 200) expect(await service.stop()).toBe(0)
    if (second === 320) await service.start()
  })
}, 120_000)

test('a bus that is killed and comes back loses no tick and no bar', async () => {
  await publish(START, 100)
  await eventually(async () => (await service.get('/stats')).body.ticks_processed === 1)
  await nats.kill()
  const down = await eventually(async () => {
    const health = await service.get('/health')
    return health.status === 503 ? health : undefined
  })
  expect(down.body).toMatchObject({ status: 'unhealthy', reason: 'nats down' })
  await nats.start()
  client = await nats.client()
  await publish(START + 1000, 101)
  await publish(START + 2 * MINUTE, 1)
  await eventually(async () => (await bars('1m'))[0]?.trades === 2)
  expect(await eventually(async () => (await published('ohlcv.1m.BTCUSDT'))[0])).toMatchObject({ trades: 2, volume: 1 })
}, 60_000)

test('without cache it is degraded with 200 and goes on; the cache catches up', async () => {
  await valkey.kill()
  await publish(START, 100)
  await publish(START + 2 * MINUTE, 1)
  await eventually(async () => (await bars('1m')).length === 1)
  const health = await eventually(async () => {
    const found = await service.get('/health')
    return found.body.status === 'degraded' ? found : undefined
  })
  expect(health).toMatchObject({ status: 200, body: { checks: { valkey: 'down', timeseries: 'up' } } })
  await valkey.start()
  await eventually(() => redis.get('bars:1m:BTCUSDT'))
})

test('when its state is lost, it reads the stream again and ends with the same bars', async () => {
  await publish(START, 100)
  await publish(START + 1000, 101)
  await publish(START + 2 * MINUTE, 1)
  await eventually(async () => (await bars('1m')).length === 1)
  await service.stop()
  await rename(join(service.folder, 'data'), join(service.folder, 'data.lost'))
  await rm(join(service.folder, 'timeseries.sqlite'))
  await service.start()
  await eventually(async () => (await bars('1m')).length === 1)
  expect(await bars('1m')).toMatchObject([{ open: 100, close: 101, volume: 1, trades: 2 }])
})

test('what is no tick is counted and passed over', async () => {
  await jetstream(client).publish('market.tick.mock.BTCUSDT', 'not json')
  await publish(START, 100)
  await publish(START + 2 * MINUTE, 1)
  await eventually(async () => (await bars('1m')).length === 1)
  expect((await service.get('/stats')).body).toMatchObject({
    ticks_processed: 3,
    errors: 1,
    outcomes: { invalid: 1, counted: 2 },
  })
})
