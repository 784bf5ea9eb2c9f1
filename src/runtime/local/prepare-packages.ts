// Packages of interpreted languages, installed beside the tree and kept by what was asked of which tool: equal lists are
// installed once, whoever asks.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, posix } from 'node:path'
import { sha256 } from '../../kit/digest.ts'
import type { NodeBuild, PythonBuild } from '../../model/build.ts'
import { runCommand } from './command.ts'
import { runTool, type TreeContext } from './prepare-tool.ts'
import { pythonRequirements } from './python-requirements.ts'

export interface Dependencies {
  env: Record<string, string>
  /** Folder to be linked as node_modules. */
  packages?: string
  /** Installed for a whole workspace: folder that stands for its root, and folders of its members. */
  workspace?: { folder: string; members: string[] }
  /** Programs that packages bring, by name. */
  programs?: Record<string, string>
  notes: string[]
}

export type TextOf = (path: string) => string | undefined

const PYTHON_ENV = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' }

export async function pythonPackages(plan: PythonBuild, texts: TextOf, context: TreeContext): Promise<Dependencies> {
  const text: TextOf = (path) => texts(posix.join(plan.home ?? '', path))
  const { requirements, constraints } = pythonRequirements(plan, text)
  if (requirements.trim() === '') return { env: PYTHON_ENV, notes: ['no requirements, no dependencies'] }
  // What is installed depends on the exact Python: packages for older ones bring more with them.
  const { output: python } = await runCommand(['python3', '-VV'], { env: { ...context.env }, signal: context.signal })
  const key = sha256(`${python}\n${requirements}${constraints === '' ? '' : `\n-c\n${constraints}`}`).slice(0, 16)
  const { folder, fresh } = await cached(context, `python-${key}`, async (target) => {
    mkdirSync(target, { recursive: true })
    const list = join(target, 'requirements.txt')
    writeFileSync(list, requirements)
    const locked = constraints === '' ? [] : ['--constraint', join(target, 'constraints.txt')]
    if (locked[1] !== undefined) writeFileSync(locked[1], constraints)
    const pip = ['python3', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check']
    const quiet = ['--root-user-action=ignore', '--quiet']
    await runTool([...pip, ...quiet, '--target', target, '--requirement', list, ...locked], context, {
      what: 'while installing dependencies',
      hint: 'python3 -m pip --version',
    })
  })
  return {
    env: { ...PYTHON_ENV, PYTHONPATH: [folder, context.env.PYTHONPATH].filter(Boolean).join(delimiter) },
    programs: programsIn(join(folder, 'bin')),
    notes: [
      `${fresh ? 'installed' : 'from cache'}: ${requirements
        .trim()
        .split(/\s*\n\s*/)
        .join(', ')}`,
    ],
  }
}

function programsIn(folder: string): Record<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]))
}

export async function nodePackages(plan: NodeBuild, texts: TextOf, context: TreeContext): Promise<Dependencies> {
  const text: TextOf = (path) => texts(posix.join(plan.home ?? '', path))
  const manifest = text('package.json')
  if (manifest === undefined) return { env: {}, notes: ['no manifest, no dependencies'] }
  if (isBundled(manifest)) {
    return { env: {}, packages: join(context.toolRoot, 'node_modules'), notes: ["dependencies are this tool's own"] }
  }
  const withDev = plan.keepsDev || plan.build !== undefined || plan.before !== undefined
  const contents = plan.manifests.map((path) => `${path}\n${text(path) ?? ''}`).join('\n')
  const key = sha256(`${plan.manager}${withDev ? ' dev' : ''}\n${contents}`).slice(0, 16)
  const { folder, fresh } = await cached(context, `node-${key}`, async (target) => {
    for (const path of plan.manifests) {
      mkdirSync(dirname(join(target, path)), { recursive: true })
      writeFileSync(join(target, path), text(path) ?? '')
    }
    const reason = { what: 'while installing dependencies', hint: 'npm --version' }
    await runTool(installWords(plan, withDev, target), context, { ...reason, cwd: target })
    // A manifest without dependencies leaves no folder, and the link must lead somewhere.
    mkdirSync(join(target, 'node_modules'), { recursive: true })
  })
  const from = plan.manager === 'npm' ? 'npm packages' : `npm packages by ${plan.manager}`
  const notes = [`${from} ${fresh ? 'installed' : 'from cache'}`]
  if (plan.member !== undefined) {
    const members = plan.manifests
      .filter((path) => posix.basename(path) === 'package.json')
      .map((path) => posix.dirname(path))
    return { env: {}, workspace: { folder, members }, notes }
  }
  return { env: {}, packages: join(folder, 'node_modules'), notes }
}

/** A bundled service is cut out of this tool, versions and all. */
function isBundled(manifest: string): boolean {
  return (JSON.parse(manifest) as { imports?: Record<string, string> }).imports?.['#kit/*'] !== undefined
}

/** npm is part of every Node; the other clients are fetched by it for this one call. */
function installWords({ manager, managerVersion, isLocked }: NodeBuild, withDev: boolean, target: string): string[] {
  const client = (name: string, version: string): string[] => [
    'npm',
    'exec',
    '--yes',
    `--package=${name}@${version}`,
    '--',
    name,
  ]
  if (manager === 'pnpm') {
    const words = [
      ...client('pnpm', managerVersion ?? '10'),
      'install',
      '--config.node-linker=hoisted',
      '--reporter=silent',
    ]
    return [...words, isLocked ? '--frozen-lockfile' : '--no-frozen-lockfile', ...(withDev ? [] : ['--prod'])]
  }
  if (manager === 'yarn') {
    if (managerVersion !== undefined && !managerVersion.startsWith('1.'))
      return [
        ...client('@yarnpkg/cli-dist', managerVersion).slice(0, -1),
        'yarn',
        'install',
        ...(isLocked ? ['--immutable'] : []),
      ]
    const words = [...client('yarn', managerVersion ?? '1.22.22'), 'install', '--silent', '--non-interactive']
    return [...words, ...(isLocked ? ['--frozen-lockfile'] : []), withDev ? '--production=false' : '--production']
  }
  const words = ['npm', isLocked ? 'ci' : 'install', ...(withDev ? [] : ['--omit=dev'])]
  return [...words, '--no-audit', '--no-fund', '--loglevel=error', '--prefix', target]
}

/** Installations under way, by folder: services that are prepared at once wait for one and the same. */
const underWay = new Map<string, Promise<void>>()

/** Keyed by content: equal requirements are installed once, whoever asks. */
async function cached(
  { paths }: TreeContext,
  key: string,
  fill: (target: string) => Promise<void>,
): Promise<{ folder: string; fresh: boolean }> {
  const folder = join(paths.state, 'dependencies', key)
  const other = underWay.get(folder)
  if (other !== undefined) await other
  if (existsSync(folder)) return { folder, fresh: false }
  const own = install(folder, fill)
  underWay.set(folder, own)
  try {
    await own
  } finally {
    underWay.delete(folder)
  }
  return { folder, fresh: true }
}

async function install(folder: string, fill: (target: string) => Promise<void>): Promise<void> {
  const aside = `${folder}.new`
  rmSync(aside, { recursive: true, force: true })
  await fill(aside)
  renameSync(aside, folder)
}
