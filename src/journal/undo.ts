// Takes ops back from the kept bytes, newest first, each only while its target still is what the op left.
// The check of the whole chain comes before the first effect; a crash in between is continued by the same call.
import type { EventBody } from '../model/event.ts'
import type { ServiceId } from '../model/ids.ts'
import { openBlobs } from './blobs.ts'
import { parentOf, replaceFile } from './disk.ts'
import { digestAt, type FilesContext, tempPath } from './files.ts'
import { foldOps, type JournalOp } from './ops.ts'
import { locate } from './places.ts'

/** Targets whose current bytes are neither what the newest standing op left nor what it found. */
export function undoConflicts(context: FilesContext, ops: readonly JournalOp[]): string[] {
  const now = new Map<string, string | null>()
  const conflicts = new Set<string>()
  for (const op of newestFirst(ops)) {
    if (op.undo.kind !== 'restore-file') continue
    const current = now.has(op.target) ? now.get(op.target) : digestAt(context, op.target)
    if (current === op.postDigest || current === op.preDigest) now.set(op.target, op.preDigest)
    else conflicts.add(op.target)
  }
  return [...conflicts]
}

/** Restores files and removes folders of these ops. The caller has checked `undoConflicts`. Returns the number taken back. */
export function undoFiles(context: FilesContext, ops: readonly JournalOp[]): number {
  let batch: JournalOp[] = []
  let count = 0
  const flush = (): void => {
    for (const folder of new Set(batch.map((op) => parentOf(locate(context.paths, op.target))))) {
      if (context.disk.stat(folder) !== undefined) context.disk.sync(folder)
    }
    context.journal.append(...batch.map((op): EventBody => ({ type: 'op.undone', op: op.op })))
    count += batch.length
    batch = []
  }
  for (const op of newestFirst(ops).filter(({ undo }) => undo.kind === 'restore-file')) {
    // Two ops of one target must not share a batch: between them the target would match neither after a crash.
    if (batch.some(({ target }) => target === op.target)) flush()
    restore(context, op)
    batch.push(op)
  }
  flush()
  return count
}

/**
 * Removes folders made by `service`, and those left over from services rolled back before, as far as they are empty.
 * A folder that still holds something keeps its op: the rollback that empties it removes it.
 */
export function undoFolders({ disk, journal, paths }: FilesContext, service: ServiceId): number {
  const ops = foldOps(journal.events).filter((op) => op.status === 'finished')
  const busy = new Set(ops.filter((op) => op.undo.kind !== 'remove-folder').map((op) => op.service))
  const removable = newestFirst(ops).filter(
    (op) =>
      op.undo.kind === 'remove-folder' &&
      op.postDigest === 'folder' &&
      (op.service === service || !busy.has(op.service)),
  )
  const undone: JournalOp[] = []
  for (const op of removable.sort((a, b) => b.target.length - a.target.length)) {
    const path = locate(paths, op.target)
    if (disk.list(path).length > 0) continue
    if (disk.stat(path) !== undefined) {
      disk.removeFolder(path)
      if (disk.stat(parentOf(path)) !== undefined) disk.sync(parentOf(path))
    }
    undone.push(op)
  }
  journal.append(...undone.map((op): EventBody => ({ type: 'op.undone', op: op.op })))
  return undone.length
}

function restore({ disk, paths }: FilesContext, op: JournalOp): void {
  if (op.undo.kind !== 'restore-file') return
  const path = locate(paths, op.target)
  if (digestAt({ disk, paths }, op.target) === op.preDigest) return
  if (op.undo.blob === null) {
    disk.removeFile(path)
    return
  }
  const bytes = openBlobs(disk, `${paths.state}/blobs`).read(op.undo.blob)
  replaceFile(disk, path, tempPath(path, `${op.op}-undo`), bytes, op.undo.mode ?? 0o644)
}

function newestFirst(ops: readonly JournalOp[]): JournalOp[] {
  return [...ops].reverse()
}
