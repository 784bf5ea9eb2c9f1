// The migrated service takes the place of what ran under its name (its twin), and gives it back. Both are journalled, so
// that a killed run still knows whom to restart; two writers of one name never run together (platform.md 3.0).

import type { Journal } from '../../journal/append.ts'
import { foldOps, type JournalOp, standing } from '../../journal/ops.ts'
import type { ServiceId } from '../../model/ids.ts'
import { callersOf } from '../../plan/links.ts'
import type { StepContext, UndoContext } from './step.ts'

/** Starts the migrated service; the twin, if one runs, is stopped first and remembered. */
export async function takePlace({ service, catalog, journal, ports, runId, signal, say }: StepContext): Promise<void> {
  const running = await ports.instance(service.id)
  const isAlive = running !== undefined && !['absent', 'exited', 'failed'].includes(running.state)
  if (instanceOps(journal, service.id).length === 0) {
    const hasTwin = isAlive && running.origin !== 'stack'
    const op = `${runId}-instance-${service.id}-${journal.events.length}`
    journal.append(
      {
        type: 'op.intended',
        op,
        service: service.id,
        step: 'component',
        target: `instance/${service.id}`,
        preDigest: hasTwin ? (running.digest ?? 'unknown') : null,
        postDigest: 'stack',
        undo: hasTwin ? { kind: 'restart-twin', service: service.id } : { kind: 'none' },
      },
      { type: 'op.finished', op },
      { type: 'link.flipped', service: service.id, to: 'stack', callers: callersOf(service.id, catalog.services) },
    )
  }
  if (isAlive && running.origin !== 'stack') await ports.stop(service.id)
  const inStack = migratedInstances(journal)
  for (const note of await ports.settleLinks(inStack)) say(note)
  await ports.start(service.id, signal)
}

/** Stops the migrated service and restarts the twin there was. Does nothing when the place was never taken. */
export async function giveBackPlace({ service, catalog, journal, ports }: UndoContext): Promise<boolean> {
  const ops = instanceOps(journal, service)
  if (ops.length === 0) return false
  await ports.stop(service)
  const others = migratedInstances(journal)
  others.delete(service)
  await ports.settleLinks(others)
  const hasTwin = ops.some(({ undo }) => undo.kind === 'restart-twin')
  if (hasTwin) await ports.restartTwin(service)
  journal.append(...ops.map(({ op }) => ({ type: 'op.undone' as const, op })), {
    type: 'link.flipped',
    service,
    to: 'host',
    callers: callersOf(service, catalog.services),
  })
  return hasTwin
}

/** Who has taken the place of its twin and not given it back. */
function migratedInstances(journal: Journal): Set<ServiceId> {
  const places = standing(foldOps(journal.events)).filter(({ target }) => target.startsWith('instance/'))
  return new Set(places.map(({ service }) => service))
}

function instanceOps(journal: Journal, service: ServiceId): JournalOp[] {
  return standing(foldOps(journal.events)).filter((op) => op.target === `instance/${service}`)
}
