// A prepared tree is to the local runtime what an image is to Docker: the migrated files in local form with their
// dependencies beside them, known by a digest. It appears whole or not at all: built aside, then renamed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { digestOf, sha256 } from '../../kit/digest.ts'
import type { BuildPlan } from '../../model/build.ts'
import type { PlatformPaths } from '../../model/platform.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import { linkWorkspace } from './node-links.ts'
import { compile } from './prepare-compiled.ts'
import { type Dependencies, nodePackages, pythonPackages } from './prepare-packages.ts'
import type { TreeContext } from './prepare-tool.ts'

export interface TreeRequest {
  service: ServiceDefinition
  language: string
  plan: BuildPlan
  files: { path: string; mode: number; bytes: Uint8Array }[]
  /** Configuration template in local form; placeholders are filled in at start. */
  config: string
  /** Files whose private form, in `stack/secrets/<id>/local/`, the tree links to. */
  privateFiles?: { path: string; sha256: string }[]
}

export interface PreparedTree {
  digest: string
  /** Variables the tree needs, e.g. PYTHONPATH. */
  env: Record<string, string>
  /** Folder of the tree where the command runs; absent: its top. */
  folder?: string
  /** Programs that its packages bring, by name: absolute paths. */
  programs?: Record<string, string>
  template: string
}

/** What was prepared of a service, or undefined. */
export function preparedTree({ state }: PlatformPaths, service: string): PreparedTree | undefined {
  const file = manifestOf(state, service)
  if (!existsSync(file) || !existsSync(treeOf(state, service))) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as PreparedTree
}

export function discardTree({ state }: PlatformPaths, service: string): void {
  rmSync(manifestOf(state, service), { force: true })
  rmSync(treeOf(state, service), { recursive: true, force: true })
}

/** Idempotent by digest. Throws TOOL_MISSING or TOOLCHAIN_FAILED when dependencies cannot be installed. */
export async function prepareTree(
  request: TreeRequest,
  context: TreeContext,
): Promise<{ digest: string; notes: string[] }> {
  const { service, files, config, language, plan, privateFiles = [] } = request
  const { paths } = context
  const digest = digestOf({
    language,
    plan,
    config,
    files: files.map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]),
    ...(privateFiles.length > 0 ? { privateFiles } : {}),
  })
  if (preparedTree(paths, service.id)?.digest === digest) return { digest, notes: ['unchanged'] }

  const dependencies = await installDependencies(request, context)
  const aside = join(paths.state, 'local', `.new-${service.id}`)
  rmSync(aside, { recursive: true, force: true })
  for (const { path, mode, bytes } of files) {
    const target = join(aside, ...path.split('/'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes, { mode })
  }
  linkPrivate(aside, request, paths)
  linkPackages(join(aside, plan.kind === 'node' ? (plan.home ?? '') : ''), dependencies)
  const built = await compile(plan, aside, service.id, context)
  discardTree(paths, service.id)
  renameSync(aside, treeOf(paths.state, service.id))
  const prepared: PreparedTree = {
    digest,
    env: withModulePath(dependencies.env, plan, treeOf(paths.state, service.id)),
    ...(plan.folder === undefined ? {} : { folder: plan.folder }),
    ...(dependencies.programs === undefined ? {} : { programs: dependencies.programs }),
    template: config,
  }
  writeFileSync(manifestOf(paths.state, service.id), `${JSON.stringify(prepared, null, 2)}\n`, { mode: 0o600 })
  return { digest, notes: [...dependencies.notes, ...built] }
}

/** A file with credentials in it stays where only its owner reads it. */
function linkPrivate(tree: string, { service, privateFiles = [] }: TreeRequest, { stack }: PlatformPaths): void {
  for (const { path } of privateFiles) {
    const link = join(tree, ...path.split('/'))
    rmSync(link, { force: true })
    symlinkSync(join(stack, 'secrets', service.id, 'local', ...path.split('/')), link)
  }
}

function linkPackages(home: string, { packages, workspace }: Dependencies): void {
  if (packages !== undefined) symlinkSync(packages, join(home, 'node_modules'), 'junction')
  if (workspace !== undefined) linkWorkspace(home, workspace.folder, workspace.members)
}

/** Libraries beside the service come before packages of the same name. */
function withModulePath(env: Record<string, string>, { modulePath }: BuildPlan, tree: string): Record<string, string> {
  if (modulePath === undefined) return env
  const folders = modulePath.map((folder) => join(tree, folder))
  return { ...env, PYTHONPATH: [...folders, ...(env.PYTHONPATH === undefined ? [] : [env.PYTHONPATH])].join(delimiter) }
}

function treeOf(state: string, service: string): string {
  return join(state, 'local', service)
}

function manifestOf(state: string, service: string): string {
  return join(state, 'local', `${service}.json`)
}

async function installDependencies({ plan, files }: TreeRequest, context: TreeContext): Promise<Dependencies> {
  const text = (path: string): string | undefined => {
    const file = files.find((candidate) => candidate.path === path)
    return file && Buffer.from(file.bytes).toString('utf8')
  }
  if (plan.kind === 'python') return pythonPackages(plan, text, context)
  if (plan.kind === 'node') return nodePackages(plan, text, context)
  return { env: {}, notes: [] }
}
