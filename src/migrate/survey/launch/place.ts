// From what a launcher writes to a place in the tree: `C:\harbour\depot`, `/opt/harbour/depot/main.py`, `%~dp0..\depot`,
// `target/depot-1.4.jar`, `Depot.dll`, `app.main:app`. A launcher may come from another machine: the end of its path counts.
import { baseName, folderOf } from '../../../kit/path.ts'
import { moduleFile, scriptFile } from '../imports.ts'
import type { Sources } from '../sources.ts'
import { joined } from '../tree.ts'
import type { Goal } from './runners.ts'

const HERE =
  /^["']?(%~dp0|\$PSScriptRoot|\$\(dirname[^)]*\)|\$\(cd [^)]*\)|\$\{?(SCRIPT_?DIR|DIR|HERE|BASEDIR|BASE_DIR|SCRIPTPATH)\}?|%CD%|\$PWD|\$\{PWD\})[\\/]?/i

/** The file or folder a written path means, tried from each base; undefined when the tree has none. */
export function placed(
  raw: string,
  bases: readonly string[],
  launcherFolder: string,
  sources: Sources,
): string | undefined {
  const here = HERE.test(raw)
  const path = raw
    .replace(HERE, '')
    .replaceAll('\\', '/')
    .replace(/^["']|["']$/g, '')
    .replace(/\/+$/, '')
  const isAbsolute = /^([A-Za-z]:|\/|%\w+%|\$\{?\w+|~)/.test(path)
  const has = (one: string): boolean => sources.hasFile(one) || sources.hasFolder(one)
  if (!isAbsolute)
    for (const base of here ? [launcherFolder] : bases) {
      const one = joined(base, path)
      if (has(one)) return one
    }
  const parts = path
    .replace(/^([A-Za-z]:|~|%\w+%|\$\{?\w+(:\w+)?\}?)/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  // A path of another machine may lose its head; a relative one is meant as it stands.
  const heads = isAbsolute ? parts.length : 1
  for (let from = 0; from < Math.min(heads, parts.length); from++) {
    const end = parts.slice(from).join('/')
    const near = bases.map((base) => joined(base, end)).find(has)
    if (near !== undefined) return near
    const ending = `/${end}`
    const files = sources.list.filter((one) => one.endsWith(ending))
    if (files.length === 1) return files[0]
    const folders = new Set(
      sources.list.flatMap((one) =>
        one.includes(`${ending}/`) ? [one.slice(0, one.indexOf(`${ending}/`) + ending.length)] : [],
      ),
    )
    if (folders.size === 1) return [...folders][0]
    if (files.length > 1 || folders.size > 1) return undefined
  }
  return undefined
}

export interface Found {
  folder: string
  entry?: string
}

/** The thing a command is about; undefined when the tree does not hold it. */
export function findGoal(goal: Goal, base: string, launcherFolder: string, sources: Sources): Found | undefined {
  const bases = [base, launcherFolder, '']
  switch (goal.kind) {
    case 'file':
      return fileGoal(goal.name, bases, launcherFolder, sources)
    case 'module': {
      const entry = bases.flatMap((one) => moduleFile(goal.name, one === '' ? 'x' : `${one}/x`, sources) ?? [])[0]
      return entry === undefined ? undefined : { folder: folderOf(entry), entry }
    }
    case 'folder':
    case 'gradle': {
      const path = placed(goal.name.replace(/^:/, ''), bases, launcherFolder, sources)
      if (path === undefined) return byArtifact(goal.name.replace(/^:/, ''), sources)
      return sources.hasFolder(path) ? { folder: path } : { folder: folderOf(path) }
    }
    case 'jar':
      return jarGoal(goal.name, bases, launcherFolder, sources)
    case 'class': {
      const path = goal.name.replaceAll('.', '/').replace(/Kt$/, '')
      const entry = sources.list.find(
        (one) =>
          one.endsWith(`/${path}.java`) ||
          one.endsWith(`/${path}.kt`) ||
          one === `${path}.java` ||
          one === `${path}.kt`,
      )
      return entry === undefined ? undefined : { folder: folderOf(entry), entry }
    }
    case 'assembly':
    case 'binary': {
      const name = baseName(goal.name.replaceAll('\\', '/')).replace(/\.(exe|dll|bat|cmd|sh)$/i, '')
      return byArtifact(name, sources)
    }
    case 'script':
      return sources.hasFile(base === '' ? 'package.json' : `${base}/package.json`) ? { folder: base } : undefined
  }
}

function fileGoal(name: string, bases: readonly string[], launcherFolder: string, sources: Sources): Found | undefined {
  const path = placed(name, bases, launcherFolder, sources) ?? compiledFrom(name, bases, sources)
  if (path === undefined) return undefined
  if (sources.hasFile(path)) return { folder: folderOf(path), entry: path }
  const index = scriptFile(path, sources)
  return index === undefined ? undefined : { folder: path, entry: index }
}

/** `x/target/depot-1.4.jar`: the module whose build folder it is, else the one whose artifact has that name. */
function jarGoal(name: string, bases: readonly string[], launcherFolder: string, sources: Sources): Found | undefined {
  const path = name.replaceAll('\\', '/')
  const clean = path.replace(/\/?(target|build|out|dist|libs?|bin)\/.*$|[^/]*\.jar$/, '')
  const folder = clean === '' ? bases[0] : placed(clean, bases, launcherFolder, sources)
  const stem = baseName(path).replace(
    /(-\d[\w.]*)?(-(all|fat|shaded|jar-with-dependencies|SNAPSHOT|runner))*\.jar$/,
    '',
  )
  const isModule = folder !== undefined && holdsManifest(folder, sources)
  if (isModule && (clean !== '' || folder !== '')) return { folder }
  return byArtifact(stem, sources) ?? (isModule ? { folder } : undefined)
}

/** `dist/main.js` is built from `src/main.ts`. */
function compiledFrom(name: string, bases: readonly string[], sources: Sources): string | undefined {
  const path = name.replaceAll('\\', '/')
  const source = /^(?:\.\/)?(?:.*\/)?(?:dist|build|out|lib|output)\/(.*)$/.exec(path)?.[1]
  if (source === undefined) {
    const plain = bases.map((base) => scriptFile(joined(base, path), sources)).find((one) => one !== undefined)
    return plain
  }
  const stems = [`src/${source}`, source, source.replace(/^src\//, 'src/'), source.replace(/^[^/]+\//, 'src/')]
  for (const base of bases)
    for (const stem of stems) {
      const found = scriptFile(joined(base, stem), sources)
      if (found !== undefined) return found
    }
  return undefined
}

function holdsManifest(folder: string, sources: Sources): boolean {
  const at = (name: string): boolean => sources.hasFile(folder === '' ? name : `${folder}/${name}`)
  return at('pom.xml') || at('build.gradle') || at('build.gradle.kts') || at('build.sbt')
}

/** By the name a build gives its product: assembly, artifact, cargo package, `cmd/name`, else a folder of that name. */
function byArtifact(name: string, sources: Sources): Found | undefined {
  if (name === '' || name === '.') return undefined
  const same = (other: string | undefined): boolean => other?.toLowerCase() === name.toLowerCase()
  for (const file of sources.list) {
    const base = baseName(file)
    if (
      /\.(cs|fs)proj$/.test(base) &&
      (same(base.replace(/\.\w+$/, '')) || same(/<AssemblyName>([^<]+)</.exec(sources.text(file) ?? '')?.[1]))
    )
      return { folder: folderOf(file) }
    if (base === 'pom.xml' && same(artifactId(sources.text(file) ?? ''))) return { folder: folderOf(file) }
    if (base === 'Cargo.toml' && same(/^[ \t]*name\s*=\s*"([^"]+)"/m.exec(sources.text(file) ?? '')?.[1]))
      return { folder: folderOf(file) }
  }
  const folders = [...new Set(sources.list.map(folderOf))]
  const fits = folders.filter((one) => same(baseName(one)) && sources.list.some((file) => folderOf(file) === one))
  return fits.length === 0 ? undefined : { folder: fits.sort((a, b) => a.length - b.length)[0]! }
}

/** The project's own id, not its parent's. */
export function artifactId(pom: string): string | undefined {
  return /<artifactId>\s*([^<\s]+)/.exec(
    pom.replace(/<parent>[\s\S]*?<\/parent>|<dependencies>[\s\S]*<\/dependencies>/g, ''),
  )?.[1]
}
