// The real thing for tests: nats-server, valkey-server, and the built risk and oms as processes, on free ports and in a
// folder of their own, always stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jetstreamManager } from '@nats-io/jetstream'
import { eventually } from '../../support/eventually.ts'
import { ended, type NatsServer, startNats } from '../../support/nats.ts'
import { freePort } from '../../support/servers.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface ServiceProcess {
  url: string
  /** Starts it (again) and waits until it is healthy. */
  start(): Promise<void>
  kill(): Promise<void>
  signal(name: NodeJS.Signals): void
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
  lines(): Promise<Record<string, unknown>[]>
}

export interface Platform {
  nats: NatsServer
  valkey: ValkeyServer
  risk: ServiceProcess
  oms: ServiceProcess
  folder: string
  stop(): Promise<void>
}

export async function startPlatform(): Promise<Platform> {
  const folder = await mkdtemp(join(tmpdir(), 'trade2026-oms-'))
  const [nats, valkey] = await Promise.all([startNats(), startValkey()])
  await nats.createStream('ORDERS', ['orders.>', 'venue.>', 'fills.>', 'broker.>', 'trades.>'])
  await nats.createStream('EVENTS', ['positions.>', 'pnl.>', 'risk.alert', 'risk.critical', 'alerts.>'])
  await shortenDuplicateWindow(nats)
  const common = {
    NATS_URL: nats.url,
    VALKEY_URL: valkey.url,
    TIMESERIES_URL: `sqlite:${join(folder, 'timeseries.sqlite')}`,
    NODE_ENV: 'production',
  }
  const risk = await service('risk', folder, common)
  const oms = await service('oms', folder, { ...common, RISK_URL: risk.url })
  await risk.start()
  await oms.start()
  return {
    nats,
    valkey,
    risk,
    oms,
    folder,
    async stop() {
      await oms.kill()
      await risk.kill()
      await Promise.all([nats.stop(), valkey.stop()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The bus's own memory of message ids would hide a message that was published twice. */
async function shortenDuplicateWindow(nats: NatsServer): Promise<void> {
  const admin = await jetstreamManager(await nats.client())
  await admin.streams.update('ORDERS', { duplicate_window: 100 * 1_000_000 })
}

async function service(id: string, folder: string, common: Record<string, string>): Promise<ServiceProcess> {
  const [http, metrics] = [await freePort(), await freePort()]
  const logFile = join(folder, `${id}.log`)
  const env = {
    ...common,
    PATH: process.env.PATH,
    SERVICE_ID: id,
    HTTP_PORT: String(http),
    METRICS_PORT: String(metrics),
    CONFIG_PATH: join(ROOT, 'services', id, 'config.yaml'),
    DATA_DIR: join(folder, 'data', id),
  }
  let child: ChildProcess | undefined
  const url = `http://127.0.0.1:${http}`
  return {
    url,
    async start() {
      const output = openSync(logFile, 'a')
      child = spawn(process.execPath, [join(ROOT, 'dist/services', id, 'src/main.js')], {
        env,
        stdio: ['ignore', output, output],
      })
      await eventually(async () => (await fetch(`${url}/health`)).status === 200)
    },
    kill: () => ended(child, 'SIGKILL'),
    signal: (name) => void child?.kill(name),
    async stop() {
      await ended(child, 'SIGTERM')
      return child?.exitCode ?? null
    },
    async lines() {
      const text = await readFile(logFile, 'utf8')
      return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
    },
  }
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the service answered
  body: any
}

export async function call(url: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, body: await response.json() }
}
