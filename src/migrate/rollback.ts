// Takes one service back: its steps in reverse, its files from the kept bytes, the former twin in its place again.
// All conflicts are found before the first effect; killed in between, the same command goes on.
import { foreignEdit, openFiles } from '../journal/files.ts'
import { fold } from '../journal/fold.ts'
import { foldOps, standing } from '../journal/ops.ts'
import { TRACKER_TARGET } from '../journal/places.ts'
import { recover } from '../journal/recover.ts'
import { undoConflicts, undoFiles, undoFolders } from '../journal/undo.ts'
import type { EndpointFinding } from '../model/endpoint.ts'
import type { ServiceId } from '../model/ids.ts'
import type { MigrateReport } from '../model/report.ts'
import { isMigrated, planRollback, type RollbackPlan } from '../plan/rollback.ts'
import { filesContext, type MigrationDeps } from './context.ts'
import { STEPS } from './steps/index.ts'
import { PLATFORM, trackerChange } from './steps/write-tracker.ts'

export type RollbackDeps = Pick<
  MigrationDeps,
  'catalog' | 'paths' | 'disk' | 'journal' | 'ports' | 'renderTracker' | 'progress'
>

export async function rollback(services: readonly ServiceId[], deps: RollbackDeps): Promise<MigrateReport> {
  const context = filesContext(deps)
  recover(context)
  const touched = standing(foldOps(deps.journal.events)).filter((op) => services.includes(op.service))
  const conflicts = undoConflicts(context, touched)
  // Of all services before the first effect: none is taken back while another cannot be.
  if (conflicts.length > 0) throw foreignEdit(conflicts)
  const reports: MigrateReport['services'] = []
  let changes = 0
  for (const id of services) {
    const before = deps.journal.events.length
    const { steps } = await rollbackService(id, deps, services)
    changes += deps.journal.events.slice(before).filter(({ type }) => type === 'op.undone').length
    reports.push({
      id,
      verdict: 'pass',
      steps: steps.map((step) => ({ id: step, status: 'undone', durationMs: 0, evidence: [] })),
    })
  }
  if (deps.journal.events.some(({ run }) => run === deps.journal.run)) {
    deps.journal.append({ type: 'run.finished', verdict: 'pass', exit: 0 })
  }
  const rolledBack = reports.filter(({ steps }) => steps.length > 0).map(({ id }) => id)
  return { runId: deps.journal.run, verdict: 'pass', services: reports, changes, rolledBack }
}

/** Throws FOREIGN_EDIT before any effect when a file was changed by somebody else. `together`: who else goes in this call. */
export async function rollbackService(
  service: ServiceId,
  deps: RollbackDeps,
  together: readonly ServiceId[] = [service],
): Promise<RollbackPlan> {
  const { journal, ports, progress } = deps
  const context = filesContext(deps)
  const own = () => standing(foldOps(journal.events)).filter((op) => op.service === service)
  const plan = planRollback(deps.catalog, fold(journal.events), service, new Set(own().map(({ step }) => step)))
  const conflicts = undoConflicts(context, own())
  if (conflicts.length > 0) throw foreignEdit(conflicts)
  if (plan.steps.length === 0) {
    progress({ kind: 'note', text: `${service} is not migrated: there is nothing to take back` })
  }
  const dependants = new Set([...plan.dependants, ...linkedTo(service, deps)])
  const staying = [...dependants].filter((id) => !together.includes(id)).sort()
  if (staying.length > 0) {
    progress({ kind: 'note', text: `${service} is needed by ${staying.join(', ')}, which stay migrated` })
  }
  for (const id of plan.steps) {
    const key = `${service}/${id}`
    progress({ kind: 'started', id: key, parent: service, title: `Taking back ${id}` })
    await STEPS.find((step) => step.id === id)?.undo?.({ service, catalog: deps.catalog, journal, ports })
    undoFiles(
      context,
      own().filter((op) => op.step === id),
    )
    journal.append({ type: 'step.undone', service, step: id })
    progress({ kind: 'finished', id: key, status: 'done' })
  }
  undoFolders(context, service)
  if (plan.steps.length > 0) journal.append({ type: 'migration.rolledback', service })
  refreshTracker(deps)
  return plan
}

/** Migrated services whose rewritten addresses lead to this one, as the evidence of their rewrite tells, declared or not. */
function linkedTo(service: ServiceId, { disk, journal, paths }: RollbackDeps): ServiceId[] {
  const state = fold(journal.events)
  return Object.keys(state.services).filter((id) => {
    if (id === service || !isMigrated(state, id)) return false
    const bytes = disk.read(`${paths.state}/evidence/${id}/rewrite/findings.json`)
    if (bytes === undefined) return false
    const { findings = [] } = JSON.parse(Buffer.from(bytes).toString()) as { findings?: EndpointFinding[] }
    return findings.some(
      ({ action, target }) => (action === 'edit' || action === 'env') && target?.replace(/:\d+$/, '') === service,
    )
  })
}

/** Writes the tracker because the operator asked for it: no rollback removes it afterwards, it is only rendered anew. */
export function writeTrackerFile(deps: RollbackDeps): boolean {
  const files = openFiles(filesContext(deps))
  const plan = files.plan([trackerChange(fold(deps.journal.events), deps)])
  files.execute({ service: PLATFORM, step: 'tracker', isLasting: true }, plan)
  return plan.changes.length > 0
}

/** With other services migrated, or written on request, the tracker is rendered anew; else it is as before the first. */
function refreshTracker(deps: RollbackDeps): void {
  const { journal, progress } = deps
  const context = filesContext(deps)
  const ops = standing(foldOps(journal.events)).filter((op) => op.target === TRACKER_TARGET)
  if (ops.length === 0) return
  const files = openFiles(context)
  if (files.digest(TRACKER_TARGET) !== ops.at(-1)?.postDigest) {
    progress({ kind: 'note', text: `${TRACKER_TARGET} was changed by somebody else and is left as it is` })
    return
  }
  const state = fold(journal.events)
  const isStillNeeded =
    ops.some(({ undo }) => undo.kind === 'none') || Object.keys(state.services).some((id) => isMigrated(state, id))
  if (isStillNeeded) files.execute({ service: PLATFORM, step: 'tracker' }, files.plan([trackerChange(state, deps)]))
  else undoFiles(context, ops)
}
