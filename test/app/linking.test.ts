// Forwarders of a half-migrated platform: what is built but does not run still answers on the legacy host.
import { expect, test } from 'vitest'
import type { Context } from '../../src/app/context.ts'
import { type LinkingDeps, settleLinks } from '../../src/app/linking.ts'
import { localEndpoints } from '../../src/catalog/endpoints.ts'
import { createMemoryRuntime } from '../../src/runtime/memory/memory.ts'
import { serviceYaml, tinyCatalog } from '../support/catalog.ts'

const catalog = tinyCatalog({
  'services/crane/service.yaml': serviceYaml('crane', 7100, 'lanes: [backend]\nneeds: { tariff: soft }\n'),
  'services/tariff/service.yaml': serviceYaml('tariff', 7105, 'lanes: [backend]\nlegacy: { ports: [6105] }\n'),
})

test('a peer that was taken back is reached on the host again, and in the stack once it is there', async () => {
  const clock = { nowMs: () => 0, monotonicMs: () => 0, sleep: async () => {} }
  const runtime = createMemoryRuntime({ endpoints: localEndpoints(catalog.services, 0), clock })
  const context = { toolRoot: '/tool', node: '/node' } as Context
  // Its files, and so what was built of them, go only after it has given back its place.
  const local = { runtime, implemented: () => true } as unknown as LinkingDeps['local']
  const deps: LinkingDeps = { context, catalog, local, sleep: clock.sleep }
  await settleLinks(new Set(['crane']), deps)
  expect(runtime.calls).toEqual(['start link-tariff-7105'])
  await settleLinks(new Set(['crane', 'tariff']), deps)
  expect(runtime.calls).toEqual(['start link-tariff-7105', 'stop link-tariff-7105'])
})
