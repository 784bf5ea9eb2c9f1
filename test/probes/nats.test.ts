// Bus and cache probes against real servers: each question answered, and each kind of absence told apart.
import { jetstream } from '@nats-io/jetstream'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, Json, NatsQuestion } from '../../src/model/gate.ts'
import { createNatsProbe, type NatsProbe } from '../../src/probes/nats.ts'
import { createRedisProbe, type RedisProbe } from '../../src/probes/redis.ts'
import { type NatsServer, startNats } from '../support/nats.ts'
import { freePort } from '../support/servers.ts'
import { startValkey, type ValkeyServer } from '../support/valkey.ts'

const never = new AbortController().signal
const everything = { timeoutMs: 2000, matches: () => true, runStartedMs: 0 }
let bus: NatsServer
let cache: ValkeyServer
let nats: NatsProbe
let redis: RedisProbe
let cause: () => Promise<Answer>

beforeAll(async () => {
  ;[bus, cache] = await Promise.all([startNats(), startValkey()])
  await bus.createStream('ORDERS', ['orders.>'])
  nats = createNatsProbe({ address: () => `127.0.0.1:${bus.port}`, send: () => cause() })
  redis = createRedisProbe({ address: () => ({ host: '127.0.0.1', port: cache.port }) })
})
afterAll(async () => {
  await Promise.all([nats.close(), redis.close()])
  await Promise.all([bus.stop(), cache.stop()])
})

const ask = (question: NatsQuestion['ask'], more: Partial<NatsQuestion> = {}): Promise<Answer> =>
  nats.ask({ ask: question, ...everything, ...more }, never)
const told = (answer: Answer): { [key: string]: Json } => {
  if (answer.kind !== 'answered') throw new Error(answer.reason)
  return answer.value as { [key: string]: Json }
}

describe('stream', () => {
  test('absent', async () => {
    expect(told(await ask({ stream: 'NOWHERE' }))).toEqual({ exists: false })
  })
  test('empty: no last message', async () => {
    expect(told(await ask({ stream: 'ORDERS' }))).toMatchObject({ exists: true, messages: 0, last: null })
  })
  test('last message of a subject, and whether it is newer than the run', async () => {
    const client = await bus.client()
    await jetstream(client).publish('orders.new', JSON.stringify({ order_id: 'o-1' }))
    await jetstream(client).publish('orders.cancel', '{}')
    const value = told(await ask({ stream: 'ORDERS', subject: 'orders.new' }))
    expect(value.last).toMatchObject({ subject: 'orders.new', payload: { order_id: 'o-1' }, newerThanRun: true })
    const later = told(await ask({ stream: 'ORDERS', subject: 'orders.new' }, { runStartedMs: Date.now() + 60_000 }))
    expect(later.last).toMatchObject({ newerThanRun: false })
    expect(told(await ask({ stream: 'ORDERS', subject: 'orders.none' })).last).toBeNull()
  })
})

describe('listen', () => {
  test('what is published comes back, the wrong message does not count', async () => {
    const publish = { subject: 'orders.new', payload: { id: 2 }, stored: true }
    const matches = (message: Json): boolean => (message as { id?: number }).id === 2
    const value = told(await ask({ listen: 'orders.>', match: [], publish }, { matches }))
    expect(value).toMatchObject({ matched: true, subject: 'orders.new', message: { id: 2 } })
    const other = told(await ask({ listen: 'orders.>', match: [], publish }, { matches: () => false, timeoutMs: 100 }))
    expect(other).toMatchObject({ matched: false, received: 1 })
  })
  test('an HTTP request may be the cause; its failure is the service at fault', async () => {
    const client = await bus.client()
    cause = async () => {
      client.publish('orders.accepted', '{"id":3}')
      return { kind: 'answered', asked: 'POST', value: { status: 200 } }
    }
    const http = { method: 'POST', url: 'http://oms/orders', headers: {}, timeoutMs: 100 }
    const value = told(await ask({ listen: 'orders.accepted', match: [], http }))
    expect(value).toMatchObject({ matched: true, cause: { status: 200 } })
    cause = async () => ({ kind: 'refused', asked: 'POST', reason: 'connection refused' })
    expect(await ask({ listen: 'orders.accepted', match: [], http })).toMatchObject({ kind: 'refused' })
  })
  test('silence is an answer: nothing came', async () => {
    expect(told(await ask({ listen: 'quiet.>', match: [] }, { timeoutMs: 50 }))).toMatchObject({ matched: false })
  })
})

describe('request', () => {
  test('reply', async () => {
    const client = await bus.client()
    client.subscribe('risk.check.order', { callback: (_error, message) => void message.respond('{"approved":true}') })
    await client.flush()
    const value = told(await ask({ request: 'risk.check.order', payload: { quantity: 1 } }))
    expect(value.reply).toEqual({ approved: true })
  })
  test('nobody answers: the service is at fault', async () => {
    expect(await ask({ request: 'nobody.home', payload: null }, { timeoutMs: 200 })).toMatchObject({ kind: 'refused' })
  })
})

test('a bus that is down makes the question unanswerable, and the probe recovers when it is back', async () => {
  await bus.kill()
  expect(await ask({ stream: 'ORDERS' })).toMatchObject({ kind: 'unavailable' })
  await bus.start()
  expect(told(await ask({ stream: 'ORDERS' }))).toMatchObject({ exists: true })
})

describe('cache', () => {
  test('commands reply; absent is null; hashes are objects', async () => {
    const client = new Redis(cache.port)
    await client.hset('last:BTCUSDT', { price: '45000' })
    await client.expire('last:BTCUSDT', 60)
    client.disconnect()
    const reply = async (...command: string[]): Promise<Json> => told(await redis.ask({ command, db: 0 })).reply!
    expect(await reply('HGETALL', 'last:BTCUSDT')).toEqual({ price: '45000' })
    expect(await reply('TTL', 'last:BTCUSDT')).toBeGreaterThan(0)
    expect(await reply('HGETALL', 'last:NOPE')).toBeNull()
    expect(await reply('GET', 'nope')).toBeNull()
    expect(told(await redis.ask({ command: ['HGETALL', 'last:BTCUSDT'], db: 1 })).reply).toBeNull()
  })
  test('keys are counted by pattern', async () => {
    expect(told(await redis.ask({ keys: 'last:*', db: 0 }))).toEqual({ keys: 1, sample: ['last:BTCUSDT'] })
    expect(told(await redis.ask({ keys: 'position:*', db: 0 }))).toMatchObject({ keys: 0 })
  })
  test('more keys than one SCAN returns are all counted', async () => {
    const client = new Redis({ port: cache.port, db: 2 })
    await client.mset(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k:${i}`, '1'])))
    client.disconnect()
    expect(told(await redis.ask({ keys: 'k:*', db: 2 }))).toMatchObject({ keys: 3000 })
  })
  test('a cache that is down is unavailable, not empty', async () => {
    const port = await freePort()
    const down = createRedisProbe({ address: () => ({ host: '127.0.0.1', port }) })
    expect(await down.ask({ keys: '*', db: 0 })).toMatchObject({ kind: 'unavailable' })
    await down.close()
  })
})
