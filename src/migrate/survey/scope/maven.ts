// Modules of one Maven build: the chain of parents, the modules a module depends on, and the pom files of everything that a
// parent lists, since Maven reads them all before it builds one.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { Sources } from '../sources.ts'
import { joined } from '../tree.ts'
import { at, type Part, type Seed } from './part.ts'

interface Pom {
  file: string
  artifact: string
  dependencies: string[]
  parent?: string
  modules: string[]
}

export function mavenParts({ package: home, sources }: Seed): Part[] {
  const poms = new Map(
    sources.list.filter((file) => baseName(file) === 'pom.xml').map((file) => [file, readPom(file, sources)]),
  )
  const own = poms.get(at(home, 'pom.xml'))
  if (own === undefined) return []
  const needed = neededBy(own, [...poms.values()])
  const modules = [...needed].filter((pom) => pom !== own).map(({ file }) => folderOf(file))
  return [
    ...modules.map((path) => ({ path, reason: 'module it depends on' })),
    ...readWith(needed, poms).map(({ file }) => ({ path: file, reason: 'read with the pom of a module' })),
  ]
}

function neededBy(own: Pom, all: readonly Pom[]): Set<Pom> {
  const needed = new Set([own])
  for (const pom of needed)
    for (const other of all) if (other !== pom && pom.dependencies.includes(other.artifact)) needed.add(other)
  return needed
}

/** Parents, and what those parents list that a module of ours is built from. */
function readWith(needed: ReadonlySet<Pom>, poms: ReadonlyMap<string, Pom>): Pom[] {
  const files = [...needed].map(({ file }) => file)
  const read = new Set(needed)
  for (const pom of read) {
    const lists = !needed.has(pom) && pom.modules.some((file) => files.includes(file))
    for (const file of [pom.parent, ...(lists ? pom.modules : [])]) {
      const one = file === undefined ? undefined : poms.get(file)
      if (one !== undefined) read.add(one)
    }
  }
  return [...read].filter((pom) => !needed.has(pom))
}

function readPom(file: string, sources: Sources): Pom {
  const folder = folderOf(file)
  const text = (sources.text(file) ?? '').replaceAll(/<!--[\s\S]*?-->/g, '')
  const parent = /<parent>([\s\S]*?)<\/parent>/.exec(text)?.[1]
  const head = text
    .replace(/<parent>[\s\S]*?<\/parent>/, '')
    .replaceAll(/<(dependencies|dependencyManagement|build|profiles|reporting)>[\s\S]*?<\/\1>/g, '')
  const managed = text.replaceAll(/<(dependencyManagement|plugins|pluginManagement)>[\s\S]*?<\/\1>/g, '')
  const relative = parent === undefined ? undefined : /<relativePath>\s*([^<]*?)\s*<\/relativePath>/.exec(parent)?.[1]
  return {
    file,
    artifact: /<artifactId>\s*([^<\s]+)/.exec(head)?.[1] ?? '',
    dependencies: [...managed.matchAll(/<dependency>[\s\S]*?<artifactId>\s*([^<\s]+)[\s\S]*?<\/dependency>/g)].map(
      (match) => match[1]!,
    ),
    ...(parent === undefined || /<relativePath\s*\/>/.test(parent)
      ? {}
      : { parent: pomAt(joined(folder, relative ?? '../pom.xml')) }),
    modules: [...text.matchAll(/<module>\s*([^<]+?)\s*<\/module>/g)].map((match) => pomAt(joined(folder, match[1]!))),
  }
}

function pomAt(path: string): string {
  return path.endsWith('.xml') ? path : at(path, 'pom.xml')
}
