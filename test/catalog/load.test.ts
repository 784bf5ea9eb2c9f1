import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hardNeeds, startLevels } from '../../src/catalog/levels.ts'
import { loadSettings } from '../../src/catalog/load.ts'
import { isTradeError } from '../../src/model/errors.ts'
import { bundledCatalog, memoryReader, serviceYaml, tinyCatalog } from '../support/catalog.ts'

function errorOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (isTradeError(error)) return `${error.code} ${error.message}`
    throw error
  }
  return 'no error'
}

describe('the bundled catalog', () => {
  const catalog = bundledCatalog()

  it('holds the 18 services and the 8 infrastructure parts', () => {
    const kinds = [...catalog.services.values()].map((definition) => definition.kind)
    expect(kinds.filter((kind) => kind === 'app')).toHaveLength(18)
    expect(kinds.filter((kind) => kind === 'infra')).toHaveLength(8)
  })

  it('counts the waves as platform.md 2.1 does', () => {
    const apps = [...catalog.services.values()].filter((definition) => definition.kind === 'app')
    const count = (wave: string): number => apps.filter((definition) => definition.wave === wave).length
    expect(['P1', 'P2', 'P3', 'P4', 'P5'].map(count)).toEqual([3, 4, 2, 6, 3])
    expect(apps.reduce((hours, definition) => hours + (definition.estimateHours ?? 0), 0)).toBe(70)
  })

  it('needs nothing of the full profile hard', () => {
    const full = [...catalog.services.values()].filter((definition) => definition.profile === 'full')
    const core = [...catalog.services.values()].filter((definition) => definition.profile === 'core')
    for (const definition of core) {
      expect(hardNeeds(definition).filter((id) => full.some((it) => it.id === id))).toEqual([])
    }
  })

  it('is frozen', () => {
    const risk = catalog.services.get('risk')!
    expect(() => {
      ;(risk.ports as Record<string, number>).http = 1
    }).toThrow(TypeError)
  })
})

describe('errors name file, line and key path', () => {
  const rows: [string, string, string][] = [
    [
      'an unknown key',
      serviceYaml('a', 1000, 'lanes: [backend]\ncolour: red\n'),
      'services/a/service.yaml:10:9: colour: unknown key',
    ],
    ['a wrong type', serviceYaml('a', 1000).replace('1000', 'http'), 'services/a/service.yaml:5:16: ports.http'],
    ['a missing key', serviceYaml('a', 1000).replace('title: a\n', ''), 'services/a/service.yaml:1:1: title'],
    ['a port out of range', serviceYaml('a', 70000), 'services/a/service.yaml:5:16: ports.http'],
    [
      'a duplicate key',
      `${serviceYaml('a', 1000)}title: twice\n`,
      'services/a/service.yaml:10:1: Map keys must be unique',
    ],
    [
      'a bad duration',
      serviceYaml('a', 1000, 'lanes: [backend]\nstopGrace: soon\n'),
      'services/a/service.yaml:10:12: stopGrace: expected a duration',
    ],
    ['an id that is not its folder', serviceYaml('b', 1000), 'services/a/service.yaml:1:5: id: found b; expected a'],
    [
      'an unknown need',
      serviceYaml('a', 1000, 'lanes: [backend]\nneeds: { ghost: hard }\n'),
      'services/a/service.yaml:10:17: needs.ghost: ghost is not defined',
    ],
  ]
  it.each(rows)('%s', (_name, yaml, expected) => {
    expect(errorOf(() => tinyCatalog({ 'services/a/service.yaml': yaml }))).toContain(`DEFINITION_INVALID ${expected}`)
  })

  it('reports the problems of all files at once', () => {
    const message = errorOf(() =>
      tinyCatalog({ 'services/a/service.yaml': 'id: a\n', 'services/b/service.yaml': serviceYaml('b', 0) }),
    )
    expect(message).toContain('services/a/service.yaml')
    expect(message).toContain('services/b/service.yaml:5')
  })

  it('a platform file that is missing or wrong', () => {
    expect(errorOf(() => loadSettings(memoryReader({})))).toContain('trade2026.yaml:1:1: file not found')
    expect(errorOf(() => loadSettings(memoryReader({ 'trade2026.yaml': 'name: X\n' })))).toContain(
      'trade2026.yaml:1:7: name',
    )
  })
})

describe('lints', () => {
  const two = (first: string, second: string) => () =>
    tinyCatalog({ 'services/a/service.yaml': first, 'services/b/service.yaml': second })

  it('F05: two services with one host port', () => {
    expect(errorOf(two(serviceYaml('a', 8081), serviceYaml('b', 8081)))).toContain(
      'services/b/service.yaml:5:16: ports.http: 8081 is also used by a (http)',
    )
    expect(errorOf(two(serviceYaml('a', 8081), serviceYaml('b', 8082)))).toBe('no error')
  })

  it('F05: a port that is reserved for others', () => {
    expect(errorOf(two(serviceYaml('a', 8085), serviceYaml('b', 8082)))).toContain(
      '8085 is reserved for the proxy dashboard',
    )
  })

  it('F05: hostPorts move a clash away', () => {
    expect(
      errorOf(two(serviceYaml('a', 9000), serviceYaml('b', 9000, 'lanes: [backend]\nhostPorts: { http: 9001 }\n'))),
    ).toBe('no error')
  })

  it('F12: probe, listen and publish name the same ports', () => {
    const probe = serviceYaml('a', 8081).replace('port: http, path', 'port: admin, path')
    expect(errorOf(two(probe, serviceYaml('b', 8082)))).toContain('health.probe.port: admin is not a port of a')
    const publish = serviceYaml('a', 8081, 'lanes: [backend]\nhostPorts: { admin: 8083 }\n')
    expect(errorOf(two(publish, serviceYaml('b', 8082)))).toContain(
      'hostPorts.admin: admin is published but not listened on',
    )
    const listen = serviceYaml('a', 8081, 'lanes: [backend]\nenvironment: { HTTP_PORT: "8999" }\n')
    expect(errorOf(two(listen, serviceYaml('b', 8082)))).toContain('environment.HTTP_PORT: 8999 is listened on')
  })

  it('F31: a dependency without a shared lane', () => {
    const user = serviceYaml('b', 8082, 'lanes: [frontend]\nneeds: { a: soft }\n')
    expect(errorOf(two(serviceYaml('a', 8081), user))).toContain('needs.a: a is on backend, b on frontend')
  })

  it('hard needs that form a cycle are named; soft ones may', () => {
    const needs = (peer: string, kind: string) => `lanes: [backend]\nneeds: { ${peer}: ${kind} }\n`
    expect(
      errorOf(two(serviceYaml('a', 8081, needs('b', 'hard')), serviceYaml('b', 8082, needs('a', 'hard')))),
    ).toContain('a → b → a')
    expect(errorOf(two(serviceYaml('a', 8081, needs('b', 'hard')), serviceYaml('b', 8082, needs('a', 'soft'))))).toBe(
      'no error',
    )
  })
})

describe('start levels', () => {
  it('every hard need lies in an earlier level, and every service in exactly one', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    // Needs point only to earlier names, so the graph has no cycle.
    const graphs = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 15 })
    fc.assert(
      fc.property(graphs, (pairs) => {
        const files: Record<string, string> = {}
        names.forEach((name, index) => {
          const needs = new Set(
            pairs.filter(([user, need]) => user === index && need < index).map(([, need]) => names[need]),
          )
          const text = [...needs].map((need) => `${need}: hard`).join(', ')
          files[`services/${name}/service.yaml`] = serviceYaml(
            name,
            2000 + index,
            `lanes: [backend]\nneeds: { ${text} }\n`,
          )
        })
        const { services } = tinyCatalog(files)
        const levels = startLevels(services)
        const levelOf = (id: string): number => levels.findIndex((level) => level.includes(id))
        expect(levels.flat().sort()).toEqual(names)
        for (const [id, definition] of services) {
          for (const need of hardNeeds(definition)) expect(levelOf(need)).toBeLessThan(levelOf(id))
        }
      }),
      { numRuns: 50 },
    )
  })
})
