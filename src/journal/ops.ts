// The ops of the journal with what became of each: what recovery finishes and what undo takes back.
import type { Event, UndoRecord } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'

export interface JournalOp {
  op: string
  service: ServiceId
  step: StepId
  /** Place inside the platform, see places.ts. */
  target: string
  preDigest: string | null
  postDigest: string | null
  undo: UndoRecord
  status: 'intended' | 'finished' | 'undone'
}

export function foldOps(events: readonly Event[]): JournalOp[] {
  const ops = new Map<string, JournalOp>()
  for (const event of events) {
    if (event.type === 'op.intended') {
      const { op, service, step, target, preDigest, postDigest, undo } = event
      ops.set(op, { op, service, step, target, preDigest, postDigest, undo, status: 'intended' })
    } else if (event.type === 'op.finished' || event.type === 'op.undone') {
      const op = ops.get(event.op)
      if (op) op.status = event.type === 'op.finished' ? 'finished' : 'undone'
    }
  }
  return [...ops.values()]
}

/** Ops that stand: finished and not taken back. */
export function standing(ops: readonly JournalOp[]): JournalOp[] {
  return ops.filter((op) => op.status === 'finished')
}
