// What a killed run left open. An op whose target has its new digest is finished; one whose target still has its old
// digest never happened and its step runs again; anything else is somebody else's edit: stop, name it, touch nothing.
import type { EventBody } from '../model/event.ts'
import { parentOf } from './disk.ts'
import { digestAt, type FilesContext, foreignEdit, tempPath } from './files.ts'
import { foldOps, type JournalOp } from './ops.ts'
import { isFileTarget, locate } from './places.ts'

export interface Recovery {
  finished: string[]
  redone: string[]
}

/** Throws FOREIGN_EDIT naming every target in conflict, before any effect. */
export function recover(context: FilesContext): Recovery {
  const { disk, journal, paths } = context
  const open = foldOps(journal.events).filter((op) => op.status === 'intended')
  const verdicts = open.map((op) => ({ op, verdict: judge(context, op) }))
  const foreign = verdicts.filter(({ verdict }) => verdict === 'foreign').map(({ op }) => op.target)
  if (foreign.length > 0) throw foreignEdit(foreign)

  for (const op of open.filter(isFileOp)) {
    const path = locate(paths, op.target)
    const temp = tempPath(path, op.op)
    if (disk.stat(temp) !== undefined) disk.removeFile(temp)
    // The rename may not be durable yet: what counts as finished must be.
    if (disk.stat(path)?.kind === 'file') disk.sync(path)
    if (disk.stat(parentOf(path)) !== undefined) disk.sync(parentOf(path))
  }
  journal.append(
    ...verdicts.map(
      ({ op, verdict }): EventBody => ({ type: verdict === 'finish' ? 'op.finished' : 'op.undone', op: op.op }),
    ),
  )
  return {
    finished: verdicts.filter(({ verdict }) => verdict === 'finish').map(({ op }) => op.target),
    redone: verdicts.filter(({ verdict }) => verdict === 'redo').map(({ op }) => op.target),
  }
}

function judge({ disk, paths }: FilesContext, op: JournalOp): 'finish' | 'redo' | 'foreign' {
  // Instances and derived folders are idempotent to take back: counting them as done keeps their undo.
  if (!isFileOp(op)) return 'finish'
  const now = digestAt({ disk, paths }, op.target)
  if (now === op.postDigest) return 'finish'
  return now === op.preDigest ? 'redo' : 'foreign'
}

function isFileOp(op: JournalOp): boolean {
  return isFileTarget(op.target)
}
