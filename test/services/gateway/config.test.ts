import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type GatewayConfig, gatewayConfig } from '../../../services/gateway/src/config.schema.ts'
import { loadConfig } from '../../../services/kit/config.ts'

const TEMPLATE = fileURLToPath(new URL('../../../services/gateway/config.yaml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'trade2026-gateway-'))
afterAll(() => rmSync(folder, { recursive: true }))

function load(change: (config: GatewayConfig) => void): GatewayConfig {
  const config = parse(readFileSync(TEMPLATE, 'utf8')) as GatewayConfig
  change(config)
  const path = join(folder, 'config.yaml')
  writeFileSync(path, stringify(config))
  return loadConfig(gatewayConfig, { CONFIG_PATH: path })
}

test('the template is valid and names the three symbols', () => {
  const { mode, mock } = loadConfig(gatewayConfig, { CONFIG_PATH: TEMPLATE })
  expect(mode).toBe('mock')
  expect(mock.symbols.map(({ symbol, price }) => [symbol, price])).toEqual([
    ['BTCUSDT', 45000],
    ['ETHUSDT', 2500],
    ['SOLUSDT', 100],
  ])
})

test.each<[string, (config: GatewayConfig) => void, RegExp]>([
  [
    'exchange mode',
    (c) => void Object.assign(c, { mode: 'exchange' }),
    /mode: exchange mode is not in this version, expected "mock"/,
  ],
  ['no limit', (c) => void Reflect.deleteProperty(c.rate_limiting, 'max'), /rate_limiting\.max: /],
  ['a mistyped key', (c) => void Object.assign(c.performance, { bufer: 1 }), /performance: .*bufer/],
  [
    'too many ticks',
    (c) => void Object.assign(c.mock, { ticks_per_interval: 5000 }),
    /interval_ms: 15000 ticks a second.*allows 10000/,
  ],
  [
    'a symbol twice',
    (c) => void Object.assign(c.mock.symbols[1]!, { symbol: 'BTCUSDT' }),
    /mock\.symbols: BTCUSDT is listed twice/,
  ],
  [
    'a price at the spread',
    (c) => void Object.assign(c.mock.symbols[0]!, { price: 1 }),
    /mock\.symbols\.0\.price: expected at least 2/,
  ],
])('%s is refused with its key', (_name, change, message) => {
  expect(() => load(change)).toThrow(message)
})
