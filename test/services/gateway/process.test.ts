// The gateway as a real process against a real bus, cache and store.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jetstreamManager } from '@nats-io/jetstream'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../services/kit/clock.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { TICKS } from '../../../services/kit/timeseries/tables.ts'
import { openTimeSeries } from '../../../services/kit/timeseries.ts'
import { eventually } from '../../support/eventually.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'
import { freePort } from '../../support/servers.ts'
import { type ServiceProcess, spawnService } from '../../support/service-process.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'

const TEMPLATE = fileURLToPath(new URL('../../../services/gateway/config.yaml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'trade2026-gateway-'))
const config = join(folder, 'config.yaml')
const started: ServiceProcess[] = []
let nats: NatsServer
let valkey: ValkeyServer
let env: Record<string, string>

beforeAll(async () => {
  ;[nats, valkey] = await Promise.all([startNats(), startValkey()])
  await nats.createStream('MARKET_TICKS', ['market.tick.>'])
  // Ten times the pace of the template, so that the test need not wait.
  writeFileSync(config, readFileSync(TEMPLATE, 'utf8').replace('interval_ms: 1000', 'interval_ms: 100'))
  env = {
    CONFIG_PATH: config,
    NATS_URL: nats.url,
    VALKEY_URL: valkey.url,
    TIMESERIES_URL: `sqlite:${join(folder, 'timeseries.sqlite')}`,
    HTTP_PORT: String(await freePort()),
    METRICS_PORT: String(await freePort()),
  }
})
afterAll(async () => {
  await Promise.all(started.map((service) => service.stop('SIGKILL')))
  await Promise.all([nats?.stop(), valkey?.stop()])
  rmSync(folder, { recursive: true })
})

function start(overrides: Record<string, string> = {}): ServiceProcess {
  const service = spawnService('gateway', { ...env, ...overrides })
  started.push(service)
  return service
}

async function storedTicks(): Promise<{ price: number; trade_id: string; subject: string; symbol: string }[]> {
  const client = await nats.client()
  const { streams } = await jetstreamManager(client)
  const { state } = await streams.info('MARKET_TICKS')
  const ticks = []
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await streams.getMessage('MARKET_TICKS', { seq })
    if (message)
      ticks.push({ ...message.json<{ price: number; trade_id: string; symbol: string }>(), subject: message.subject })
  }
  return ticks
}

describe('a running gateway', () => {
  let gateway: ServiceProcess

  beforeAll(async () => {
    gateway = start()
    await gateway.ready()
  })

  test('ticks appear on MARKET_TICKS, in the cache, in the store and over HTTP', async () => {
    const ticks = await eventually(async () => {
      const seen = await storedTicks()
      return seen.length >= 9 && seen
    })
    expect(new Set(ticks.map(({ subject }) => subject))).toEqual(
      new Set(['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) => `market.tick.mock.${symbol}`)),
    )
    expect(new Set(ticks.map(({ trade_id }) => trade_id)).size).toBe(ticks.length)

    const cache = new Redis(valkey.url)
    const last = await eventually(async () => {
      const hash = await cache.hgetall('last:BTCUSDT')
      return hash.price !== undefined && hash
    })
    expect(Object.keys(last).sort()).toEqual(['ask', 'bid', 'price', 'timestamp'])
    expect(await cache.ttl('last:BTCUSDT')).toBeGreaterThan(3590)
    await cache.quit()

    const store = await openTimeSeries(env.TIMESERIES_URL!, { log: silentLog, clock: systemClock })
    await store.ensureTable(TICKS)
    const rows = await eventually(async () => {
      const found = await store.query('ticks', { where: { symbol: 'BTCUSDT' } })
      return found.length >= 3 && found
    })
    const onBus = new Map(ticks.map((tick) => [tick.trade_id, tick.price]))
    expect(rows.filter(({ trade_id }) => onBus.has(String(trade_id))).length).toBeGreaterThan(0)
    for (const { trade_id, price } of rows)
      if (onBus.has(String(trade_id))) expect(price).toBe(onBus.get(String(trade_id)))
    await store.close()

    expect((await gateway.get('/tickers')).body).toHaveLength(3)
    expect((await gateway.get('/health')).body).toMatchObject({
      status: 'healthy',
      checks: { nats: 'up', valkey: 'up', questdb: 'up', exchange: 'disabled' },
    })
    expect((await gateway.get('/stats')).body).toMatchObject({
      error_count: 0,
      latency: { unit: 'ms' },
      bus: { dropped: 0 },
    })
    const metrics = await fetch(`http://127.0.0.1:${env.METRICS_PORT}/metrics`)
    expect(await metrics.text()).toMatch(/gateway_ticks_total\{symbol="BTCUSDT"\} \d+/)
  })

  test('cache away: degraded with 200; bus away: unhealthy with 503; both back: healthy, and no tick is lost', async () => {
    const state = async () => {
      const { status, body } = await gateway.get('/health')
      return `${status} ${(body as { status: string }).status}`
    }
    await valkey.kill()
    await eventually(async () => (await state()) === '200 degraded')
    await nats.kill()
    await eventually(async () => (await state()) === '503 unhealthy')
    await eventually(async () => {
      const { body } = await gateway.get('/stats')
      return (body as { bus: { waiting: number } }).bus.waiting > 0
    })
    await Promise.all([valkey.start(), nats.start()])
    await eventually(async () => (await state()) === '200 healthy')
    await eventually(async () => {
      const { bus, tick_count } = (await gateway.get('/stats')).body as {
        bus: { waiting: number; dropped: number; stored: number }
        tick_count: number
      }
      return bus.waiting === 0 && bus.dropped === 0 && bus.stored >= tick_count - 6
    })
  })

  test('SIGTERM: exits 0 with every tick stored once and nothing written to stderr', async () => {
    const before = performance.now()
    expect(await gateway.stop('SIGTERM')).toBe(0)
    // The promise of platform.md 3.0, not a measurement: a container is killed after ten seconds.
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(gateway.stderr()).toBe('')
    const stopped = gateway.log().find(({ message }) => message === 'market stopped')
    const { ticks, bus } = stopped!.fields as { ticks: number; bus: Record<string, number> }
    expect(bus).toMatchObject({ dropped: 0, unsent: 0, stored: ticks })
    const ids = (await storedTicks()).map(({ trade_id }) => trade_id)
    expect(ids).toHaveLength(ticks)
    expect(new Set(ids).size).toBe(ticks)
  })
})

describe('a gateway that cannot start exits 1 with one line that says why', () => {
  async function failure(overrides: Record<string, string>): Promise<string> {
    const gateway = start({ HTTP_PORT: String(await freePort()), METRICS_PORT: String(await freePort()), ...overrides })
    expect(await gateway.exited()).toBe(1)
    const errors = gateway.log().filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ service: 'gateway', message: 'start failed' })
    return (errors[0]!.fields!.error as { message: string }).message
  }

  test('F13: its config file is missing', async () => {
    const path = join(folder, 'absent.yaml')
    expect(await failure({ CONFIG_PATH: path })).toBe(`${path}: file not found (named by CONFIG_PATH)`)
  })

  test('exchange mode is asked for', async () => {
    const path = join(folder, 'exchange.yaml')
    writeFileSync(path, readFileSync(TEMPLATE, 'utf8').replace('mode: mock', 'mode: exchange'))
    expect(await failure({ CONFIG_PATH: path })).toMatch(/exchange\.yaml:3: mode: exchange mode is not in this version/)
  })

  test('F32: in a container its bus is on loopback', async () => {
    expect(await failure({ BIND_HOST: '0.0.0.0' })).toMatch(/NATS_URL: found loopback address/)
  })

  test('its port is taken', async () => {
    const gateway = start()
    await gateway.ready()
    expect(await failure({ HTTP_PORT: env.HTTP_PORT! })).toMatch(/EADDRINUSE/)
    expect(await gateway.stop('SIGINT')).toBe(0)
  })
})

test('a gateway that still waits for its bus stops when asked, at once and in order', async () => {
  const gateway = start({ NATS_URL: `nats://127.0.0.1:${await freePort()}` })
  await eventually(() => gateway.log().some(({ message }) => message === 'bus not reachable, trying again'))
  expect(await gateway.stop('SIGTERM')).toBe(0)
  expect(gateway.log().at(-1)).toMatchObject({ message: 'stopping', level: 'info' })
})
