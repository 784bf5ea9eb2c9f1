// Gate definitions: the ones that ship load, and each planted fault is found at its line.
import { describe, expect, test } from 'vitest'
import { renderGateSchemas } from '../../src/catalog/gate-schema.ts'
import { loadGates } from '../../src/catalog/gates.ts'
import type { TradeError } from '../../src/model/errors.ts'
import type { ServiceDefinition } from '../../src/model/service.ts'
import { bundledCatalog, diskReader, memoryReader, ROOT } from '../support/catalog.ts'

const disk = diskReader(ROOT)
const services = bundledCatalog().services
const known = new Map(['risk', 'nats'].map((id) => [id, { id, ports: { http: 1 } } as unknown as ServiceDefinition]))

function problemsOf(files: Record<string, string>): string {
  try {
    loadGates(memoryReader(files), known)
    return 'no problem'
  } catch (error) {
    expect((error as TradeError).code).toBe('DEFINITION_INVALID')
    return (error as TradeError).message
  }
}

const gate = (checks: string): Record<string, string> => ({
  'gates/g.yaml': `name: g\ntitle: G\nneeds: [risk]\nchecks:\n${checks}`,
})
const HTTP =
  '  - { id: a, title: A, kind: http, url: "http://${risk.address.http}/", expect: [{ at: status, equals: 200 }] }\n'

describe('the gates that ship', () => {
  const gates = loadGates(disk, services)

  test('five services, five tasks, critical and final', () => {
    for (const name of ['gateway', 'normalizer', 'sink-ticks', 'risk', 'oms']) expect(gates.has(name)).toBe(true)
    for (const name of ['task-02', 'task-03', 'task-04', 'task-05', 'task-06', 'critical', 'final']) {
      expect(gates.has(name)).toBe(true)
    }
  })

  test('a service gate has the three sections and ends with its log', () => {
    const sections = gates.get('oms')!.checks.map((check) => check.section)
    expect([...new Set(sections)]).toEqual(['component', 'integration', 'performance', 'log'])
    expect(gates.get('oms')!.checks.at(-1)).toMatchObject({ kind: 'logs', service: 'oms' })
  })

  test('the load of the critical gate is the one of platform.md 1.5 and waits for the flow', () => {
    const load = gates.get('critical')!.checks.find((check) => check.id === 'load')!
    expect(load).toMatchObject({
      kind: 'latency',
      load: { mode: 'open', ratePerSecond: 1000, durationMs: 300_000 },
      successAtLeast: 0.99,
      quantiles: [
        { quantile: 0.5, limitMs: 10 },
        { quantile: 0.99, limitMs: 50 },
      ],
    })
    expect(load.after).toContain('filled')
  })

  test('schemas in schema/ are current (npm run update writes them)', () => {
    for (const { file, content } of renderGateSchemas()) expect(disk.read(file)).toBe(content)
  })
})

describe('planted faults', () => {
  test('a sound gate has none', () => {
    expect(problemsOf(gate(HTTP))).toBe('no problem')
  })

  test.each([
    [
      'unknown key',
      gate('  - { id: a, title: A, kind: file, path: x, wat: 1, expect: [{ at: exists, equals: true }] }\n'),
      /gates\/g\.yaml:5:\d+: checks\[0\]\.wat: unknown key/,
    ],
    ['no expectation', gate('  - { id: a, title: A, kind: file, path: x, expect: [] }\n'), /cannot fail/],
    [
      'expectation without matcher',
      gate('  - { id: a, title: A, kind: file, path: x, expect: [{ at: bytes }] }\n'),
      /cannot fail/,
    ],
    [
      'latency without limit',
      gate('  - { id: a, title: A, kind: latency, request: { url: x }, load: { mode: closed, samples: 1 } }\n'),
      /cannot fail/,
    ],
    [
      'no checks',
      { 'gates/g.yaml': 'name: g\ntitle: G\nneeds: []\nchecks: []\n' },
      /a gate without checks cannot pass/,
    ],
    [
      'writing command',
      gate('  - { id: a, title: A, kind: redis, command: [FLUSHALL], expect: [{ at: reply, equals: OK }] }\n'),
      /g\.yaml:5:\d+: checks\[0\]\.command\[0\]: expected a command that only reads/,
    ],
    [
      'unknown service',
      gate('  - { id: a, title: A, kind: process, service: ghost }\n'),
      /ghost is not in the catalog/,
    ],
    [
      'unknown need',
      { 'gates/g.yaml': `name: g\ntitle: G\nneeds: [ghost]\nchecks:\n${HTTP}` },
      /g\.yaml:3:\d+: needs\[0\]: ghost is not in the catalog/,
    ],
    [
      'unknown placeholder',
      gate(HTTP.replace('address.http', 'address.htpp')),
      /unknown placeholder \$\{risk\.address\.htpp\}/,
    ],
    ['value never saved', gate(HTTP.replace('/"', '/${saved.order}"')), /unknown placeholder \$\{saved\.order\}/],
    ['id twice', gate(HTTP + HTTP), /g\.yaml:6:\d+: checks\[1\]\.id: a is used twice/],
    ['after a later check', gate(HTTP.replace('kind:', 'after: [b], kind:')), /b is not a check that comes before a/],
    ['unknown gate', gate('  - { id: a, title: A, kind: gate, gate: nowhere }\n'), /nowhere is not a gate/],
    ['gate inside itself', gate('  - { id: a, title: A, kind: gate, gate: g }\n'), /in a circle: g/],
    ['bad duration', gate(HTTP.replace('kind:', 'within: soon, kind:')), /expected a duration/],
  ])('%s', (_name, files, message) => {
    expect(problemsOf(files)).toMatch(message)
  })

  test('two gates of one name', () => {
    const files = { ...gate(HTTP), 'services/g/gate.yaml': `title: G\nneeds: [risk]\ncomponent:\n${HTTP}` }
    expect(problemsOf(files)).toContain('g is also defined in')
  })
})
