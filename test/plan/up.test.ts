import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceObserved, LaunchSpec, Observed } from '../../src/model/runtime.ts'
import { planUp, type UpRequest } from '../../src/plan/up.ts'
import { explain } from '../support/explain.ts'
import { launchSpec } from '../support/runtime.ts'

const nats = launchSpec('nats', { kind: 'infra', origin: 'infra' })
const valkey = launchSpec('valkey', { kind: 'infra', origin: 'infra' })
const risk = launchSpec('risk', { env: { LOG_LEVEL: 'info' } })
const oms = launchSpec('oms')
const needs = new Map([
  ['risk', ['nats', 'valkey']],
  ['oms', ['nats', 'valkey', 'risk']],
])
const streams = { bus: 'nats', changes: 'unknown' as const }

function observed(...instances: Partial<InstanceObserved>[]): Observed {
  const whole = instances.map(
    (instance) =>
      [instance.service!, { state: 'running', health: 'healthy', restarts: 0, ports: {}, ...instance }] as const,
  )
  return { atMs: 0, instances: new Map(whole as [string, InstanceObserved][]) }
}
const running = (spec: LaunchSpec, changes: Partial<InstanceObserved> = {}): Partial<InstanceObserved> => ({
  service: spec.service,
  digest: spec.digest,
  spec,
  ...changes,
})
const lines = (changes: Partial<UpRequest>): string[] =>
  explain(
    planUp({ specs: [oms, risk, valkey, nats], needs, observed: observed(), streams, until: 'ready', ...changes }),
  )

describe('planUp', () => {
  it('starts everything in the order of hard needs, streams before any app', () => {
    expect(lines({})).toMatchInlineSnapshot(`
      [
        "#1 start nats — not running",
        "#2 [1] wait nats — needed by oms, risk",
        "#3 [1,2] streams nats — before any consumer of nats",
        "#4 start valkey — not running",
        "#5 [4] wait valkey — needed by oms, risk",
        "#6 [2,3,5] start risk — not running",
        "#7 [6] wait risk — needed by oms",
        "#8 [2,3,5,7] start oms — not running",
        "#9 [8] wait oms — must be healthy",
      ]
    `)
  })

  it('does nothing when everything runs as defined', () => {
    const all = observed(...[nats, valkey, risk, oms].map((spec) => running(spec)))
    expect(lines({ observed: all, streams: { bus: 'nats', changes: [] } })).toEqual([])
  })

  it('replaces only what changed, and says which field', () => {
    const before = { ...risk, digest: 'old', env: { LOG_LEVEL: 'debug' }, files: { '/c/config.yaml': 'a' } }
    const all = observed(running(nats), running(valkey), running(before), running(oms))
    expect(lines({ observed: all, streams: { bus: 'nats', changes: [] } })).toMatchInlineSnapshot(`
      [
        "#1 stop risk — definition changed: env LOG_LEVEL, file config.yaml",
        "#2 [1] start risk — definition changed: env LOG_LEVEL, file config.yaml",
        "#3 [2] wait risk — must be healthy",
      ]
    `)
  })

  it('says that program files changed when no field of the definition did', () => {
    const all = observed(running(nats), running(valkey), running({ ...risk, digest: 'old' }), running(oms))
    expect(lines({ observed: all, streams: { bus: 'nats', changes: [] } })[0]).toBe(
      '#1 stop risk — program files changed',
    )
  })

  it('starts what crashed and waits for what is not well yet', () => {
    const all = observed(
      running(nats, { health: 'starting', state: 'starting', reason: 'connection refused' }),
      running(valkey),
      running(risk, { state: 'exited', health: 'none', reason: 'exit code 1' }),
      running(oms, { state: 'failed', health: 'none', reason: '5 restarts in 5 min did not help' }),
    )
    expect(lines({ observed: all, streams: { bus: 'nats', changes: [] } })).toMatchInlineSnapshot(`
      [
        "#1 wait nats — needed by oms, risk; connection refused",
        "#2 [1] start risk — exited: exit code 1",
        "#3 [2] wait risk — needed by oms",
        "#4 [1,3] start oms — failed: 5 restarts in 5 min did not help",
        "#5 [4] wait oms — must be healthy",
      ]
    `)
  })

  it('repairs streams of a running bus without touching it', () => {
    const all = observed(...[nats, valkey, risk, oms].map((spec) => running(spec)))
    const changes = ['MARKET_TICKS: max_age: 1, wanted 2']
    expect(lines({ observed: all, streams: { bus: 'nats', changes } })).toEqual([`#1 streams nats — ${changes[0]}`])
  })

  it('leaves out waits that nobody depends on when `started` is enough', () => {
    const kinds = lines({ until: 'started' }).map((line) => line.replace(/^#\d+ (\[.*\] )?| — .*/g, ''))
    expect(kinds).toEqual([
      'start nats',
      'wait nats',
      'streams nats',
      'start valkey',
      'wait valkey',
      'start risk',
      'wait risk',
      'start oms',
    ])
  })

  it('counts an embedded service as there, and names a need that is not', () => {
    const questdb = { service: 'questdb', state: 'embedded' as const }
    const request = { specs: [risk], needs: new Map([['risk', ['questdb', 'exeq']]]), streams: undefined as never }
    expect(lines({ ...request, observed: observed(questdb) })).toEqual([
      '! NEED_MISSING risk: needs exeq, which neither runs nor can be started here',
    ])
  })

  it('never starts a service before the hard needs that are started with it are waited for', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12 })
    const alive = fc.subarray(names)
    fc.assert(
      fc.property(edges, alive, (pairs, up) => {
        // Only needs of earlier names: the catalog refuses cycles.
        const graph = new Map(
          names.map((name, user) => [
            name,
            names.filter((_, need) => pairs.some(([a, b]) => a === user && b === need && need < user)),
          ]),
        )
        const specs = names.map((name) => launchSpec(name))
        const now = observed(...specs.filter(({ service }) => up.includes(service)).map((spec) => running(spec)))
        const { ops } = planUp({ specs, needs: graph, observed: now, until: 'ready' })
        const place = new Map(ops.map(({ id }, index) => [id, index]))
        for (const op of ops) {
          for (const id of op.dependsOn) expect(place.get(id)).toBeLessThan(place.get(op.id)!)
          if (op.kind !== 'start') continue
          const starting = graph.get(op.service)!.filter((need) => !up.includes(need))
          expect(op.dependsOn).toEqual(expect.arrayContaining(starting.map((need) => `wait:${need}`)))
        }
        expect(
          ops
            .filter(({ kind }) => kind === 'start')
            .map(({ service }) => service)
            .sort(),
        ).toEqual(names.filter((name) => !up.includes(name)))
      }),
    )
  })
})
