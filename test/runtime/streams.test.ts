// F01 on a real bus: an empty broker gets every stream with its exact configuration, a second run changes nothing.
// F30: what the bus stored is there after it was stopped and started, because `-sd` is its data folder.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LaunchSpec, SupervisedRuntime } from '../../src/model/runtime.ts'
import type { StreamSpec } from '../../src/model/service.ts'
import { createLocalRuntime } from '../../src/runtime/local/local.ts'
import { ensureStreams, inspectStreams } from '../../src/runtime/streams.ts'
import { eventually, launchSpec } from '../support/runtime.ts'
import { freePort, serverBinary } from '../support/servers.ts'
import { createLocalHarness, type LocalHarness } from './local/harness.ts'

const HOUR_MS = 3_600_000
const specs: StreamSpec[] = [
  { name: 'MARKET_TICKS', subjects: ['market.tick.>'], maxAgeMs: 24 * HOUR_MS },
  { name: 'ORDERS', subjects: ['orders.>', 'fills.>'], maxAgeMs: 7 * 24 * HOUR_MS, duplicateWindowMs: 120_000 },
]

let harness: LocalHarness
let runtime: SupervisedRuntime
let spec: LaunchSpec
let url: string
beforeAll(async () => {
  harness = createLocalHarness()
  runtime = createLocalRuntime(harness.options)
  const ports = { client: await freePort(), monitor: await freePort() }
  url = `nats://127.0.0.1:${ports.client}`
  const data = join(harness.state, 'data', 'nats')
  const args = ['-js', '-sd', data, '-a', '127.0.0.1', '-p', String(ports.client), '-m', String(ports.monitor)]
  spec = launchSpec('nats', {
    kind: 'infra',
    command: [serverBinary('nats-server'), ...args],
    cwd: data,
    folders: [data],
    ports,
    health: {
      probe: { kind: 'http', port: 'monitor', path: '/healthz' },
      intervalMs: 1000,
      timeoutMs: 1000,
      retries: 3,
      startPeriodMs: 5000,
    },
  })
  await startNats()
})
afterAll(async () => {
  await runtime.stop('nats')
  await harness.dispose()
})

async function startNats(): Promise<void> {
  await runtime.start(spec)
  await eventually(
    () => runtime.probe('nats'),
    ({ health }) => health === 'healthy',
  )
}

describe('streams', () => {
  it('are made on an empty broker with ages in nanoseconds, and a second run is a no-op', async () => {
    expect(await inspectStreams(url, specs)).toEqual([
      { name: 'MARKET_TICKS', kind: 'create', differences: [] },
      { name: 'ORDERS', kind: 'create', differences: [] },
    ])
    expect(await ensureStreams(url, specs)).toHaveLength(2)
    const connection = await connect({ servers: url })
    const manager = await jetstreamManager(connection)
    const made = await manager.streams.info('MARKET_TICKS')
    expect(made.config).toMatchObject({
      subjects: ['market.tick.>'],
      max_age: 86_400_000_000_000,
      retention: 'limits',
      storage: 'file',
      discard: 'old',
    })
    expect((await manager.streams.info('ORDERS')).config).toMatchObject({
      max_age: 604_800_000_000_000,
      duplicate_window: 120_000_000_000,
    })
    expect(await ensureStreams(url, specs)).toEqual([])
    expect((await manager.streams.info('MARKET_TICKS')).created).toBe(made.created)
    await connection.close()
  })

  it('that differ are updated, and the difference is named', async () => {
    const longer = [{ ...specs[0]!, maxAgeMs: 48 * HOUR_MS }]
    expect(await inspectStreams(url, longer)).toEqual([
      { name: 'MARKET_TICKS', kind: 'update', differences: ['max_age: 86400000000000, wanted 172800000000000'] },
    ])
    expect(await ensureStreams(url, longer)).toHaveLength(1)
    expect(await inspectStreams(url, longer)).toEqual([])
    await ensureStreams(url, specs)
  })

  it('that the bus refuses are an error naming stream and reason', async () => {
    const overlapping = [{ name: 'OTHER', subjects: ['orders.new'], maxAgeMs: HOUR_MS }]
    await expect(ensureStreams(url, overlapping)).rejects.toMatchObject({
      code: 'START_FAILED',
      facts: { stream: 'OTHER', kind: 'create' },
    })
  })

  it('and their messages survive a restart of the bus', async () => {
    const connection = await connect({ servers: url })
    await jetstream(connection).publish('market.tick.BTC', 'kept')
    await connection.close()
    await runtime.stop('nats')
    expect(existsSync(join(harness.state, 'data', 'nats', 'jetstream'))).toBe(true)
    await startNats()
    expect(await inspectStreams(url, specs)).toEqual([])
    const again = await connect({ servers: url })
    const message = await (await jetstreamManager(again)).streams.getMessage('MARKET_TICKS', {
      last_by_subj: 'market.tick.BTC',
    })
    expect(message?.string()).toBe('kept')
    await again.close()
  })

  it('asked for on a bus that is not there are an error, not a wait', async () => {
    await expect(inspectStreams(`nats://127.0.0.1:${await freePort()}`, specs)).rejects.toThrow()
  })
})
