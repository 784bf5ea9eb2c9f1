// Journalled files: every change is intended, made, and finished in the journal, so that a kill at any instant leaves
// something the next run completes or takes back, and a rollback restores bytes and modes (migration.md 10).
import { assert } from '../kit/assert.ts'
import { sha256 } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'
import type { EventBody, UndoRecord } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { PlatformPaths } from '../model/platform.ts'
import type { Journal } from './append.ts'
import { type Blobs, openBlobs } from './blobs.ts'
import { type Disk, ensureFolder, nameOf, parentOf, replaceFile } from './disk.ts'
import { foldOps, type JournalOp, standing } from './ops.ts'
import { folderTargets, locate } from './places.ts'

/** A wanted content. Modes are permission bits; `remove` of what is not there is nothing to do. */
export type FileChange =
  | { kind: 'write'; target: string; bytes: Uint8Array; mode: number }
  | { kind: 'remove'; target: string }

/** A change that really changes something. */
export type PlannedChange = (FileChange | { kind: 'folder'; target: string }) & {
  preDigest: string | null
  postDigest: string | null
}

export interface FilePlan {
  changes: PlannedChange[]
  /** Targets somebody else changed: nothing may be touched while there are any. */
  conflicts: string[]
}

export interface Owner {
  service: ServiceId
  step: StepId
  /** Written because the operator asked for just that: no rollback takes it back. */
  isLasting?: boolean
}

export const FOLDER_DIGEST = 'folder'
/** A link, a pipe, or whatever else the tool never makes. */
const OTHER = 'other'
/** Old bytes kept in memory at a time while a batch of intents shares one fsync. */
const BATCH = 64

export interface JournalledFiles {
  /** Digest of what stands at a target now: content and mode; null when there is nothing. */
  digest(target: string): string | null
  /** What would be done. Reads only. */
  plan(wanted: readonly FileChange[]): FilePlan
  /** Makes the planned changes. Throws FOREIGN_EDIT, before any effect, when the plan has conflicts. */
  execute(owner: Owner, plan: FilePlan): void
}

export interface FilesContext {
  disk: Disk
  journal: Journal
  paths: PlatformPaths
}

export function fileDigest(bytes: Uint8Array, mode: number): string {
  return `${sha256(bytes)}:${mode.toString(8)}`
}

/** Digest of what stands at a target. Behind a link, or behind a file where a folder should be, nothing is ours: `other`. */
export function digestAt(place: Pick<FilesContext, 'disk' | 'paths'>, target: string): string | null {
  const { disk, paths } = place
  if (blockedAt(place, target) !== undefined) return OTHER
  const path = locate(paths, target)
  const found = disk.stat(path)
  if (found === undefined) return null
  if (found.kind === 'folder') return FOLDER_DIGEST
  if (found.kind === 'other') return OTHER
  return fileDigest(disk.read(path) ?? new Uint8Array(), found.mode)
}

/** The folder above a target that is none: a link would lead the writing somewhere else. */
function blockedAt({ disk, paths }: Pick<FilesContext, 'disk' | 'paths'>, target: string): string | undefined {
  return folderTargets(target).find((folder) => {
    const kind = disk.stat(locate(paths, folder))?.kind
    return kind !== undefined && kind !== 'folder'
  })
}

/** Name of the temporary file of an op: a stray one is recognised by it. */
export function tempPath(path: string, op: string): string {
  return `${parentOf(path)}/.${nameOf(path)}.${op}.tmp`
}

export function openFiles(context: FilesContext): JournalledFiles {
  const { disk, journal, paths } = context
  const digest = (target: string): string | null => digestAt({ disk, paths }, target)
  const blocked = (target: string): string | undefined => blockedAt({ disk, paths }, target)
  return {
    digest,
    plan: (wanted) => planChanges(wanted, { digest, blocked }, standing(foldOps(journal.events))),
    execute(owner, plan) {
      if (plan.conflicts.length > 0) throw foreignEdit(plan.conflicts)
      forgetDeleted(journal, plan)
      for (let at = 0; at < plan.changes.length; at += BATCH) {
        executeBatch(context, owner, plan.changes.slice(at, at + BATCH))
      }
    },
  }
}

/** What the tool last left at each target; a target it never wrote, or whose ops were all taken back, has no entry. */
export function lastDigests(ops: readonly JournalOp[]): Map<string, string | null> {
  return new Map(standing(ops).map((op) => [op.target, op.postDigest]))
}

export function foreignEdit(targets: readonly string[]): TradeError {
  const first = targets[0] ?? ''
  const more = targets.length > 1 ? ` (and ${targets.length - 1} more)` : ''
  return new TradeError(
    'FOREIGN_EDIT',
    `${first}${more}: found what trade2026 did not put there, expected what it wrote; nothing was touched`,
    { facts: { targets: [...targets] }, hints: [`mv ${first} ${first}.mine`] },
  )
}

interface Ground {
  digest: (target: string) => string | null
  blocked: (target: string) => string | undefined
}

function planChanges(wanted: readonly FileChange[], { digest, blocked }: Ground, ops: readonly JournalOp[]): FilePlan {
  const last = lastDigests(ops)
  const changes: PlannedChange[] = []
  const conflicts = new Set<string>()
  const seen = new Set<string>()
  for (const change of wanted) {
    assert(!seen.has(change.target), `${change.target}: wanted twice in one plan`)
    seen.add(change.target)
    const preDigest = digest(change.target)
    const postDigest = change.kind === 'write' ? fileDigest(change.bytes, change.mode) : null
    if (preDigest === postDigest) continue
    const isForeign = last.has(change.target) && last.get(change.target) !== preDigest
    const isDeletion = preDigest === null && ops.find((op) => op.target === change.target)?.preDigest === null
    if ((isForeign && !isDeletion) || preDigest === FOLDER_DIGEST || preDigest === OTHER) {
      conflicts.add(blocked(change.target) ?? change.target)
      continue
    }
    if (change.kind === 'write') {
      for (const folder of folderTargets(change.target)) {
        if (seen.has(folder) || digest(folder) !== null) continue
        seen.add(folder)
        changes.push({ kind: 'folder', target: folder, preDigest: null, postDigest: FOLDER_DIGEST })
      }
    }
    changes.push({ ...change, preDigest, postDigest })
  }
  return { changes, conflicts: [...conflicts] }
}

/**
 * Somebody deleted a file the tool had made from nothing: no byte of theirs can be lost, so it may be written again.
 * Its former ops are void; without this a later undo would look for bytes that are gone.
 */
function forgetDeleted(journal: Journal, plan: FilePlan): void {
  const ops = standing(foldOps(journal.events))
  const last = lastDigests(ops)
  const gone = new Set(
    plan.changes
      .filter(({ target, preDigest }) => preDigest === null && (last.get(target) ?? null) !== null)
      .map(({ target }) => target),
  )
  journal.append(
    ...ops.filter(({ target }) => gone.has(target)).map(({ op }): EventBody => ({ type: 'op.undone', op })),
  )
}

/** Old bytes kept → intents, fsync → act → folders fsynced → finished, fsync. */
function executeBatch(
  { disk, journal, paths }: FilesContext,
  { service, step, isLasting }: Owner,
  changes: readonly PlannedChange[],
): void {
  const blobs = openBlobs(disk, `${paths.state}/blobs`)
  const ops = changes.map((change, index) => ({
    change,
    op: `${journal.run}-${journal.events.length + index + 1}`,
    path: locate(paths, change.target),
  }))
  const intents = ops.map(({ change, op, path }): EventBody => {
    return {
      type: 'op.intended',
      op,
      service,
      step,
      target: change.target,
      preDigest: change.preDigest,
      postDigest: change.postDigest,
      undo: isLasting ? { kind: 'none' } : undoOf(change, path, disk, blobs),
    }
  })
  journal.append(...intents)
  for (const { change, op, path } of ops) act(disk, change, op, path)
  for (const folder of new Set(ops.map(({ path }) => parentOf(path)))) disk.sync(folder)
  journal.append(...ops.map(({ op }): EventBody => ({ type: 'op.finished', op })))
}

function undoOf(change: PlannedChange, path: string, disk: Disk, blobs: Blobs): UndoRecord {
  if (change.kind === 'folder') return { kind: 'remove-folder', path: change.target }
  const old = disk.read(path)
  if (old === undefined) return { kind: 'restore-file', path: change.target, blob: null }
  return { kind: 'restore-file', path: change.target, blob: blobs.keep(old), mode: disk.stat(path)?.mode ?? 0o644 }
}

function act(disk: Disk, change: PlannedChange, op: string, path: string): void {
  if (change.kind === 'remove') {
    disk.removeFile(path)
    return
  }
  // The platform's own root folders (an XDG stack, the state folder) may lack parents; those are nobody's op.
  ensureFolder(disk, parentOf(path))
  if (change.kind === 'folder') disk.makeFolder(path)
  else replaceFile(disk, path, tempPath(path, op), change.bytes, change.mode)
}
