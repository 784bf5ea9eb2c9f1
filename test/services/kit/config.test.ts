import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadConfig, serviceEnv } from '../../../services/kit/config.ts'
import { isLoopback } from '../../../services/kit/loopback.ts'

const folder = mkdtempSync(join(tmpdir(), 'trade2026-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'config.yaml')
  writeFileSync(path, text)
  return path
}

const schema = z.object({
  mode: z.enum(['mock', 'exchange']),
  store: z.object({ url: z.string(), pool: z.number().int() }),
})

describe('loadConfig', () => {
  test('reads the file CONFIG_PATH names', () => {
    const path = file('mode: mock\nstore:\n  url: http://questdb:9000\n  pool: 4\n')
    expect(loadConfig(schema, { CONFIG_PATH: path })).toEqual({
      mode: 'mock',
      store: { url: 'http://questdb:9000', pool: 4 },
    })
  })

  test('F13: a missing file is a start failure that names it, not a default', () => {
    expect(() => loadConfig(schema, { CONFIG_PATH: '/nowhere/config.yaml' })).toThrow(
      '/nowhere/config.yaml: file not found (named by CONFIG_PATH)',
    )
    expect(() => loadConfig(schema, {})).toThrow(/^CONFIG_PATH: not set/)
  })

  test('every wrong key is named with file, line and key path', () => {
    const path = file('mode: live\nstore:\n  url: http://questdb:9000\n  pool: many\n')
    const problems = failure(() => loadConfig(schema, { CONFIG_PATH: path })).split('\n')
    expect(problems[0]).toMatch(new RegExp(`^${path}:1: mode: .*mock`))
    expect(problems[1]).toMatch(new RegExp(`^${path}:4: store.pool: .*expected number`))
  })

  test('broken YAML is named with its line', () => {
    const path = file('mode: mock\nstore: [\n')
    expect(failure(() => loadConfig(schema, { CONFIG_PATH: path }))).toMatch(new RegExp(`^${path}:\\d+: `))
  })

  test('a loopback host is refused in a container, and only there', () => {
    const path = file('mode: mock\nstore:\n  url: http://localhost:9000\n  pool: 4\n')
    expect(loadConfig(schema, { CONFIG_PATH: path, BIND_HOST: '127.0.0.1' }).store.pool).toBe(4)
    expect(failure(() => loadConfig(schema, { CONFIG_PATH: path, BIND_HOST: '0.0.0.0' }))).toMatch(
      /store\.url: found loopback address "http:\/\/localhost:9000"/,
    )
  })
})

describe('serviceEnv', () => {
  test('peers are named by their service id; stores are not peers', () => {
    const env = serviceEnv({
      SERVICE_ID: 'oms',
      HTTP_PORT: '8099',
      RISK_URL: 'http://risk:8103',
      LIVE_GATEWAY_URL: 'http://live-gateway:8200',
      NATS_URL: 'nats://nats:4222',
    })
    expect(env.peers).toEqual({ risk: 'http://risk:8103', 'live-gateway': 'http://live-gateway:8200' })
    expect(env.metricsPort).toBe(9099)
  })

  test('a port that is none is refused', () => {
    expect(() => serviceEnv({ HTTP_PORT: 'eighty' })).toThrow('HTTP_PORT: found "eighty", expected a port number')
    expect(() => serviceEnv({ METRICS_PORT: '70000' })).toThrow(/^METRICS_PORT/)
  })

  test('F32: in a container a missing or loopback bus address is a start failure', () => {
    const stores = { NATS_URL: 'nats://nats:4222', VALKEY_URL: 'redis://valkey:6379' }
    expect(serviceEnv({ BIND_HOST: '0.0.0.0', ...stores }).natsUrl).toBe('nats://nats:4222')
    expect(() => serviceEnv({ BIND_HOST: '0.0.0.0', VALKEY_URL: stores.VALKEY_URL })).toThrow(
      /NATS_URL: found loopback/,
    )
    expect(() => serviceEnv({ BIND_HOST: '0.0.0.0', ...stores, RISK_URL: 'http://127.0.0.1:8103' })).toThrow(/risk/)
  })
})

test.each([
  ['localhost', true],
  ['127.0.0.1:4222', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['http://[::1]:8080/x', true],
  ['redis://user:pw@LOCALHOST:6379/0', true],
  ['http://host.docker.internal:7497', true],
  ['nats://nats:4222', false],
  ['localhost.example.com', false],
  ['the localhost of old', false],
  ['sqlite:/data/timeseries.sqlite', false],
  ['0.0.0.0', false],
])('isLoopback(%s) is %s', (text, expected) => {
  expect(isLoopback(text)).toBe(expected)
})

function failure(fn: () => unknown): string {
  try {
    fn()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('did not fail')
}
