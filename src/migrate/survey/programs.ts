// Every program of a tree: entry files by code, and the library question: a file that another one takes in starts nothing
// by itself unless it has a main of its own.
import { folderOf } from '../../kit/path.ts'
import { isTestFile } from '../rewrite/language.ts'
import { type Entry, entryOf, isManifest } from './entries.ts'
import type { Imports } from './imports.ts'
import { codeLanguage } from './mask.ts'
import type { Sources } from './sources.ts'
import { below } from './tree.ts'

/** Files whose text is looked at around a main. */
const AROUND = 60

export function programsOf(sources: Sources, imports: Imports): Map<string, Entry> {
  const code = sources.list.filter((file) => codeLanguage(file) !== undefined)
  const taken = new Map<string, string>()
  for (const file of code)
    if (!isTestFile(file))
      for (const one of imports.of(file))
        if (folderOf(one) !== folderOf(file) || !one.endsWith('.go')) taken.set(one, file)
  const manifests = sources.list.filter(isManifest).map(folderOf)
  const found = new Map<string, Entry>()
  for (const file of code) {
    const text = sources.text(file)
    if (text === undefined || !/main|listen|serve|run|Create|start|Swoole|while|loop|require/i.test(text)) continue
    const entry =
      entryOf(file, text) ??
      (/main|Main|bootstrap|__name__/.test(text)
        ? entryOf(file, text, aroundOf(file, sources, imports, manifests))
        : undefined)
    if (!entry || (!entry.hasMain && (taken.has(file) || isInner(file, text)))) continue
    found.set(file, entry)
  }
  return found
}

/** Python that starts only inside a function is called by somebody; without a caller in the tree it is a library. */
function isInner(file: string, text: string): boolean {
  if (!file.endsWith('.py')) return false
  return !/^(?:[\w.]+\s*=\s*)?(?:await\s+)?[\w.]*(?:run|serve|serve_forever|run_app|make_server|HTTPServer|TCPServer|start|listen)\w*\(/m.test(
    text,
  )
}

function aroundOf(file: string, sources: Sources, imports: Imports, manifests: readonly string[]): string[] {
  const files = /^(python|javascript|go)$/.test(codeLanguage(file)!)
    ? imports.reach(file).filter((one) => one !== file)
    : moduleFiles(file, sources, manifests).filter((one) => one !== file)
  return files.slice(0, AROUND).map((one) => sources.masked(one).code)
}

/** Code of the same module: below the nearest manifest, and below no nearer one. */
function moduleFiles(file: string, sources: Sources, manifests: readonly string[]): string[] {
  const nearest = nearestOf(folderOf(file), manifests) ?? folderOf(file)
  const inner = manifests.filter((one) => one !== nearest && below(one, nearest))
  return sources.list.filter(
    (one) =>
      below(one, nearest) && codeLanguage(one) === codeLanguage(file) && !inner.some((other) => below(one, other)),
  )
}

const NEAREST = new WeakMap<readonly string[], Map<string, string | undefined>>()

/** The deepest of some folders that holds a folder; remembered, since large trees ask it for every pair of programs. */
export function nearestOf(folder: string, manifests: readonly string[]): string | undefined {
  const known = NEAREST.get(manifests) ?? new Map<string, string | undefined>()
  NEAREST.set(manifests, known)
  if (!known.has(folder))
    known.set(folder, manifests.filter((one) => below(folder, one)).sort((a, b) => b.length - a.length)[0])
  return known.get(folder)
}
