// Views of a source tree: one folder of it, or what is left when the services are taken out.
import type { SourceFiles } from '../../model/source.ts'

/** Files below `root` with paths relative to it, without those below `except` (full paths). */
export function subtree(files: SourceFiles, root: string, except: readonly string[] = []): SourceFiles {
  const inside = (path: string): boolean => below(path, root) && !except.some((folder) => below(path, folder))
  const cut = root === '' ? 0 : root.length + 1
  const list = files
    .list()
    .filter((entry) => inside(entry.path))
    .map((entry) => ({ ...entry, path: entry.path.slice(cut) }))
  const skipped = (files.skipped?.() ?? [])
    .filter((entry) => inside(entry.path))
    .map((entry) => ({ ...entry, path: entry.path.slice(cut) }))
  return {
    list: () => list,
    skipped: () => skipped,
    read: (path) => files.read(root === '' ? path : `${root}/${path}`),
  }
}

export function below(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}

/** A relative path from a folder, `.` and `..` resolved; never above the root. */
export function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
