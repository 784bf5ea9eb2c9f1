// Packages a Go program reaches by its imports, file by file, with what the compiler embeds; its module, the modules that
// replace others, and the workspace with the manifests of everything it names.
import { folderOf } from '../../../kit/path.ts'
import { below, joined } from '../tree.ts'
import { closure } from './closure.ts'
import { at, filesAt, type Part, type Seed, upward } from './part.ts'

const MANIFESTS = ['go.mod', 'go.sum']

export function goParts({ entry, folder, sources, imports }: Seed): Part[] {
  const packages = new Set(
    closure(entry, imports)
      .filter((file) => file.endsWith('.go'))
      .map(folderOf),
  )
  packages.add(folderOf(entry))
  const module = upward(folderOf(entry)).find((one) => sources.hasFile(at(one, 'go.mod')))
  const modules = new Set<string>()
  for (const one of packages) {
    const home = upward(one).find((above) => sources.hasFile(at(above, 'go.mod')))
    if (home !== undefined) modules.add(home)
  }
  for (const home of modules)
    for (const [, target = ''] of (sources.text(at(home, 'go.mod')) ?? '').matchAll(/=>\s*(\.{1,2}\/\S+|\.{1,2})\s/g))
      if (sources.hasFile(at(joined(home, target), 'go.mod'))) modules.add(joined(home, target))
  const workspace = upward(folderOf(entry)).find((one) => sources.hasFile(at(one, 'go.work')))
  const parts: Part[] = [...packages].flatMap((one) => packageFiles(one, sources))
  for (const home of modules) parts.push(...filesAt(home, MANIFESTS, 'module of the program', sources))
  if (module !== undefined && sources.hasFile(at(module, 'vendor/modules.txt')))
    parts.push({ path: at(module, 'vendor'), reason: 'vendored modules' })
  const used = workspace === undefined ? [] : usedBy(sources.text(at(workspace, 'go.work')) ?? '', workspace)
  if (workspace !== undefined && module !== undefined && used.includes(module)) {
    parts.push(...filesAt(workspace, ['go.work', 'go.work.sum'], 'workspace of the module', sources))
    for (const home of used) parts.push(...filesAt(home, MANIFESTS, 'used by the workspace', sources))
  }
  return parts.filter(({ path }) => !below(path, folder) || folder === '')
}

function packageFiles(folder: string, sources: Seed['sources']): Part[] {
  const files = sources.list.filter(
    (file) => folderOf(file) === folder && !/_test\.go$/.test(file) && !/\.md$/i.test(file),
  )
  const embedded = files
    .filter((file) => file.endsWith('.go'))
    .flatMap((file) => [...(sources.text(file) ?? '').matchAll(/^\/\/go:embed\s+(.+)$/gm)])
    .flatMap((match) => match[1]!.trim().split(/\s+/))
    .map((pattern) =>
      joined(
        folder,
        pattern
          .replace(/^all:/, '')
          .replaceAll('"', '')
          .replace(/\/?[^/]*[*?[].*$/, ''),
      ),
    )
  return [
    ...files.map((path) => ({ path, reason: 'package it imports' })),
    ...embedded
      .filter((path) => path !== folder && path !== '')
      .map((path) => ({ path, reason: 'embedded by a package it imports' })),
  ]
}

function usedBy(text: string, workspace: string): string[] {
  const plain = text.replaceAll(/\/\/.*$/gm, '')
  const blocks = [...plain.matchAll(/^use\s*\(([^)]*)\)/gm)].flatMap((match) => match[1]!.split(/\s+/))
  const single = [...plain.matchAll(/^use\s+([^\s(]+)/gm)].map((match) => match[1]!)
  return [...blocks, ...single].filter((one) => one !== '').map((one) => joined(workspace, one.replaceAll('"', '')))
}
