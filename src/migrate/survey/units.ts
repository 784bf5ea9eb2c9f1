// Programs and launch lines become services: each with its folder, its entry and every launch that starts it.
import { baseName, folderOf } from '../../kit/path.ts'
import { isTestFile } from '../rewrite/language.ts'
import { type Entry, frameworkOf, isManifest, startsOrLoops } from './entries.ts'
import type { Imports } from './imports.ts'
import { TRUST } from './launch/launch.ts'
import { type Located, locateAll } from './launch/locate.ts'
import { isServerProgram } from './launch/servers.ts'
import { unitsByManifest } from './manifest-units.ts'
import { codeLanguage } from './mask.ts'
import { nearestOf, programsOf } from './programs.ts'
import type { Sources } from './sources.ts'
import { below } from './tree.ts'

export interface Unit {
  folder: string
  /** Root-relative; what stands for the program where no code file does (a front end's package.json). */
  entry: string
  language: string
  framework?: string
  /** Most trusted first. */
  launches: Located[]
  /** The launcher's name, where it tells several programs of one folder apart. */
  name?: string
}

/** Launchers that list services: each of their names is one. */
const NAMING = new Set(['systemd', 'supervisor', 'pm2', 'service', 'procfile', 'compose'])

export function unitsOf(sources: Sources, imports: Imports): Unit[] {
  const programs = programsOf(sources, imports)
  const manifests = [...new Set(sources.list.filter(isManifest).map(folderOf))]
  const located = locateAll(sources).flatMap((one) => completed(one, programs, manifests, sources, imports) ?? [])
  const started = located.map((one) => one.entry!)
  const entries = [...new Set([...programs.keys(), ...started.filter((file) => codeLanguage(file) !== undefined)])]
  const units = new Map<string, Unit>()
  for (const one of located) join(one, units, programs, entries, manifests, sources)
  addPrograms(programs, entries, manifests, imports, units, sources)
  for (const unit of unitsByManifest(sources))
    if (![...units.values()].some((other) => below(other.folder, unit.folder))) units.set(unit.entry, unit)
  return withoutFronts([...units.values()]).sort((a, b) =>
    a.folder === b.folder ? compare(a.entry, b.entry) : compare(a.folder, b.folder),
  )
}

/** The configuration of a server inside the folder of a program belongs to that program. */
function withoutFronts(units: readonly Unit[]): Unit[] {
  const isServer = (unit: Unit): boolean => isServerProgram(unit.language)
  return units.filter(
    (unit) =>
      !isServer(unit) ||
      !units.some(
        (other) => !isServer(other) && (below(other.folder, unit.folder) || below(unit.folder, other.folder)),
      ),
  )
}

/** With an entry, or not at all: what nobody can point at is no service of this tree. */
function completed(
  one: Located,
  programs: ReadonlyMap<string, Entry>,
  manifests: readonly string[],
  sources: Sources,
  imports: Imports,
): Located | undefined {
  const isStrong = NAMING.has(one.launch.kind)
  if (one.entry !== undefined) {
    if (isTestFile(one.entry)) return undefined
    if (isStrong || programs.has(one.entry)) return one
    // A server with its configuration, a script that loops: the file itself is the program.
    if (one.command?.isServer && one.command.goal.name === one.entry) return one
    if (codeLanguage(one.entry) === undefined) return undefined
    // A start script names a program although the server starts in what it takes in.
    const isStart =
      one.launch.kind === 'npm' &&
      imports.reach(one.entry).some((file) => startsOrLoops(file, sources.masked(file).code))
    return one.command?.isServer || isStart ? one : undefined
  }
  if (!isStrong && !one.command?.isServer && one.command?.goal.kind !== 'folder' && one.command?.goal.kind !== 'binary')
    return undefined
  const inner = manifests.filter((folder) => folder !== one.folder && below(folder, one.folder))
  const inside = [...programs.values()]
    .filter(({ file }) => below(file, one.folder) && !inner.some((folder) => below(file, folder)))
    .sort((a, b) => b.score - a.score || a.file.length - b.file.length)
  const fits =
    inside.find(
      ({ language }) => one.command?.language === undefined || family(language) === family(one.command.language),
    ) ?? inside[0]
  if (fits) return { ...one, entry: fits.file }
  const stand = one.command?.isServer || isStrong ? standIn(one.folder, one.command?.language, sources) : undefined
  return stand === undefined ? undefined : { ...one, entry: stand }
}

/** What a reader would open first where no program was recognised. */
function standIn(folder: string, language: string | undefined, sources: Sources): string | undefined {
  const names = [
    'src/main.ts',
    'src/main.tsx',
    'src/main.js',
    'src/index.tsx',
    'src/index.ts',
    'src/index.js',
    'src/main.jsx',
    'src/index.jsx',
    'config.ru',
    'public/index.php',
    'index.php',
    'artisan',
    'main.py',
    'app.py',
    'wsgi.py',
    'asgi.py',
    'Program.cs',
    'main.go',
    'src/main.rs',
    'package.json',
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'index.html',
  ]
  const at = names
    .map((name) => (folder === '' ? name : `${folder}/${name}`))
    .find((file) => sources.hasFile(file) && (language === undefined || fitsLanguage(file, language)))
  return (
    at ??
    sources.list.find((file) => folderOf(file) === folder && codeLanguage(file) !== undefined && !isTestFile(file))
  )
}

function fitsLanguage(file: string, language: string): boolean {
  const own = codeLanguage(file)
  return own === undefined || family(own) === family(language)
}

export function family(language: string): string {
  if (/^(type|java)script$/.test(language)) return 'javascript'
  return language === 'kotlin' ? 'java' : language
}

function join(
  one: Located,
  units: Map<string, Unit>,
  programs: ReadonlyMap<string, Entry>,
  entries: readonly string[],
  manifests: readonly string[],
  sources: Sources,
): void {
  const entry = one.entry!
  const program = programs.get(entry)
  const folder = codeLanguage(entry) === undefined ? one.folder : folderFor(entry, entries, manifests, sources)
  const same = [...units.values()].filter((unit) => unit.entry === entry)
  const rival = same.find((unit) =>
    unit.launches.some(
      ({ launch }) =>
        launch.kind === one.launch.kind &&
        launch.file === one.launch.file &&
        launch.name !== one.launch.name &&
        NAMING.has(launch.kind),
    ),
  )
  const known = same.find((unit) => unit.name === one.launch.name) ?? (rival ? undefined : same[0])
  if (known) {
    known.launches.push(one)
    known.launches.sort((a, b) => TRUST.indexOf(a.launch.kind) - TRUST.indexOf(b.launch.kind))
    if (NAMING.has(one.launch.kind) && known.name === undefined && one.launch.name !== undefined)
      known.name = one.launch.name
    return
  }
  const framework = program?.framework ?? one.command?.framework ?? frameworkOf(entry, [sources.text(entry) ?? ''])
  units.set(`${entry}#${one.launch.name ?? ''}`, {
    folder,
    entry,
    language: program?.language ?? languageOfEntry(entry, one.command?.language),
    ...(framework ? { framework } : {}),
    launches: [one],
    ...(NAMING.has(one.launch.kind) && one.launch.name !== undefined ? { name: one.launch.name } : {}),
  })
}

function languageOfEntry(entry: string, told: string | undefined): string {
  const own = codeLanguage(entry)
  if (own === undefined)
    return (
      told ??
      (/(^|\/)(package\.json|index\.html)$/.test(entry)
        ? 'javascript'
        : /pom\.xml|build\.gradle/.test(entry)
          ? 'java'
          : /\.sh$/.test(entry)
            ? 'shell'
            : 'other')
    )
  return own === 'javascript' && /\.[cm]?tsx?$/.test(entry) ? 'typescript' : own
}

/** Programs that no launcher names: one for each folder, the most certain one, unless several of them really run there. */
function addPrograms(
  programs: ReadonlyMap<string, Entry>,
  entries: readonly string[],
  manifests: readonly string[],
  imports: Imports,
  units: Map<string, Unit>,
  sources: Sources,
): void {
  const folders = new Map<string, Entry[]>()
  for (const entry of programs.values()) {
    const folder = folderFor(entry.file, entries, manifests, sources)
    folders.set(folder, [...(folders.get(folder) ?? []), entry])
  }
  for (const [folder, all] of folders) {
    const launched = [...units.values()].filter((unit) => unit.folder === folder)
    const best = all.sort((a, b) => b.score - a.score || compare(a.file, b.file))
    const chosen = launched.length > 0 ? [] : [best[0]!]
    const taken = new Set(
      [...launched.map((unit) => unit.entry), ...chosen.map((one) => one.file)].flatMap((file) => imports.reach(file)),
    )
    // Two files of one folder that both start a server under a main of their own, and do not take each other in.
    for (const entry of best) {
      if (taken.has(entry.file) || !stands(entry, all, imports)) continue
      chosen.push(entry)
      taken.add(entry.file)
    }
    for (const { file, language, framework } of chosen)
      units.set(`${file}#`, { folder, entry: file, language, ...(framework ? { framework } : {}), launches: [] })
  }
}

function stands(entry: Entry, all: readonly Entry[], imports: Imports): boolean {
  const others = all.filter((one) => one !== entry && isWhole(one, all))
  if (!isWhole(entry, all) || others.length === 0) return false
  return others.every(
    (one) => !imports.reach(entry.file).includes(one.file) && !imports.reach(one.file).includes(entry.file),
  )
}

/** A server under a main of its own; JavaScript needs no main, but then no file may look like the main one of the folder. */
function isWhole(entry: Entry, all: readonly Entry[]): boolean {
  if (family(entry.language) !== 'javascript') return entry.hasMain && entry.score >= 5
  return entry.score >= 3 && !all.some((one) => /(^|\/)(index|main|app|server)\.\w+$/.test(one.file))
}

/** The nearest folder with a manifest, unless several programs share that manifest: then each keeps its own folder. */
function folderFor(entry: string, entries: readonly string[], manifests: readonly string[], sources: Sources): string {
  const own = ownFolder(entry, sources)
  const nearest = nearestOf(folderOf(entry), manifests)
  if (nearest === undefined) return own
  // A manifest below the program's own folder (`app/src/package.json`) is the program's.
  if (!below(own, nearest)) return own
  const others = entries
    .filter((other) => below(other, nearest) && nearestOf(folderOf(other), manifests) === nearest)
    .map((other) => ownFolder(other, sources))
    .filter((folder) => !below(folder, own) && !below(own, folder))
  return others.length === 0 ? nearest : own
}

/** `services/risk/src/main.ts` belongs to `services/risk`; a Java class to the folder above its packages. */
function ownFolder(file: string, sources: Sources): string {
  const known = OWN.get(sources) ?? new Map<string, string>()
  OWN.set(sources, known)
  const folder = known.get(file) ?? findOwnFolder(file, sources)
  known.set(file, folder)
  return folder
}
const OWN = new WeakMap<Sources, Map<string, string>>()

function findOwnFolder(file: string, sources: Sources): string {
  let folder = folderOf(file)
  const sourceRoot = /^(.*?)(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy)(?:\/|$)/.exec(folder)
  if (sourceRoot) folder = sourceRoot[1]!
  else if (/\.(java|kt)$/.test(file)) {
    const packagePath = /^[ \t]*package\s+([\w.]+)/m.exec(sources.text(file) ?? '')?.[1]?.replaceAll('.', '/')
    if (packagePath !== undefined && (folder === packagePath || folder.endsWith(`/${packagePath}`)))
      folder = folder.slice(0, Math.max(0, folder.length - packagePath.length - 1))
  }
  while (/(^|\/)(src|app|lib|bin|cmd|main|java|server)$/.test(folder)) {
    const parent = folderOf(folder)
    if (parent === '') break
    folder = parent
  }
  // `depot/depot/main.py`: the package repeats the project.
  const parent = folderOf(folder)
  return parent !== '' && baseName(parent).replaceAll('-', '_') === baseName(folder).replaceAll('-', '_')
    ? parent
    : folder
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
