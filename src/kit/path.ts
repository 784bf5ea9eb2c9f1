// Paths inside a tree: `/` as separator on every platform, relative to the root, which is the empty string.

/** `a/b/c.ts` → `a/b`; a file at the root lies in ''. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** `a/b/c.ts` → `c.ts`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
