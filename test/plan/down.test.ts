import { describe, expect, it } from 'vitest'
import type { InstanceObserved, InstanceState } from '../../src/model/runtime.ts'
import { planDown } from '../../src/plan/down.ts'
import { explain } from '../support/explain.ts'

const needs = new Map([
  ['risk', ['nats', 'valkey']],
  ['oms', ['nats', 'risk']],
])
const infra = new Set(['nats', 'valkey', 'questdb'])

function observed(states: Record<string, InstanceState>) {
  const instances = Object.entries(states).map(([service, state]): [string, InstanceObserved] => [
    service,
    { service, state, health: 'none', restarts: 0, ports: {} },
  ])
  return { atMs: 0, instances: new Map(instances) }
}

describe('planDown', () => {
  it('stops users first, infrastructure last, dead instances too, and nothing that is not there', () => {
    const now = observed({
      nats: 'running',
      valkey: 'running',
      questdb: 'embedded',
      risk: 'running',
      oms: 'exited',
      gateway: 'running',
      pnl: 'absent',
    })
    expect(explain(planDown({ observed: now, needs, infra, cause: 'down' }))).toMatchInlineSnapshot(`
      [
        "#1 stop gateway — down",
        "#2 stop oms — down",
        "#3 [2] stop risk — down",
        "#4 [1,2,3] stop nats — down",
        "#5 [1,2,3] stop valkey — down",
      ]
    `)
  })

  it('stops only the named ones', () => {
    const now = observed({ nats: 'running', risk: 'running', oms: 'running' })
    const plan = planDown({ observed: now, needs, infra, services: ['oms', 'pnl'], cause: 'rollback' })
    expect(explain(plan)).toEqual(['#1 stop oms — rollback'])
  })
})
