// Half of a platform on the legacy host, half migrated: in every order, at every moment, each caller reaches each peer where
// it runs now. A caller on the host dials legacy ports, a migrated one those of the definitions.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rollback } from '../../../src/migrate/rollback.ts'
import { migrate } from '../../../src/migrate/run.ts'
import { memoryDisk } from '../../journal/memory-disk.ts'
import { serviceYaml } from '../../support/catalog.ts'
import { DEFINITIONS, depsOf, LEGACY, type World, world } from './world.ts'

/** crane → tariff → ledger, and ledger → crane: a ring, so that no order is right by itself. */
const IDS = ['crane', 'tariff', 'ledger']
const NEEDS: Record<string, string> = { crane: 'tariff', tariff: 'ledger', ledger: 'crane' }
const LEGACY_PORT: Record<string, number> = { crane: 6100, tariff: 6105, ledger: 6110 }
const PORT: Record<string, number> = { crane: 7100, tariff: 7105, ledger: 7110 }

function ring(): World {
  const definitions = { ...DEFINITIONS }
  const legacy: Record<string, string> = { ...LEGACY, 'apps/ledger/main.py': 'pass\n' }
  for (const id of IDS) {
    const more = `lanes: [backend]\nneeds: { ${NEEDS[id]}: soft }\nlegacy: { path: apps/${id}, ports: [${LEGACY_PORT[id]}] }\n`
    definitions[`services/${id}/service.yaml`] = serviceYaml(id, PORT[id]!, more)
    definitions[`services/${id}/config.yaml`] = 'http:\n  port: ${self.port.http}\n'
  }
  return world(memoryDisk(['/p']), '/p', { definitions, legacy })
}

/** The port where a connection to `port` ends: what listens there itself, or the end of a forwarder. */
function reach({ links }: World, port: number, inStack: ReadonlySet<string>): string | undefined {
  const to = links.find(({ listen }) => listen === port)?.to ?? port
  return IDS.find((id) => (inStack.has(id) ? PORT[id] : LEGACY_PORT[id]) === to)
}

function expectRight(it: World, inStack: ReadonlySet<string>): void {
  for (const caller of IDS) {
    const peer = NEEDS[caller]!
    const dialled = (inStack.has(caller) ? PORT : LEGACY_PORT)[peer]!
    expect(`${caller} reaches ${reach(it, dialled, inStack)}`).toBe(`${caller} reaches ${peer}`)
  }
  const busy = IDS.map((id) => (inStack.has(id) ? PORT : LEGACY_PORT)[id])
  expect(it.links.filter(({ listen }) => busy.includes(listen))).toEqual([])
}

describe('a half-migrated platform', () => {
  it('every link is right at every wave, in every order, there and back', async () => {
    const moves = fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(moves, async (order) => {
        const it = ring()
        const inStack = new Set<string>()
        let runs = 0
        for (const id of order) {
          const deps = depsOf(it, `r${++runs}`)
          if (inStack.delete(id)) await rollback([id], deps)
          else {
            expect((await migrate({ services: [id] }, deps)).verdict).toBe('pass')
            inStack.add(id)
          }
          expectRight(it, inStack)
        }
      }),
      { numRuns: 15 },
    )
  }, 60_000)

  it('one of two is reached through a forwarder, with both moved none is left, and the journal tells each turn', async () => {
    const it = ring()
    const all = (): unknown[] =>
      depsOf(it, 'look').journal.events.flatMap((event) =>
        event.type === 'link.flipped' ? [[event.service, event.to, event.callers]] : [],
      )
    await migrate({ services: ['tariff'] }, depsOf(it, 'a'))
    expect(it.links).toEqual([
      { service: 'ledger', listen: 7110, to: 6110 },
      { service: 'tariff', listen: 6105, to: 7105 },
    ])
    await migrate({ services: ['crane', 'ledger'] }, depsOf(it, 'b'))
    expect(it.links).toEqual([])
    await rollback(['ledger'], depsOf(it, 'c'))
    expect(all()).toEqual([
      ['tariff', 'stack', ['crane']],
      ['crane', 'stack', ['ledger']],
      ['ledger', 'stack', ['tariff']],
      ['ledger', 'host', ['tariff']],
    ])
  })

  it('a service that fails where it stands gives its callers their old way back', async () => {
    const it = ring()
    it.verdicts['tariff/integration'] = 'fail'
    expect((await migrate({ services: ['tariff'] }, depsOf(it, 'a'))).verdict).toBe('fail')
    expect(it.links).toEqual([])
  })
})
