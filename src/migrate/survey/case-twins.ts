// Names that differ only in case: on the disks of Windows and macOS one of them hides the other.

export interface CaseTwins {
  /** A file or folder, from the source root. */
  name: string
  others: string[]
  /** The file itself, or the first one of the folder. */
  file: string
}

/** `paths` of files; a pair of folders is told once, not again for each file in them. */
export function caseTwins(paths: readonly string[]): CaseTwins[] {
  const firstFile = new Map<string, string>()
  const alike = new Map<string, Set<string>>()
  for (const path of paths) {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const name = end === -1 ? path : path.slice(0, end)
      if (!firstFile.has(name)) {
        firstFile.set(name, path)
        const key = keyOf(name)
        alike.set(key, (alike.get(key) ?? new Set()).add(name))
      }
      if (end === -1) break
    }
  }
  return [...alike.values()]
    .filter((names) => names.size > 1)
    .flatMap((names) =>
      [...names].map((name) => ({
        name,
        others: [...names].filter((other) => other !== name).sort(),
        file: firstFile.get(name)!,
      })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Only the last part may differ: what differs further up is a pair of its own. */
function keyOf(name: string): string {
  const slash = name.lastIndexOf('/')
  return name.slice(0, slash + 1) + name.slice(slash + 1).toLowerCase()
}
