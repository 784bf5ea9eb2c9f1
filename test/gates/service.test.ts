// The gate of a real service against real servers: it passes while the service is well and sees each way of not being well.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadGates } from '../../src/catalog/gates.ts'
import type { GateContext } from '../../src/gates/context.ts'
import { runGate, runSection } from '../../src/gates/run.ts'
import type { GateDefinition } from '../../src/model/gate.ts'
import type { EndpointMap } from '../../src/model/platform.ts'
import type { InstanceObserved } from '../../src/model/runtime.ts'
import { worstVerdict } from '../../src/model/verdict.ts'
import { createProbes } from '../../src/probes/probes.ts'
import { openStoreReader } from '../../src/probes/store.ts'
import { bundledCatalog, diskReader, ROOT } from '../support/catalog.ts'
import { type NatsServer, startNats } from '../support/nats.ts'
import { freePort } from '../support/servers.ts'
import { type ServiceProcess, spawnService } from '../support/service-process.ts'
import { startValkey, type ValkeyServer } from '../support/valkey.ts'

const catalog = bundledCatalog()
const reader = diskReader(ROOT)

let folder: string
let bus: NatsServer
let cache: ValkeyServer
let risk: ServiceProcess
let startedAtMs: number
let context: GateContext
let gate: GateDefinition

beforeAll(async () => {
  ;[folder, bus, cache] = await Promise.all([mkdtemp(join(tmpdir(), 'trade2026-gate-')), startNats(), startValkey()])
  for (const stream of catalog.services.get('nats')!.streams!) await bus.createStream(stream.name, stream.subjects)
  const [http, metrics] = [await freePort(), await freePort()]
  await writeFile(join(folder, 'config.yaml'), reader.read('services/risk/config.yaml')!)
  startedAtMs = Date.now()
  risk = spawnService('risk', {
    CONFIG_PATH: join(folder, 'config.yaml'),
    SECRETS_PATH: folder,
    LOG_LEVEL: 'INFO',
    BIND_HOST: '127.0.0.1',
    HTTP_PORT: String(http),
    METRICS_PORT: String(metrics),
    NATS_URL: bus.url,
    VALKEY_URL: cache.url,
    TIMESERIES_URL: `sqlite:${folder}/timeseries.sqlite`,
    LAKE_URL: `file:${folder}/lake`,
    DATA_DIR: folder,
  })
  await risk.ready()
  const at = (ports: Record<string, number>) => ({ host: '127.0.0.1', ports })
  const endpoints: EndpointMap = new Map([
    ['risk', at({ http })],
    ['nats', at({ client: bus.port })],
    ['valkey', at({ client: cache.port })],
  ])
  context = contextOf(endpoints)
  gate = context.gates.get('risk')!
})
afterAll(async () => {
  await context?.probes.close()
  await risk?.stop('SIGKILL')
  await Promise.all([bus?.stop(), cache?.stop()])
  if (folder) await rm(folder, { recursive: true, force: true })
})

function contextOf(endpoints: EndpointMap): GateContext {
  const clock = {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  }
  const observe = async (service: string): Promise<InstanceObserved | undefined> => {
    if (service === 'nats' || service === 'valkey')
      return { service, state: 'running', health: 'healthy', restarts: 0, ports: {} }
    if (service !== 'risk') return undefined
    const { exitCode, signalCode, pid } = risk.child
    const gone = exitCode !== null || signalCode !== null
    const end = { state: 'exited', reason: `ended by ${signalCode}` } as const
    const state = gone ? end : ({ state: 'running', pid: pid! } as const)
    return { service, health: 'unknown', restarts: 0, startedAtMs, ports: {}, ...state }
  }
  return {
    probes: createProbes({
      endpoints,
      observe,
      logs: async function* () {
        for (const record of risk.log()) yield { service: 'risk', stream: 'stdout', text: JSON.stringify(record) }
      },
      store: openStoreReader(`sqlite:${folder}/timeseries.sqlite`),
      readFile: async () => undefined,
      clock,
    }),
    clock,
    signal: new AbortController().signal,
    endpoints,
    implemented: () => true,
    gates: loadGates(reader, catalog.services),
    run: { id: `t${Date.now().toString(36)}`, startedMs: Date.now() },
    progress: () => {},
  }
}

const notPassed = (checks: { id: string; verdict: string; reason: string }[]): string[] =>
  checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)

describe('risk', () => {
  test('its component section passes', async () => {
    expect(notPassed(await runSection(gate, 'component', context))).toEqual([])
  })

  test('its integration section asks for the gateway that is not there', async () => {
    const checks = await runSection(gate, 'integration', context)
    expect(notPassed(checks)).toEqual([
      'market-price inconclusive: gateway is not running: `trade2026 up gateway` starts it',
    ])
  })

  test('its log is free of errors', async () => {
    expect(notPassed(await runSection(gate, 'log', context))).toEqual([])
  })

  test('the critical gate is inconclusive without exeq and live-gateway, and sends no load', async () => {
    const quick = { ...context, implemented: (id: string) => id !== 'exeq' && id !== 'live-gateway' }
    const result = await runGate(context.gates.get('critical')!, quick)
    // How fast risk answers is a fact about this machine now; everything else is known beforehand.
    const others = result.checks.filter(({ id }) => !id.startsWith('risk-check'))
    expect(worstVerdict(others.map(({ verdict }) => verdict))).toBe('inconclusive')
    expect(result.verdict).not.toBe('pass')
    const byId = new Map(result.checks.map((check) => [check.id, check]))
    expect(byId.get('p-exeq')?.reason).toBe('exeq is not running: no implementation yet')
    for (const id of ['load.success', 'load.schedule', 'load.p50', 'load.p99']) {
      expect(byId.get(id)).toMatchObject({ verdict: 'inconclusive', attempts: 0, samples: 0 })
    }
  })

  test('a cache that is gone is seen', async () => {
    await cache.kill()
    const checks = await runSection({ ...gate, checks: gate.checks.map(impatient) }, 'component', context)
    await cache.start()
    expect(worstVerdict(checks.map(({ verdict }) => verdict))).toBe('fail')
  })

  test('a service that was killed never passes a check', async () => {
    await risk.stop('SIGKILL')
    const result = await runGate({ ...gate, checks: gate.checks.map(impatient) }, context)
    expect(result.verdict).toBe('fail')
    expect(result.checks.filter(({ id, verdict }) => verdict === 'pass' && id !== 'log').map(({ id }) => id)).toEqual(
      [],
    )
    expect(result.checks[0]).toMatchObject({ id: 'running', verdict: 'fail' })
  })
})

function impatient<T extends { withinMs: number }>(check: T): T {
  return { ...check, withinMs: 0 }
}
