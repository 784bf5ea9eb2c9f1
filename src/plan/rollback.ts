// Plans a rollback: the steps to take back, newest first, and who else is touched by it. Pure.
import { TradeError } from '../model/errors.ts'
import { type ServiceId, STEP_IDS, type StepId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { MigrationState } from '../model/state.ts'

export interface RollbackPlan {
  service: ServiceId
  /** In reverse order of doing. */
  steps: StepId[]
  /** Migrated services that need this one: they are named, not touched. */
  dependants: ServiceId[]
}

/**
 * `standing` are the steps that have ops to take back: a step that was killed half-way is not in the state any more, its
 * ops are. Throws SERVICE_UNKNOWN for what neither the catalog nor the journal knows.
 */
export function planRollback(
  catalog: Catalog,
  state: MigrationState,
  service: ServiceId,
  standing: ReadonlySet<StepId>,
): RollbackPlan {
  const known = state.services[service]
  if (known === undefined && catalog.services.get(service)?.kind !== 'app') {
    throw new TradeError('SERVICE_UNKNOWN', `${service}: not in the catalog and not in the journal`, {
      facts: { service },
      hints: ['trade2026 status'],
    })
  }
  const touched = (known?.steps ?? []).filter(({ status }) => status !== 'pending' && status !== 'undone')
  const dependants = [...catalog.services.values()].filter(
    ({ id, needs }) => id !== service && needs[service] !== undefined && isMigrated(state, id),
  )
  return {
    service,
    steps: [...STEP_IDS].reverse().filter((id) => standing.has(id) || touched.some((step) => step.id === id)),
    dependants: dependants.map(({ id }) => id).sort(),
  }
}

/** Something of it stands in the stack. */
export function isMigrated(state: MigrationState, service: ServiceId): boolean {
  return state.services[service]?.steps.some(({ status }) => status === 'done') === true
}
