// What a service needs beside its own folder: a file or a folder of the tree, and why.
import { folderOf } from '../../../kit/path.ts'
import type { Imports } from '../imports.ts'
import type { Sources } from '../sources.ts'

export interface Part {
  /** File or folder below the source root. */
  path: string
  reason: string
}

export interface Seed {
  /** The service's own folder. */
  folder: string
  /** Folder of the nearest manifest. */
  package: string
  entry: string
  sources: Sources
  imports: Imports
}

export function at(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Those of some names that lie in a folder, as parts. */
export function filesAt(folder: string, names: readonly string[] | RegExp, reason: string, sources: Sources): Part[] {
  const paths =
    names instanceof RegExp
      ? sources.list.filter(
          (file) => folderOf(file) === folder && names.test(file.slice(folder.length && folder.length + 1)),
        )
      : names.map((name) => at(folder, name)).filter((file) => sources.hasFile(file))
  return paths.map((path) => ({ path, reason }))
}

/** A folder and those above it, nearest first. */
export function upward(folder: string): string[] {
  const found = [folder]
  for (let one = folder; one !== ''; one = folderOf(one)) found.push(folderOf(one))
  return found
}
