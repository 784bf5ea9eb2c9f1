// A Python program that takes in modules beside its own folder: the package they belong to, whole, and the folder its name
// is looked up in, which has to be on the path; requirements that name a neighbour by path.
import { baseName, folderOf } from '../../../kit/path.ts'
import { moduleFile, pythonNames } from '../imports.ts'
import { below, joined } from '../tree.ts'
import { closure } from './closure.ts'
import { at, type Part, type Seed } from './part.ts'

const PROJECT = ['pyproject.toml', 'setup.py', 'setup.cfg']

export function pythonParts({ folder, entry, sources, imports }: Seed): { parts: Part[]; roots: string[] } {
  const parts = new Map<string, Part>()
  const roots = new Set<string>()
  for (const from of closure(entry, imports))
    for (const name of pythonNames(from, sources)) {
      const file = name.startsWith('.') ? undefined : moduleFile(name, from, sources)
      if (file === undefined || below(file, folder)) continue
      const root = rootOf(file, name)
      roots.add(root)
      const project = PROJECT.some((one) => sources.hasFile(at(root, one))) && !below(folder, root)
      const top = project ? root : topOf(file, root)
      parts.set(top, { path: top, reason: 'library it imports' })
    }
  for (const path of neighbours(folder, sources)) {
    parts.set(path, { path, reason: 'required by path' })
    roots.add(sources.hasFolder(at(path, 'src')) ? at(path, 'src') : path)
  }
  return { parts: [...parts.values()], roots: [...roots].sort() }
}

/** Where the first word of a dotted name is looked up. */
function rootOf(file: string, name: string): string {
  let folder = /\/?__(init|main)__\.py$/.test(file) ? folderOf(folderOf(file)) : folderOf(file)
  for (let words = name.split('.').length; words > 1; words--) folder = folderOf(folder)
  return folder
}

function topOf(file: string, root: string): string {
  const inside = root === '' ? file : file.slice(root.length + 1)
  return at(root, inside.split('/')[0]!)
}

/** `-e ../common`, `common @ file:../common`, `{ path = "../common" }`. */
function neighbours(folder: string, sources: Seed['sources']): string[] {
  const files = sources.list.filter(
    (file) =>
      (folderOf(file) === folder || folderOf(file) === at(folder, 'requirements')) &&
      /^(requirements.*\.txt|[\w-]+\.txt|pyproject\.toml|Pipfile|setup\.cfg)$/.test(baseName(file)),
  )
  return files
    .flatMap((file) =>
      [
        ...(sources.text(file) ?? '').matchAll(
          /(?:^\s*(?:-e\s+|--editable[ =])?|file:(?:\/\/)?|\bpath\s*=\s*")(\.\.\/[^\s"'#;[\]]+)/gm,
        ),
      ].map((match) => joined(folderOf(file), match[1]!)),
    )
    .filter((path) => sources.hasFolder(path) && !below(folder, path))
}
