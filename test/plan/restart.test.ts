import { describe, expect, it } from 'vitest'
import type { InstanceObserved } from '../../src/model/runtime.ts'
import { planRestart } from '../../src/plan/restart.ts'
import { explain } from '../support/explain.ts'
import { launchSpec } from '../support/runtime.ts'

describe('planRestart', () => {
  it('restarts the named services in the order of their needs and leaves their users alone', () => {
    const risk: InstanceObserved = { service: 'risk', state: 'running', health: 'healthy', restarts: 0, ports: {} }
    const plan = planRestart({
      specs: [launchSpec('oms'), launchSpec('risk')],
      needs: new Map([['oms', ['risk', 'nats']]]),
      observed: { atMs: 0, instances: new Map([['risk', risk]]) },
      cause: 'asked for',
    })
    expect(explain(plan)).toMatchInlineSnapshot(`
      [
        "#1 stop risk — asked for",
        "#2 [1] start risk — asked for",
        "#3 [2] wait risk — must be healthy",
        "#4 [3] start oms — asked for; not running",
        "#5 [4] wait oms — must be healthy",
      ]
    `)
  })
})
