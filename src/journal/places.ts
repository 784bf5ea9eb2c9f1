// Targets in the journal are places of the platform (`stack/pnl/main.py`), never paths of this machine:
// a platform folder may be moved, and a bundled read-only platform keeps its output elsewhere.
import { assert } from '../kit/assert.ts'
import type { PlatformPaths } from '../model/platform.ts'

export const TRACKER_TARGET = 'COMPLETION_TRACKER.md'

/** Absolute path of a target. */
export function locate(paths: PlatformPaths, target: string): string {
  if (target === TRACKER_TARGET) return paths.tracker
  if (target === 'stack') return paths.stack
  if (target.startsWith('stack/')) return `${paths.stack}/${safe(target.slice('stack/'.length))}`
  assert(target.startsWith('state/'), `${target}: not a place of a platform`)
  return `${paths.state}/${safe(target.slice('state/'.length))}`
}

/** A file or folder of the operator's platform, as opposed to running things and what the tool derives for itself. */
export function isFileTarget(target: string): boolean {
  return target === TRACKER_TARGET || target === 'stack' || target.startsWith('stack/')
}

/** Folder targets above a target, outermost first: the ones the tool may have to make. */
export function folderTargets(target: string): string[] {
  const parts = target.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/')).filter((folder) => folder !== 'state')
}

function safe(path: string): string {
  assert(!path.split('/').some((part) => part === '..' || part === '.' || part === ''), `${path}: leaves its folder`)
  return path
}
