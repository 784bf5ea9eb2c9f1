import { describe, expect, it } from 'vitest'
import { fold } from '../../src/journal/fold.ts'
import { STEP_IDS, type StepId } from '../../src/model/ids.ts'
import type { MigrationState } from '../../src/model/state.ts'
import { isMigrated, planRollback } from '../../src/plan/rollback.ts'
import { bundledCatalog } from '../support/catalog.ts'

const catalog = bundledCatalog()
function state(done: Record<string, StepId[]>): MigrationState {
  const services = Object.entries(done).map(([id, steps]) => [
    id,
    {
      id,
      verdict: 'none' as const,
      steps: STEP_IDS.map((step) => ({
        id: step,
        status: steps.includes(step) ? ('done' as const) : ('pending' as const),
        durationMs: 0,
        evidence: [],
      })),
    },
  ])
  return { ...fold([]), services: Object.fromEntries(services) }
}

describe('planRollback', () => {
  it('takes steps back in reverse and names migrated dependants only', () => {
    const plan = planRollback(catalog, state({ risk: ['copy', 'build', 'gate'], oms: ['copy'] }), 'risk', new Set())
    expect(plan).toEqual({ service: 'risk', steps: ['gate', 'build', 'copy'], dependants: ['oms'] })
    expect(planRollback(catalog, state({ risk: ['copy'] }), 'risk', new Set()).dependants).toEqual([])
  })

  it('includes a step that was killed half-way: the state forgot it, its ops stand', () => {
    expect(planRollback(catalog, state({ risk: ['copy'] }), 'risk', new Set<StepId>(['rewrite'])).steps).toEqual([
      'rewrite',
      'copy',
    ])
  })

  it('of what was never migrated is empty; of what nobody knows is refused', () => {
    expect(planRollback(catalog, state({}), 'risk', new Set()).steps).toEqual([])
    expect(() => planRollback(catalog, state({}), 'nobody', new Set())).toThrow(/^nobody: not in the catalog/)
    expect(isMigrated(state({ risk: [] }), 'risk')).toBe(false)
  })
})
