// Whose a file is, where services lie inside each other or share one folder: every file has one owner, so that each finding
// is reported once.
import type { Imports } from './imports.ts'
import { below } from './tree.ts'
import type { Unit } from './units.ts'

/** Folders of other services inside this one. */
export function deeperFolders(unit: Unit, units: readonly Unit[]): string[] {
  const folders = units
    .filter((other) => other.folder !== unit.folder && below(other.folder, unit.folder))
    .map((other) => other.folder)
  return [...new Set(folders)]
}

/** Files of a shared folder that one other of its services takes in and nobody else does. */
export function onlyOfOthers(unit: Unit, units: readonly Unit[], files: readonly string[], imports: Imports): string[] {
  const sharing = units.filter((other) => other.folder === unit.folder)
  if (sharing.length === 1) return []
  const reached = sharing.map((one) => new Set(imports.reach(one.entry)))
  return files.filter((file) => {
    const takers = sharing.filter((_, index) => reached[index]!.has(file))
    return takers.length === 1 && takers[0] !== unit
  })
}

/** Files of a shared folder that belong to its other services: what only one of them takes in is that one's, the rest is the first's. */
export function ofOthers(unit: Unit, units: readonly Unit[], files: readonly string[], imports: Imports): string[] {
  const sharing = units.filter((other) => other.folder === unit.folder)
  if (sharing.length === 1) return []
  const reached = sharing.map((one) => new Set(imports.reach(one.entry)))
  return files.filter((file) => {
    const takers = sharing.filter((_, index) => reached[index]!.has(file))
    const owner = takers.length === 1 ? takers[0] : sharing[0]
    return owner !== unit
  })
}
