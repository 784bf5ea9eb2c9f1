// The registry made from our own definitions must say what platform.md 3.20 says.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../src/app/reader.ts'
import { loadCatalog, loadSettings } from '../../../src/catalog/load.ts'
import {
  buildRegistry,
  foldHost,
  ownPorts,
  withEndpoints,
  withServices,
} from '../../../src/migrate/rewrite/registry.ts'
import { resolveTarget, show } from '../../../src/migrate/rewrite/target.ts'

const root = join(import.meta.dirname, '../../..')
const reader = diskReader(root)
const paths = { root, stack: join(root, 'stack'), state: join(root, '.trade2026'), tracker: join(root, 'T.md') }
const catalog = loadCatalog({ settings: loadSettings(reader), paths, bundled: true, readOnly: true }, reader)
const registry = buildRegistry(catalog)

function resolve(port: number, options: { names?: string[]; scheme?: string; self?: string } = {}): string {
  const clues = {
    names: options.names ?? [],
    self: options.self ?? 'exeq',
    ...(options.scheme ? { scheme: options.scheme } : {}),
  }
  const found = resolveTarget('localhost', port, clues, registry)
  return found.kind === 'target' ? show(found.target) : `ask ${[...found.candidates].sort().join(' ')}`
}

describe('platform.md 3.20', () => {
  test.each([
    [4222, {}, 'nats:4222'],
    [6379, {}, 'valkey:6379'],
    [9000, { scheme: 'http' }, 'questdb:9000'],
    [9003, {}, 'questdb:9000'],
    [8812, {}, 'questdb:8812'],
    [9009, {}, 'questdb:9009'],
    [8123, {}, 'clickhouse:8123'],
    [9001, {}, 'clickhouse:9000'],
    [9000, { names: ['clickhouse_native'] }, 'clickhouse:9000'],
    [9000, {}, 'ask clickhouse:9000 questdb:9000'],
    [8333, {}, 'seaweedfs:8333'],
    [8081, {}, 'seaweedfs:8080'],
    [9200, {}, 'opensearch:9200'],
    [8114, {}, 'authn:8114'],
    [8001, {}, 'authn:8114'],
    [8181, {}, 'opa:8181'],
    [8080, {}, 'gateway:8080'],
    [8082, {}, 'gateway:8080'],
    [8082, { names: ['OMS_URL'] }, 'oms:8099'],
    [8099, {}, 'oms:8099'],
    [8098, {}, 'risk:8103'],
    [8103, {}, 'risk:8103'],
    [8095, { self: 'oms' }, 'ask exeq:8095 risk:8103'],
    [8095, { self: 'oms', names: ['RISK_URL'] }, 'risk:8103'],
    [8095, { self: 'oms', names: ['exeq_host'] }, 'exeq:8095'],
    [8107, {}, 'pnl:8100'],
    [8108, {}, 'ask live-gateway:8200 ptrc:8109'],
    [8108, { names: ['ptrc'] }, 'ptrc:8109'],
    [8108, { names: ['liveGatewayUrl'] }, 'live-gateway:8200'],
    [12345, {}, 'ask '],
  ])('%s %o → %s', (port, options, expected) => expect(resolve(port, options)).toBe(expected))
})

test('own ports are the legacy ones and the container ones', () => {
  const own = ownPorts(registry, 'pnl')
  expect([...own.keys()].sort()).toEqual([8096, 8100, 8107, 8410, 9096, 9100])
  expect(own.get(9096)).toMatchObject({ port: 'metrics', value: 9100 })
})

describe('withEndpoints', () => {
  test("the operator's word wins over every other", () => {
    const known = withEndpoints(registry, { 'http://127.0.0.1:8099': 'tariff:8080', 'PC-7:4222': 'nats:4222' })
    expect(resolveTarget('[::1]', 8099, { names: ['oms'], self: 'x' }, known)).toMatchObject({
      target: { service: 'tariff', value: 8080 },
    })
    expect(resolveTarget('pc-7', 4222, { names: [], self: 'x' }, known)).toMatchObject({
      target: { service: 'nats', port: 'client' },
    })
  })

  test.each([
    [{ localhost: 'nats:4222' }, /localhost: expected host:port/],
    [{ 'localhost:1': 'Nats' }, /localhost:1: found Nats, expected service:port/],
  ])('%o is refused', (endpoints, message) => {
    expect(() => withEndpoints(registry, endpoints as Record<string, string>)).toThrow(message)
  })
})

describe('withServices', () => {
  test('a service nobody defined keeps the port it listens on', () => {
    const known = withServices(registry, [{ id: 'tariff', path: 'apps/tariff', ports: [6105, 6106] }])
    expect(resolveTarget('localhost', 6105, { names: [], self: 'x' }, known)).toMatchObject({
      target: { service: 'tariff', port: 'http', value: 6105 },
    })
  })

  test('seen listening is stronger than once seen somewhere', () => {
    expect(resolve(8400, { self: 'x' })).toBe('ask monitoring:8118 serving:8105')
    const known = withServices(registry, [{ id: 'monitoring', path: 'apps/monitoring', ports: [8400] }])
    expect(resolveTarget('localhost', 8400, { names: [], self: 'x' }, known)).toMatchObject({
      target: { service: 'monitoring' },
    })
  })
})

test.each(['127.0.0.1', '127.9.9.9', '::1', '[::1]', '0.0.0.0', 'LOCALHOST', 'host.docker.internal'])(
  '%s is this host',
  (host) => {
    expect(foldHost(host)).toBe('localhost')
  },
)
