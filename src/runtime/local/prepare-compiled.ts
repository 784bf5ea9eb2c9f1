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
      return go(plan, run)
    case 'cargo':
      return cargo(plan, tree, run)
    case 'dotnet':
      return dotnet(plan, tree, run)
    case 'node':
      return plan.build === undefined ? [] : nodeBuild(plan, run)
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
  const out = join(tree, 'out')
  cpSync(out, tree, { recursive: true })
  rmSync(out, { recursive: true, force: true })
  return [`built by ${tool}`]
}

async function go(plan: GoBuild, run: Run): Promise<string[]> {
  const env: Record<string, string> = {
    CGO_ENABLED: plan.usesC ? '1' : '0',
    // The tree is copied out of any repository: there is no revision to stamp.
    GOFLAGS: `-trimpath -buildvcs=false${plan.isVendored ? ' -mod=vendor' : ''}`,
    ...(plan.manifests.length === 0 ? { GO111MODULE: 'off' } : {}),
  }
  await run(['go', 'build', '-o', `bin/${plan.binary}`, plan.package], { env })
  return [`bin/${plan.binary} built by go`]
}

async function cargo(plan: CargoBuild, tree: string, run: Run): Promise<string[]> {
  const locked = plan.isLocked ? ['--locked'] : []
  await run(['cargo', 'build', '--release', '--quiet', ...locked, '--bin', plan.binary])
  mkdirSync(join(tree, 'bin'), { recursive: true })
  cpSync(join(tree, 'target', 'release', plan.binary), join(tree, 'bin', plan.binary))
  chmodSync(join(tree, 'bin', plan.binary), 0o755)
  rmSync(join(tree, 'target'), { recursive: true, force: true })
  return [`bin/${plan.binary} built by cargo`]
}

async function dotnet(plan: DotnetBuild, tree: string, run: Run): Promise<string[]> {
  const env = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' }
  const words = ['publish', plan.project, '--configuration', 'Release', '--output', 'out', '-p:UseAppHost=false']
  await run(['dotnet', ...words], { env })
  cpSync(join(tree, 'out'), tree, { recursive: true })
  rmSync(join(tree, 'out'), { recursive: true, force: true })
  return [`${plan.assembly}.dll published by dotnet`]
}

async function nodeBuild({ build }: NodeBuild, run: Run): Promise<string[]> {
  // Any client runs a script alike; npm is the one that is there.
  await run(['npm', 'run', '--silent', build!.script])
  return [`${build!.outputs.join(', ')} built by its own script`]
}
