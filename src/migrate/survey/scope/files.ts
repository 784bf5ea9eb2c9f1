// A tree cut down to one service, with paths below the root of its scope.
import type { SourceFiles } from '../../../model/source.ts'
import { below } from '../tree.ts'
import { isInScope, isOwnFile, type Scope } from './scope.ts'

export function scopedFiles(files: SourceFiles, scope: Scope): SourceFiles {
  const cut = scope.root === '' ? 0 : scope.root.length + 1
  const inside = (path: string): string => path.slice(cut)
  const list = files
    .list()
    .filter(({ path }) => isInScope(scope, path))
    .map((entry) => ({ ...entry, path: inside(entry.path) }))
  const skipped = (files.skipped?.() ?? [])
    .filter(({ path }) => isSkippedPart(scope, path))
    .map((entry) => ({ ...entry, path: inside(entry.path) }))
  return {
    list: () => list,
    skipped: () => skipped,
    read: (path) => files.read(scope.root === '' ? path : `${scope.root}/${path}`),
  }
}

/** A folder that is told in one line may itself be larger than a part of it that is needed. */
function isSkippedPart(scope: Scope, path: string): boolean {
  return isOwnFile(scope, path) || scope.parts.some((part) => below(path, part.path))
}
