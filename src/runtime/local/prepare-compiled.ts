// Compiled services on this host: the same build as in the image, in the prepared tree, with the caches that Go, Maven and
// the others keep for their user anyway.
import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildPlan, CargoBuild, DotnetBuild, GoBuild, NodeBuild } from '../../model/build.ts'
import { runTool, type ToolCall, type TreeContext } from './prepare-tool.ts'

const INSTALL: Record<string, string> = {
  mvn: 'sudo apt-get install maven',
  gradle: 'sudo apt-get install gradle',
  javac: 'sudo apt-get install openjdk-17-jdk-headless',
  go: 'sudo apt-get install golang-go',
  cargo: 'sudo apt-get install cargo',
  dotnet: 'sudo apt-get install dotnet-sdk-8.0',
  bundle: 'sudo apt-get install ruby-bundler',
  composer: 'sudo apt-get install composer',
}

/** Builds inside `tree`; returns what to tell people. */
export async function compile(plan: BuildPlan, tree: string, service: string, context: TreeContext): Promise<string[]> {
  const call = (tool: string, extra: Partial<ToolCall> = {}): ToolCall => ({
    what: `while building ${service}`,
    hint: INSTALL[tool] ?? `${tool} --version`,
    cwd: tree,
    ...extra,
  })
  const run = (command: string[], extra?: Partial<ToolCall>): Promise<void> =>
    runTool(command, context, call(command[0]!, extra))
  switch (plan.kind) {
    case 'maven':
    case 'gradle':
    case 'javac':
      return java(plan, tree, run)
    case 'go':
      return go(plan, tree, run)
    case 'cargo':
      return cargo(plan, tree, run)
    case 'dotnet':
      return dotnet(plan, tree, run)
    case 'node':
      return nodeBuild(plan, tree, run)
    case 'ruby':
      if (!plan.manifests.includes('Gemfile')) return []
      await run(['bundle', 'install', '--quiet'], { env: { BUNDLE_PATH: join(tree, '.bundle') } })
      return ['gems installed']
    case 'php':
      if (!plan.manifests.includes('composer.json')) return []
      await run(['composer', 'install', '--no-dev', '--no-interaction', '--quiet'])
      return ['composer packages installed']
    default:
      return []
  }
}

type Run = (command: string[], extra?: Partial<ToolCall>) => Promise<void>

/** The script is a shell line; the tool it begins with is asked first, so that its absence has its own name. */
async function java(plan: Extract<BuildPlan, { script: string }>, tree: string, run: Run): Promise<string[]> {
  const tool = plan.script.split(' ')[0]!
  await run([tool, tool === 'javac' ? '-version' : '--version'])
  await run(['sh', '-c', plan.script], { hint: `${tool} --version` })
  if (plan.kind === 'javac') return [`compiled by ${tool}`]
  moveOut(tree, plan)
  return [`built by ${tool}`]
}

/** Beside what the program reads while it runs. */
function moveOut(tree: string, { folder = '' }: { folder?: string }): void {
  const out = join(tree, 'out')
  cpSync(out, join(tree, folder), { recursive: true })
  rmSync(out, { recursive: true, force: true })
}

async function go(plan: GoBuild, tree: string, run: Run): Promise<string[]> {
  const env: Record<string, string> = {
    CGO_ENABLED: plan.usesC ? '1' : '0',
    // The tree is copied out of any repository: there is no revision to stamp.
    GOFLAGS: `-trimpath -buildvcs=false${plan.isVendored ? ' -mod=vendor' : ''}`,
    ...(plan.manifests.length === 0 ? { GO111MODULE: 'off' } : {}),
  }
  const target = join(tree, plan.folder ?? '', 'bin', plan.binary)
  await run(['go', 'build', '-o', target, plan.package], { env, cwd: join(tree, plan.home ?? '') })
  return [`bin/${plan.binary} built by go`]
}

async function cargo(plan: CargoBuild, tree: string, run: Run): Promise<string[]> {
  const locked = plan.isLocked ? ['--locked'] : []
  const at = plan.home === undefined ? [] : ['--manifest-path', `${plan.home}/Cargo.toml`, '--target-dir', 'target']
  await run(['cargo', 'build', '--release', '--quiet', ...locked, ...at, '--bin', plan.binary])
  const bin = join(tree, plan.folder ?? '', 'bin')
  mkdirSync(bin, { recursive: true })
  cpSync(join(tree, 'target', 'release', plan.binary), join(bin, plan.binary))
  chmodSync(join(bin, plan.binary), 0o755)
  rmSync(join(tree, 'target'), { recursive: true, force: true })
  return [`bin/${plan.binary} built by cargo`]
}

async function dotnet(plan: DotnetBuild, tree: string, run: Run): Promise<string[]> {
  const env = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' }
  const words = ['publish', plan.project, '--configuration', 'Release', '--output', 'out', '-p:UseAppHost=false']
  await run(['dotnet', ...words], { env })
  moveOut(tree, plan)
  return [`${plan.assembly}.dll published by dotnet`]
}

async function nodeBuild({ build, before = [], folder = '' }: NodeBuild, tree: string, run: Run): Promise<string[]> {
  // Any client runs a script alike; npm is the one that is there.
  for (const one of before) await run(['npm', 'run', '--silent', 'build'], { cwd: join(tree, one) })
  const others = before.length === 0 ? [] : [`${before.join(', ')} built first`]
  if (build === undefined) return others
  await run(['npm', 'run', '--silent', build.script], { cwd: join(tree, folder) })
  return [...others, `${build.outputs.join(', ')} built by its own script`]
}
