// A bundled service stands alone once it has a manifest and a lock file: both are cut out of the platform's own, so that
// the versions in an image are the versions that were tested. Pure.
import type { ServiceDefinition } from '../model/service.ts'
import type { SourceFile } from './steps/step.ts'

export interface BundleFacts {
  version: string
  /** Of the platform's package.json: exact versions by name. */
  dependencies: Record<string, string>
  /** Text of the platform's package-lock.json, where there is one. */
  lock?: string
}

interface LockEntry {
  version?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  [key: string]: unknown
}

const IMPORT = /(?:from|import)\s*\(?\s*['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^'"]*)?['"]/g

export function bundleFiles(
  definition: ServiceDefinition,
  files: SourceFile[],
  facts: BundleFacts,
): { path: string; text: string }[] {
  const used = importedPackages(files, facts.dependencies)
  const manifest = {
    name: `trade2026-${definition.id}`,
    version: facts.version,
    private: true,
    type: 'module',
    imports: { '#kit/*': './kit/*.ts' },
    dependencies: Object.fromEntries(used.map((name) => [name, facts.dependencies[name]])),
  }
  const lock = facts.lock === undefined ? undefined : cutLock(facts.lock, manifest)
  return [
    { path: 'package.json', text: json(manifest) },
    ...(lock === undefined ? [] : [{ path: 'package-lock.json', text: json(lock) }]),
  ]
}

/** Packages the sources name, as far as the platform depends on them. */
function importedPackages(files: SourceFile[], known: Record<string, string>): string[] {
  const names = new Set<string>()
  for (const file of files) {
    if (!/\.[cm]?[jt]sx?$/.test(file.path)) continue
    for (const [, name] of Buffer.from(file.read()).toString('utf8').matchAll(IMPORT)) {
      if (name !== undefined && known[name] !== undefined) names.add(name)
    }
  }
  return [...names].sort()
}

/** The part of a lock file that the manifest reaches, walked as node resolves: nested first, then outward. */
function cutLock(
  text: string,
  manifest: { name: string; version: string; dependencies: Record<string, string | undefined> },
): unknown {
  const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> }
  const kept = new Map<string, LockEntry>()
  const visit = (from: string, name: string): void => {
    const path = resolve(packages, from, name)
    if (path === undefined || kept.has(path)) return
    const entry = packages[path]!
    const { dev: _dev, ...rest } = entry
    kept.set(path, rest)
    const needed = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies }
    for (const inner of Object.keys(needed)) visit(path, inner)
  }
  for (const name of Object.keys(manifest.dependencies)) visit('', name)
  const { name, version, dependencies } = manifest
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, version, dependencies },
      ...Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

function resolve(packages: Record<string, LockEntry>, from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (base === '') return undefined
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
