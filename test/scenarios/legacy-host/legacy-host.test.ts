// The legacy fixture must really run on its host before a migration of it proves anything.
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../support/catalog.ts'
import { type NatsServer, startNats } from '../../support/nats.ts'
import { pythonLibs } from '../../support/python.ts'
import { freePort } from '../../support/servers.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'

const FIXTURE = join(ROOT, 'test/fixtures/trade2025/trading/apps')
const SERVICES = ['pnl', 'ptrc', 'execution_quality'] as const

let nats: NatsServer
let valkey: ValkeyServer
let host: string
const children: ChildProcess[] = []
const ports: Record<string, number> = {}

/** A host whose bus and cache sit on other ports than usual, as a second machine's might. */
async function prepareHost(folder: string): Promise<void> {
  await cp(FIXTURE, folder, { recursive: true })
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(py|js|json|yaml|env)$/.test(name)) continue
    const text = await readFile(join(folder, name), 'utf8')
    await writeFile(
      join(folder, name),
      text.replaceAll('4222', String(nats.port)).replaceAll('6379', String(valkey.port)),
    )
  }
}

async function eventually<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  let last: T | undefined
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      last = await ask()
      if (holds(last)) return last
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`never held; last: ${JSON.stringify(last)}`)
}

// biome-ignore lint/suspicious/noExplicitAny: replies of four services, each looked at where it is used
const get = async (service: string, path: string): Promise<any> =>
  (await fetch(`http://127.0.0.1:${ports[service]}${path}`)).json()

beforeAll(async () => {
  ;[nats, valkey] = await Promise.all([startNats(), startValkey()])
  host = await mkdtemp(join(tmpdir(), 'trade2025-host-'))
  await prepareHost(host)
  const libs = await pythonLibs(['nats-py==2.16.0', 'redis==8.1.0', 'PyYAML==6.0.3'])
  for (const service of SERVICES) {
    ports[service] = await freePort()
    const entry = { pnl: 'main.py', ptrc: 'app.py', execution_quality: 'service.py' }[service]
    children.push(
      spawn('python3', [entry], {
        cwd: join(host, service),
        env: {
          ...process.env,
          PYTHONPATH: libs,
          HTTP_PORT: String(ports[service]),
          NATS_URL: nats.url,
          VALKEY_URL: `redis://127.0.0.1:${valkey.port}`,
        },
        stdio: 'ignore',
      }),
    )
  }
}, 180_000)

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([nats?.stop(), valkey?.stop()])
  await rm(host, { recursive: true, force: true })
})

describe('the legacy host', () => {
  it.each(SERVICES)('%s answers /health with its dependencies connected', async (service) => {
    const health = await eventually(
      () => get(service, '/health'),
      (body) => body.checks?.nats === 'up',
    )
    expect(health.checks).toMatchObject({ nats: 'up', valkey: 'up' })
  })

  it('pnl nets a fill that comes over the bus', async () => {
    const client = await nats.client()
    const fill = { fill_id: 'f1', account: 'a', symbol: 'BTCUSDT', side: 'BUY', quantity: 2, price: 100 }
    client.publish('fills.confirmed', JSON.stringify(fill))
    client.publish('fills.confirmed', JSON.stringify(fill))
    client.publish('fills.confirmed', JSON.stringify({ ...fill, fill_id: 'f2', side: 'sell', quantity: 1, price: 110 }))
    const positions = await eventually(
      () => get('pnl', '/positions'),
      (rows) => rows[0]?.quantity === 1,
    )
    expect(positions[0]).toMatchObject({ average_price: 100, realized_pnl: 10 })
  })

  it('ptrc reports a trade, execution-quality measures an execution', async () => {
    const client = await nats.client()
    client.publish('trades.executed', JSON.stringify({ trade_id: 't1', symbol: 'BTCUSDT', quantity: 1, price: 100 }))
    client.publish(
      'executions.completed',
      JSON.stringify({ execution_id: 'e1', side: 'sell', quantity: 1, price: 99, arrival_price: 100, venue: 'X' }),
    )
    const report = await eventually(
      () => get('ptrc', '/reports/daily'),
      (body) => body.reports[0].total_trades === 1,
    )
    expect(report.reports[0].symbols).toEqual(['BTCUSDT'])
    const execution = await eventually(
      () => get('execution_quality', '/execution/e1'),
      (body) => body.slippage_bps !== undefined,
    )
    expect(execution.slippage_bps).toBeCloseTo(100)
  })

  it('every service ends on SIGTERM by itself', async () => {
    const codes = await Promise.all(
      children.map(
        (child) =>
          new Promise((resolve) => {
            child.once('exit', (code) => resolve(code))
            child.kill('SIGTERM')
          }),
      ),
    )
    expect(codes).toEqual([0, 0, 0])
  })
})
