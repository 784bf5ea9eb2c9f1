// Which files of the tree a code file takes in: tells a library from a program, and what a program is made of.
import { folderOf } from '../../kit/path.ts'
import { codeLanguage } from './mask.ts'
import type { Sources } from './sources.ts'
import { joined } from './tree.ts'

export interface Imports {
  /** Direct imports that lie in the tree. */
  of(file: string): readonly string[]
  /** The file and everything it takes in, bounded. */
  reach(file: string): readonly string[]
}

const MAX_REACH = 300

export function openImports(sources: Sources): Imports {
  const known = new Map<string, readonly string[]>()
  const modules = sources.list
    .filter((file) => /(^|\/)go\.mod$/.test(file))
    .flatMap((file) => {
      const name = /^[ \t]*module\s+(\S+)/m.exec(sources.text(file) ?? '')?.[1]
      return name === undefined ? [] : [{ name, folder: folderOf(file) }]
    })
  const packages = new Map(
    sources.list
      .filter((file) => /(^|\/)package\.json$/.test(file))
      .flatMap((file) => {
        const name = /"name"\s*:\s*"([^"]+)"/.exec(sources.text(file) ?? '')?.[1]
        return name === undefined ? [] : [[name, folderOf(file)] as const]
      }),
  )
  const byFolder = new Map<string, string[]>()
  for (const file of sources.list)
    if (file.endsWith('.go')) byFolder.set(folderOf(file), [...(byFolder.get(folderOf(file)) ?? []), file])
  const read = (file: string): readonly string[] => {
    switch (codeLanguage(file)) {
      case 'python':
        return pythonImports(file, sources)
      case 'javascript':
        return scriptImports(file, sources, packages)
      case 'go':
        return goImports(file, sources, modules, byFolder)
      default:
        return []
    }
  }
  const of = (file: string): readonly string[] => {
    if (!known.has(file)) known.set(file, read(file))
    return known.get(file)!
  }
  const reach = (file: string): readonly string[] => {
    const seen = new Set([file])
    for (const one of seen) {
      if (seen.size > MAX_REACH) break
      for (const next of of(one)) seen.add(next)
    }
    return [...seen]
  }
  return { of, reach }
}

function pythonImports(file: string, sources: Sources): string[] {
  return pythonNames(file, sources)
    .flatMap((name) => moduleFile(name, file, sources) ?? [])
    .filter((one) => one !== file)
}

/** Dotted names of the modules, and of what may be one, that a file asks for. */
export function pythonNames(file: string, sources: Sources): string[] {
  if (codeLanguage(file) !== 'python') return []
  const { code } = sources.masked(file)
  const names = new Set<string>()
  for (const match of code.matchAll(/^[ \t]*from\s+(\.*[\w.]*)\s+import\s+(\([^)]*\)|[^\n]+)/gm)) {
    names.add(match[1]!)
    for (const part of match[2]!.replaceAll(/[()]/g, '').split(',')) {
      const name = /^\s*(\w+)/.exec(part)?.[1]
      if (name) names.add(match[1]!.endsWith('.') ? `${match[1]}${name}` : `${match[1]}.${name}`)
    }
  }
  for (const match of code.matchAll(/^[ \t]*import\s+([^\n]+)/gm))
    for (const part of match[1]!.split(',')) names.add(part.trim().split(/\s/)[0]!)
  // `uvicorn.run("app.main:app")` loads a module by its name.
  for (const match of code.matchAll(/\.run\(\s*["']([\w.]+):\w+["']/g)) names.add(match[1]!)
  return [...names]
}

/** A dotted module from a file's folder upward; leading dots count from the file itself. */
export function moduleFile(name: string, from: string, sources: Sources): string | undefined {
  const dots = /^\.*/.exec(name)![0].length
  const path = name.slice(dots).replaceAll('.', '/')
  const at = (folder: string): string | undefined => {
    const base = folder === '' ? path : path === '' ? folder : `${folder}/${path}`
    return [`${base}.py`, `${base}/__main__.py`, `${base}/__init__.py`].find((one) => sources.hasFile(one))
  }
  let folder = folderOf(from)
  if (dots > 0) {
    for (let step = 1; step < dots; step++) folder = folderOf(folder)
    return at(folder)
  }
  if (path === '') return undefined
  for (;;) {
    const found = at(folder) ?? at(folder === '' ? 'src' : `${folder}/src`)
    if (found !== undefined) return found
    if (folder === '') break
    folder = folderOf(folder)
  }
  const project = projectOf(path.split('/')[0]!, sources)
  return project === undefined ? undefined : at(project)
}

const PROJECTS = new WeakMap<Sources, Map<string, string[]>>()

/** Where an installed neighbour lies: the one project of the tree with a package of that name. */
function projectOf(name: string, sources: Sources): string | undefined {
  let known = PROJECTS.get(sources)
  if (known === undefined) {
    known = new Map()
    for (const file of sources.list) {
      if (!/(^|\/)(pyproject\.toml|setup\.py|setup\.cfg)$/.test(file)) continue
      const home = folderOf(file)
      for (const base of [home, home === '' ? 'src' : `${home}/src`])
        for (const inside of packagesIn(base, sources))
          if (!known.get(inside)?.includes(base)) known.set(inside, [...(known.get(inside) ?? []), base])
    }
    PROJECTS.set(sources, known)
  }
  const all = known.get(name) ?? []
  return all.length === 1 ? all[0] : undefined
}

function packagesIn(base: string, sources: Sources): Set<string> {
  const start = base === '' ? '' : `${base}/`
  const inside = sources.list.filter(
    (file) => file.startsWith(start) && /^[A-Za-z_]\w*\/[^/]+\.py$/.test(file.slice(start.length)),
  )
  return new Set(inside.map((file) => file.slice(start.length).split('/')[0]!))
}

function scriptImports(file: string, sources: Sources, packages: ReadonlyMap<string, string>): string[] {
  const { code } = sources.masked(file)
  const found: string[] = []
  for (const match of code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)["']([^"'\n]+)["']/g)) {
    const name = match[1]!
    const folder = packages.get(name)
    const base = name.startsWith('.') ? joined(folderOf(file), name) : folder === undefined ? undefined : folder
    const target = base === undefined ? undefined : scriptFile(base, sources)
    if (target !== undefined && target !== file) found.push(target)
  }
  return found
}

export function scriptFile(base: string, sources: Sources): string | undefined {
  const stem = base.replace(/\.[cm]?jsx?$/, '')
  return [
    base,
    ...['.ts', '.js', '.mjs', '.cjs', '.tsx', '.jsx', '.mts'].flatMap((end) => [`${stem}${end}`, `${base}${end}`]),
    ...['.ts', '.js', '.mjs', '.tsx'].flatMap((end) => [`${base}/index${end}`, `${base}/src/index${end}`]),
  ].find((one) => sources.hasFile(one))
}

function goImports(
  file: string,
  sources: Sources,
  modules: readonly { name: string; folder: string }[],
  byFolder: ReadonlyMap<string, string[]>,
): string[] {
  const { code } = sources.masked(file)
  // Files of one folder are one package.
  const found = [...(byFolder.get(folderOf(file)) ?? [])]
  for (const match of code.matchAll(/^[ \t]*(?:import\s+)?(?:[\w.]+\s+)?"([^"\n]+)"/gm)) {
    const owner = modules
      .filter(({ name }) => match[1] === name || match[1]!.startsWith(`${name}/`))
      .sort((a, b) => b.name.length - a.name.length)[0]
    if (!owner) continue
    const inside = match[1]!.slice(owner.name.length).replace(/^\//, '')
    found.push(...(byFolder.get([owner.folder, inside].filter((part) => part !== '').join('/')) ?? []))
  }
  return found.filter((one) => one !== file && !one.endsWith('_test.go'))
}
