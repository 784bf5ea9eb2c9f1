// What a recipe is made from: language and start command of the survey, and the copied files themselves.

import { parse } from 'jsonc-parser'
import { folderOf } from '../../../kit/path.ts'

export interface BuildFacts {
  language: string
  /** As the survey found it, relative to the folder of the service. */
  command: readonly string[]
  paths: ReadonlySet<string>
  /** Text of a file, undefined where there is none. */
  text: (path: string) => string | undefined
  /** Folder name or id of the service: names what has no name of its own. */
  name: string
  /** The service's own folder among the files, where it runs; absent: their top. */
  folder?: string
  /** Where a compiled program was started; absent: in its folder. */
  runsIn?: string
  /** Folders that Python looks modules up in, beside its own. */
  modulePath?: readonly string[]
}

/** The same files as seen from one of their folders. */
export function seenFrom(facts: BuildFacts, folder: string): BuildFacts {
  if (folder === '') return facts
  const { folder: _own, ...rest } = facts
  const start = `${folder}/`
  const inside = [...facts.paths].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length))
  return { ...rest, paths: new Set(inside), text: (path) => facts.text(placed(folder, path)) }
}

/** `../common/x` seen from a folder. */
export function placed(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** The nearest folder, upward from the service's own, that holds. */
export function homeOf({ folder = '' }: BuildFacts, holds: (folder: string) => boolean): string | undefined {
  for (let one = folder; ; one = folderOf(one)) {
    if (holds(one)) return one
    if (one === '') return undefined
  }
}

/** A key that is only there where it says something. */
export function unlessTop<Key extends string>(key: Key, folder: string | undefined): Partial<Record<Key, string>> {
  return folder === undefined || folder === '' ? {} : ({ [key]: folder } as Record<Key, string>)
}

/** Why no recipe fits, for people: found …, expected …. */
export interface Unbuildable {
  reason: string
}

/** JSON with comments, as tsconfig files are. */
export function jsonOf(facts: BuildFacts, path: string): Record<string, unknown> | undefined {
  const value: unknown = parse(facts.text(path)?.replace(/^\uFEFF/, '') ?? '')
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

export function matching(facts: BuildFacts, pattern: RegExp): string[] {
  return [...facts.paths].filter((path) => pattern.test(path)).sort()
}

/** The script or program word of a command: the first that names a file of the tree. */
export function scriptOf({ command, paths }: BuildFacts): string | undefined {
  return command.map((word) => word.replace(/^\.\//, '')).find((word) => paths.has(word))
}

const NOT_FOR_RUNNING =
  /(^|\/)(tests?|__tests__|testdata|docs?|\.[^/]+|vendor|node_modules)\/|(^|\/)(Dockerfile[^/]*|\.[^/]*|Makefile|Procfile|README[^/]*|LICENSE[^/]*|CHANGELOG[^/]*|compose\.ya?ml|docker-compose[^/]*|service\.yaml)$|\.(md|bat|cmd|ps1|service|log)$/i

/** Names that end in `/` are folders: each is copied to a folder of its name. */
export function copyAssets(names: readonly string[]): string[] {
  const files = names.filter((name) => !name.endsWith('/'))
  const folders = names.filter((name) => name.endsWith('/'))
  return [...copyInPlace(files), ...folders.map((name) => copyLine([name], `./${name}`))]
}

/** The first part of a path; a folder keeps its slash. */
export function topOf(path: string): string {
  const at = path.indexOf('/')
  return at === -1 ? path : path.slice(0, at + 1)
}

/** Top-level files and folders a compiled program may read while it runs: what is neither source, manifest nor document. */
export function assetsOf(facts: BuildFacts, source: RegExp): string[] {
  const kept = [...facts.paths].filter((path) => !source.test(path) && !NOT_FOR_RUNNING.test(path))
  return [...new Set(kept.map(topOf))].sort()
}

/** Files a `COPY` line names: in their own folders. One line per folder, since COPY flattens what it is given. */
export function copyInPlace(paths: readonly string[]): string[] {
  const folders = [...new Set(paths.map(folderOf))].sort()
  return folders.map((folder) => {
    const files = paths.filter((path) => folderOf(path) === folder)
    return copyLine(files, folder === '' ? './' : `./${folder}/`)
  })
}

/** Names with blanks need the JSON form. */
export function copyLine(sources: readonly string[], target: string, flags = ''): string {
  const words = [...sources, target]
  const list = words.some((word) => /[\s"\\]/.test(word)) ? JSON.stringify(words) : words.join(' ')
  return `COPY ${flags}${list}`
}

export function cacheMount(id: string, target: string): string {
  return `--mount=type=cache,id=${id},sharing=locked,target=${target}`
}

/** One layer that leaves no package lists behind. */
export function aptInstall(packages: readonly string[]): string[] {
  if (packages.length === 0) return []
  const names = [...new Set(packages)].sort().join(' ')
  return [
    `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/* /var/cache/apt/*`,
  ]
}
