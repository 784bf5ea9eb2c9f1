// What belongs to a service: its own folder, and everything beside it that a build or a run of it reads. Several services
// may share a library: it is copied with each of them (migration.md 2). What is left is another's.
import { folderOf } from '../../../kit/path.ts'
import { isTestFile } from '../../rewrite/language.ts'
import { isLockFile, isManifest } from '../entries.ts'
import { below } from '../tree.ts'
import { cargoParts } from './cargo.ts'
import { closure } from './closure.ts'
import { dotnetParts } from './dotnet.ts'
import { goParts } from './go.ts'
import { gradleParts } from './gradle.ts'
import { mavenParts } from './maven.ts'
import { nodeParts } from './node.ts'
import type { Part, Seed } from './part.ts'
import { pythonParts } from './python.ts'

export interface Scope {
  /** Nearest folder above everything; the copy keeps the layout below it. */
  root: string
  /** The service's own folder. */
  folder: string
  parts: Part[]
  /** Folders and files inside `folder` that are another service's alone. */
  without: string[]
  /** Where a program that is compiled was started: `folder`, or one above it. */
  runsIn: string
  /** Folders that have to be on the module path of Python, `folder` not among them. */
  roots: string[]
}

export interface ScopeSeed extends Seed {
  language: string
  /** Where its launchers stand, most trusted first. */
  startedIn: readonly string[]
  /** Configuration it is handed by a launcher. */
  handed: readonly string[]
  /** Folders and files of others inside `folder`. */
  without: readonly string[]
}

export function scopeOf(seed: ScopeSeed): Scope {
  const { folder, sources } = seed
  const python = seed.language === 'python' ? pythonParts(seed) : { parts: [], roots: [] }
  const all: Part[] = [
    ...python.parts,
    ...buildParts(seed),
    ...manifestsAbove(seed),
    ...seed.handed.map((path) => ({ path, reason: 'configuration it is handed' })),
  ]
  const isOwn = (path: string): boolean => below(path, folder) && !seed.without.some((one) => below(path, one))
  const parts = new Map<string, Part>()
  for (const part of all)
    if (!isOwn(part.path) && part.path !== '' && (sources.hasFile(part.path) || sources.hasFolder(part.path)))
      parts.set(part.path, parts.get(part.path) ?? part)
  const kept = [...parts.values()]
    .filter(({ path }) => ![...parts.keys()].some((other) => other !== path && below(path, other)))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const places = kept.map(({ path }) => (sources.hasFile(path) ? folderOf(path) : path))
  const root = places.reduce(common, folder)
  return {
    root,
    folder,
    runsIn: runsIn(seed, root),
    parts: kept,
    without: [...seed.without],
    roots: python.roots.filter((root) => root !== folder),
  }
}

/** A service that is its folder and nothing else. */
export function folderScope(folder: string): Scope {
  return { root: folder, folder, runsIn: folder, parts: [], without: [], roots: [] }
}

/** `go run ./cmd/depot` and `java -jar depot/target/depot.jar` find their files from where they are called. */
function runsIn({ folder, language, package: home, startedIn }: ScopeSeed, root: string): string {
  if (!/^(go|rust|java|kotlin|scala|csharp|fsharp)$/.test(language)) return folder
  const usual = language === 'go' && below(folder, home) ? home : folder
  const above = startedIn.find((one) => below(folder, one)) ?? usual
  return below(above, root) ? above : root
}

export function isInScope(scope: Scope, file: string): boolean {
  return partOf(scope, file) !== undefined
}

/** Why a file of the tree belongs to a service; undefined: it does not. */
export function partOf(scope: Scope, file: string): string | undefined {
  if (isOwnFile(scope, file)) return 'own'
  const part = scope.parts.find(({ path }) => below(file, path))
  // Tests and documents of a library are of no use to who runs it.
  if (part === undefined || (part.path !== file && (isTestFile(file) || /\.md$/i.test(file)))) return undefined
  return part.reason
}

export function isOwnFile({ folder, without }: Scope, file: string): boolean {
  return below(file, folder) && !without.some((one) => below(file, one))
}

function buildParts(seed: ScopeSeed): Part[] {
  switch (seed.language) {
    case 'java':
    case 'kotlin':
    case 'scala':
      return [...mavenParts(seed), ...gradleParts(seed)]
    case 'csharp':
    case 'fsharp':
      return dotnetParts(seed)
    case 'javascript':
    case 'typescript':
      return nodeParts(seed)
    case 'go':
      return goParts(seed)
    case 'rust':
      return cargoParts(seed)
    default:
      return closure(seed.entry, seed.imports).map((path) => ({ path, reason: 'taken in by the program' }))
  }
}

/** Programs that share a manifest above their own folders. */
function manifestsAbove({ package: home, folder, sources }: ScopeSeed): Part[] {
  if (below(home, folder)) return []
  return sources.list
    .filter(
      (file) =>
        folderOf(file) === home &&
        (isManifest(file) ||
          isLockFile(file) ||
          /(^|\/)(requirements[\w.-]*\.txt|setup\.cfg|\.npmrc|runtime\.txt|\.python-version|\.nvmrc)$/.test(file)),
    )
    .map((path) => ({ path, reason: 'manifest of the program' }))
}

function common(a: string, b: string): string {
  const [left, right] = [a === '' ? [] : a.split('/'), b === '' ? [] : b.split('/')]
  let same = 0
  while (same < left.length && same < right.length && left[same] === right[same]) same++
  return left.slice(0, same).join('/')
}
