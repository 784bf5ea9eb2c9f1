// A prepared tree is to the local runtime what an image is to Docker: the migrated files in local form with their
// dependencies beside them, known by a digest. It appears whole or not at all: built aside, then renamed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { digestOf, sha256 } from '../../kit/digest.ts'
import { TradeError } from '../../model/errors.ts'
import type { PlatformPaths } from '../../model/platform.ts'
import type { ServiceDefinition } from '../../model/service.ts'
import { runCommand } from './command.ts'

export interface TreeRequest {
  service: ServiceDefinition
  language: string
  files: { path: string; mode: number; bytes: Uint8Array }[]
  /** Configuration template in local form; placeholders are filled in at start. */
  config: string
}

export interface TreeContext {
  paths: PlatformPaths
  /** Folder of this tool: bundled services use its packages. */
  toolRoot: string
  env: Readonly<Record<string, string | undefined>>
  node: string
  signal: AbortSignal
}

export interface PreparedTree {
  digest: string
  /** Variables the tree needs, e.g. PYTHONPATH. */
  env: Record<string, string>
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
  const { service, files, config, language } = request
  const { paths } = context
  const digest = digestOf({
    language,
    config,
    files: files.map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]),
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
  if (dependencies.packages !== undefined) symlinkSync(dependencies.packages, join(aside, 'node_modules'), 'junction')
  discardTree(paths, service.id)
  renameSync(aside, treeOf(paths.state, service.id))
  const prepared: PreparedTree = { digest, env: dependencies.env, template: config }
  writeFileSync(manifestOf(paths.state, service.id), `${JSON.stringify(prepared, null, 2)}\n`, { mode: 0o600 })
  return { digest, notes: dependencies.notes }
}

function treeOf(state: string, service: string): string {
  return join(state, 'local', service)
}

function manifestOf(state: string, service: string): string {
  return join(state, 'local', `${service}.json`)
}

interface Dependencies {
  env: Record<string, string>
  /** Folder to be linked as node_modules. */
  packages?: string
  notes: string[]
}

async function installDependencies(request: TreeRequest, context: TreeContext): Promise<Dependencies> {
  const text = (path: string): string | undefined => {
    const file = request.files.find((candidate) => candidate.path === path)
    return file && Buffer.from(file.bytes).toString('utf8')
  }
  if (request.language === 'python') return pythonPackages(text('requirements.txt'), context)
  const manifest = text('package.json')
  if (manifest === undefined) return { env: {}, notes: ['no manifest, no dependencies'] }
  if (isBundled(manifest)) {
    return { env: {}, packages: join(context.toolRoot, 'node_modules'), notes: ["dependencies are this tool's own"] }
  }
  return nodePackages(manifest, text('package-lock.json'), context)
}

/** A bundled service is cut out of this tool, versions and all. */
function isBundled(manifest: string): boolean {
  return (JSON.parse(manifest) as { imports?: Record<string, string> }).imports?.['#kit/*'] !== undefined
}

const PYTHON_ENV = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' }

async function pythonPackages(requirements: string | undefined, context: TreeContext): Promise<Dependencies> {
  if (requirements === undefined || requirements.trim() === '')
    return { env: PYTHON_ENV, notes: ['no requirements.txt, no dependencies'] }
  // What is installed depends on the exact Python: packages for older ones bring more with them.
  const { output: python } = await runCommand(['python3', '-VV'], { env: { ...context.env }, signal: context.signal })
  const key = sha256(`${python}\n${requirements}`).slice(0, 16)
  const { folder, fresh } = await cached(context, `python-${key}`, async (target) => {
    mkdirSync(target, { recursive: true })
    const list = join(target, 'requirements.txt')
    writeFileSync(list, requirements)
    const pip = [
      'python3',
      '-m',
      'pip',
      'install',
      '--no-input',
      '--disable-pip-version-check',
      '--root-user-action=ignore',
      '--quiet',
    ]
    await install([...pip, '--target', target, '--requirement', list], context, 'python3 -m pip --version')
  })
  return {
    env: { ...PYTHON_ENV, PYTHONPATH: [folder, context.env.PYTHONPATH].filter(Boolean).join(delimiter) },
    notes: [
      `${fresh ? 'installed' : 'from cache'}: ${requirements
        .trim()
        .split(/\s*\n\s*/)
        .join(', ')}`,
    ],
  }
}

async function nodePackages(manifest: string, lock: string | undefined, context: TreeContext): Promise<Dependencies> {
  const { folder, fresh } = await cached(
    context,
    `node-${sha256(manifest + (lock ?? '')).slice(0, 16)}`,
    async (target) => {
      mkdirSync(target, { recursive: true })
      writeFileSync(join(target, 'package.json'), manifest)
      if (lock !== undefined) writeFileSync(join(target, 'package-lock.json'), lock)
      const npm = [
        'npm',
        lock === undefined ? 'install' : 'ci',
        '--omit=dev',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ]
      await install([...npm, '--prefix', target], context, 'npm --version')
      // A manifest without dependencies leaves no folder, and the link must lead somewhere.
      mkdirSync(join(target, 'node_modules'), { recursive: true })
    },
  )
  return {
    env: {},
    packages: join(folder, 'node_modules'),
    notes: [fresh ? 'npm packages installed' : 'npm packages from cache'],
  }
}

/** Keyed by content: equal requirements are installed once, whoever asks. */
async function cached(
  { paths }: TreeContext,
  key: string,
  fill: (target: string) => Promise<void>,
): Promise<{ folder: string; fresh: boolean }> {
  const folder = join(paths.state, 'dependencies', key)
  if (existsSync(folder)) return { folder, fresh: false }
  const aside = `${folder}.new`
  rmSync(aside, { recursive: true, force: true })
  await fill(aside)
  renameSync(aside, folder)
  return { folder, fresh: true }
}

/** What `npm run` tells its children about the project it is in. */
const OF_A_PROJECT =
  /^npm_(package|lifecycle)_|^npm_(command|execpath|node_execpath)$|^npm_config_(local_|global_)?prefix$|^INIT_CWD$/i

/** The environment for an npm that works on another project; registry and certificates stay. */
export function outsideProject<T>(env: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_PROJECT.test(name)))
}

async function install(command: string[], { env, signal }: TreeContext, question: string): Promise<void> {
  const result = await runCommand(command, { env: outsideProject(env), signal })
  if (result.code === 0) return
  const missing = result.code === null
  throw new TradeError(
    missing ? 'TOOL_MISSING' : 'TOOLCHAIN_FAILED',
    `${command[0]}: ${missing ? 'not found' : `ended with ${result.code}`} while installing dependencies`,
    {
      facts: { command, lastLines: result.output.trim().split('\n').slice(-8) },
      hints: [question, 'trade2026 doctor'],
    },
  )
}
