// A member of an npm, pnpm or yarn workspace: the root with its lock, the members it depends on, the manifests of the others
// (a lock is refused where one is missing). Besides: packages named by path, and files taken in by a relative import.

import { parse } from 'jsonc-parser'
import { folderOf } from '../../../kit/path.ts'
import type { Sources } from '../sources.ts'
import { below, joined } from '../tree.ts'
import { closure } from './closure.ts'
import { at, filesAt, type Part, type Seed, upward } from './part.ts'

const ROOT =
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|\.nvmrc|\.node-version|lerna\.json|turbo\.json|nx\.json|tsconfig[\w.-]*\.json|babel\.config\.\w+)$/

interface Manifest {
  name?: string
  workspaces?: unknown
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

export function nodeParts({ package: own, folder, entry, sources, imports }: Seed): Part[] {
  const manifests = manifestsOf(sources)
  const root = upward(own)
    .slice(1)
    .find(
      (above) => manifests.get(above)?.workspaces !== undefined || sources.hasFile(at(above, 'pnpm-workspace.yaml')),
    )
  const parts = new Map<string, Part>()
  const needed = new Set([own])
  for (const one of needed) {
    if (one !== own && one !== root && !below(own, one)) parts.set(one, { path: one, reason: 'package it depends on' })
    for (const other of dependenciesOf(one, manifests)) needed.add(other)
  }
  for (const file of closure(entry, imports))
    if (![folder, ...parts.keys()].some((known) => below(file, known)))
      parts.set(file, { path: file, reason: 'taken in by an import' })
  for (const base of extended(own, sources)) parts.set(base, { path: base, reason: 'extended by its tsconfig' })
  if (root === undefined) return [...parts.values()]
  const others = [...manifests.keys()].filter((one) => one !== root && below(one, root) && !needed.has(one))
  return [
    ...parts.values(),
    ...filesAt(root, ROOT, 'root of the workspace', sources),
    ...(sources.hasFolder(at(root, '.yarn')) ? [{ path: at(root, '.yarn'), reason: 'root of the workspace' }] : []),
    ...others.map((one) => ({ path: at(one, 'package.json'), reason: 'member that the lock file names' })),
  ]
}

const READ = new WeakMap<Sources, Map<string, Manifest>>()

function manifestsOf(sources: Sources): Map<string, Manifest> {
  const known = READ.get(sources)
  if (known) return known
  const found = new Map(
    sources.list
      .filter((file) => /(^|\/)package\.json$/.test(file))
      .flatMap((file) => {
        const value: unknown = parse(sources.text(file) ?? '')
        return typeof value === 'object' && value !== null ? [[folderOf(file), value as Manifest] as const] : []
      }),
  )
  READ.set(sources, found)
  return found
}

function dependenciesOf(folder: string, manifests: ReadonlyMap<string, Manifest>): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifests.get(folder) ?? {}
  const all = { ...peerDependencies, ...optionalDependencies, ...devDependencies, ...dependencies }
  return Object.entries(all).flatMap(([name, version]) => {
    const path = /^(?:file|link|portal):(.+)$/.exec(String(version))?.[1]
    if (path !== undefined) return manifests.has(joined(folder, path)) ? [joined(folder, path)] : []
    return [...manifests].flatMap(([other, manifest]) => (manifest.name === name && other !== folder ? [other] : []))
  })
}

function extended(folder: string, sources: Sources): string[] {
  const found: string[] = []
  for (let file = at(folder, 'tsconfig.json'); sources.hasFile(file); ) {
    const base = /"extends"\s*:\s*"(\.[^"]+)"/.exec(sources.text(file) ?? '')?.[1]
    const next = base && [joined(folderOf(file), base), `${joined(folderOf(file), base)}.json`].find(sources.hasFile)
    if (!next || found.includes(next)) break
    found.push(next)
    file = next
  }
  return found.filter((file) => !below(file, folder))
}
