// The source of one service as the steps see it: which files of a tree belong to it, which are left out and why.
// Reads only, through what it is given.
import { digestOf, sha256 } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'
import { leftOutFile } from '../model/left-out.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { SourceTree, TreeEntry } from '../model/source.ts'
import { type BundleFacts, bundleFiles } from './bundle.ts'
import type { ServiceSource, SourceFile } from './steps/step.ts'
import { isInScope, type Scope } from './survey/scope/scope.ts'

export interface LegacyFacts {
  tree: SourceTree
  /** For people, e.g. the path given with --source. */
  from: string
  /** What of the tree belongs to it. */
  scope: Scope
  language: string
  /** In container form, relative to the service's own folder. */
  command: string[]
}

export function legacySource(facts: LegacyFacts): ServiceSource {
  const { tree, from, scope, language, command } = facts
  const { root, folder } = scope
  const listed = tree.list(root).map((entry) => ({ ...entry, target: inside(entry.path, root, '') }))
  const entries = listed.filter(({ path }) => isInScope(scope, path))
  if (entries.length === 0) {
    throw new TradeError('SOURCE_NOT_FOUND', `${from}/${folder}: found no file, expected the source of a service`, {
      facts: { from, folder },
      hints: [`ls ${from}/${folder}`],
    })
  }
  const unread = entries.find(({ isUnread }) => isUnread)
  if (unread) {
    throw new TradeError(
      'FILE_UNREADABLE',
      `${from}/${unread.path}: ${unread.leftOut}, so the copy would not be whole`,
      {
        facts: { path: unread.path },
        hints: [`ls -ld ${from}/${unread.path}`],
      },
    )
  }
  const reasonOf = ({ leftOut, path }: TreeEntry): string | undefined => leftOut ?? leftOutFile(path)
  const kept = entries.filter((entry) => reasonOf(entry) === undefined)
  const files = kept.map(({ path, mode, target }) => sourceFile(target, mode, () => tree.read(path), path))
  const left = entries.filter((entry) => reasonOf(entry) !== undefined)
  const reasons = [...new Set(left.map((entry) => reasonOf(entry)!))].sort()
  const excluded = reasons.map((reason) => {
    const paths = left.filter((entry) => reasonOf(entry) === reason).map(({ path }) => path)
    return { reason, count: paths.length, examples: paths.slice(0, 3) }
  })
  const others = listed.filter(({ path }) => !isInScope(scope, path)).map(({ path }) => path)
  if (others.length > 0)
    excluded.push({ reason: 'not part of this service', count: others.length, examples: others.slice(0, 3) })
  return source({
    ...{ kind: 'legacy', from: `${from}/${folder}`, language, files, excluded, command },
    ...(folder === root ? {} : { folder: inside(folder, root, '') }),
    ...(scope.runsIn === folder ? {} : { runsIn: inside(scope.runsIn, root, '') }),
    ...(scope.roots.length === 0 ? {} : { modulePath: scope.roots.map((path) => inside(path, root, '')) }),
  })
}

/** A bundled implementation: its sources, the kit beside them, and a manifest that makes the folder stand alone. */
export function bundledSource(definition: ServiceDefinition, tree: SourceTree, facts: BundleFacts): ServiceSource {
  const { implementation } = definition
  if (!implementation) {
    throw new TradeError(
      'SOURCE_NOT_FOUND',
      `services/${definition.id}: found no implementation, expected one or --source`,
      {
        facts: { service: definition.id },
        hints: [`trade2026 migrate ${definition.id} --source DIR`],
      },
    )
  }
  const copied = [
    { folder: `services/${definition.id}/${implementation.path}`, target: implementation.path },
    { folder: 'services/kit', target: 'kit' },
  ].flatMap(({ folder, target }) =>
    tree
      .list(folder)
      .map(({ path, mode }) => sourceFile(inside(path, folder, target), mode, () => tree.read(path), path)),
  )
  const manifest = bundleFiles(definition, copied, facts).map(({ path, text }) =>
    sourceFile(path, 0o644, () => Buffer.from(text)),
  )
  const command = ['node', `${implementation.path}/${implementation.entry}`]
  const files = [...copied, ...manifest]
  return source({
    kind: 'bundled',
    from: `services/${definition.id}`,
    language: 'typescript',
    files,
    excluded: [],
    command,
  })
}

function source(facts: Omit<ServiceSource, 'digest'>): ServiceSource {
  const files = [...facts.files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { ...facts, files, digest: digestOf(files.map(({ path, mode, sha256 }) => [path, mode, sha256])) }
}

function sourceFile(path: string, mode: number, read: () => Uint8Array, origin?: string): SourceFile {
  const bytes = read()
  return { path, mode, size: bytes.length, sha256: sha256(bytes), read, ...(origin === undefined ? {} : { origin }) }
}

function inside(path: string, folder: string, target: string): string {
  const rest = folder === '' || folder === '.' ? path : path.slice(folder.length + 1)
  return target === '' ? rest : `${target}/${rest}`
}
