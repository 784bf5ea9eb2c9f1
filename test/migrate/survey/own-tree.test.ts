import { describe, expect, test } from 'vitest'
import { buildRegistry } from '../../../src/migrate/rewrite/registry.ts'
import { registryFor } from '../../../src/migrate/survey/own-tree.ts'
import { surveyTree } from '../../../src/migrate/survey.ts'
import { bundledCatalog } from '../../support/catalog.ts'
import { grammars, inventedRegistry, memoryFiles } from '../../support/rewrite.ts'

const registry = buildRegistry(bundledCatalog())
const isOwn = (...folders: string[]): boolean => registryFor(registry, folders) === registry

describe('whose tree it is', () => {
  test('the catalog’s, where a definition’s folder is there', () => {
    expect(isOwn('trading/apps/pnl')).toBe(true)
    expect(isOwn('old/trading/apps/pnl', 'x')).toBe(true)
  })
  test('the catalog’s, where most folders have its names', () => {
    expect(isOwn('pnl', 'oms', 'sink_ticks', 'x')).toBe(true)
    expect(isOwn('oms', 'x')).toBe(false)
  })
  test('somebody else’s: one name of many is chance', () => {
    expect(isOwn('apps/gateway', 'apps/berths', 'apps/tides')).toBe(false)
    expect(isOwn()).toBe(false)
    expect(isOwn('pnl', 'oms')).toBe(false)
    expect(isOwn('pnl', 'oms', 'sink_ticks', 'x', 'y', 'z')).toBe(false)
  })
  test('a catalog without folders proves nothing, and is believed', () => {
    const invented = inventedRegistry()
    expect(registryFor(invented, ['x'])).toBe(invented)
  })
})

test('in somebody else’s tree the ports of the catalog are no targets', async () => {
  const files = memoryFiles({
    'berths/main.py': 'T = "http://localhost:8081"\nG = "http://localhost:8100"\napp.run(port=8000)\n',
    'gateway/main.py': 'app.run(port=8081)\n',
  })
  const { endpoints, services } = await surveyTree({ source: 't', files, registry, grammars })
  expect(services.map(({ id, ports }) => [id, ports])).toEqual([
    ['berths', [8000]],
    ['gateway', [8081]],
  ])
  expect(endpoints.find((one) => one.text === 'localhost:8081')?.replacement).toBe('gateway:8081')
  expect(endpoints.find((one) => one.text === 'localhost:8100')).toMatchObject({ action: 'ask' })
})
