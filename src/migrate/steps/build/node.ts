// Node.js: production packages from the lock file in one stage; where the sources have to be compiled, a second one with
// the development packages. A front end that ends as files is served by nginx.
import type { NodeBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import { type BuildFacts, baseName, cacheMount, copyInPlace, folderOf, jsonOf, matching, scriptOf } from './facts.ts'
import { type Image, image, type Stage } from './image.ts'
import { nodeCommand } from './node-command.ts'
import { nodeProbe, wgetProbe } from './probes.ts'
import { SITE_CONFIG, siteCopies } from './site.ts'

const DEFAULT = '24'
const PNPM = '10.34.8'
const LOCKS: [NodeBuild['manager'], string][] = [
  ['pnpm', 'pnpm-lock.yaml'],
  ['yarn', 'yarn.lock'],
  ['npm', 'package-lock.json'],
  ['npm', 'npm-shrinkwrap.json'],
]

interface Manifest {
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  engines?: { node?: string }
  packageManager?: string
  workspaces?: unknown
}

export function planNode(facts: BuildFacts): NodeBuild {
  const manifest = (jsonOf(facts, 'package.json') ?? {}) as Manifest
  const lock = LOCKS.find(([, file]) => facts.paths.has(file))
  const named = /^(npm|pnpm|yarn)@([^+]+)/.exec(manifest.packageManager ?? '')
  const hasManifest = facts.paths.has('package.json')
  const manager = hasManifest ? (lock?.[0] ?? (named?.[1] as NodeBuild['manager'] | undefined) ?? 'npm') : 'none'
  const { command, outputs } = nodeCommand(facts, manifest)
  const site = siteOf(facts, manifest, command)
  const build = buildOf(manifest, facts, command, outputs, site)
  return {
    kind: 'node',
    version: versionOf(facts, manifest),
    manager,
    ...(named?.[2] !== undefined && named[1] === manager ? { managerVersion: named[2] } : {}),
    manifests: hasManifest ? manifestsOf(facts, lock?.[1]) : [],
    isLocked: lock !== undefined,
    keepsDev: site === undefined && usesDev(command, manifest),
    ...(build === undefined ? {} : { build }),
    ...(site === undefined ? {} : { site }),
    command: site === undefined ? command : ['nginx', '-g', 'daemon off;'],
  }
}

function versionOf({ text }: BuildFacts, { engines }: Manifest): string {
  const pinned = /^v?(\d+)/.exec((text('.nvmrc') ?? text('.node-version') ?? '').trim())?.[1]
  const exact = /^\s*[~^]?v?(\d+)(\.[\dx*.]+)?\s*$/.exec(engines?.node ?? '')?.[1]
  const inImage = /^FROM\s+(?:\S+\/)?node:(\d+)/im.exec(text('Dockerfile') ?? '')?.[1]
  return pinned ?? exact ?? inImage ?? DEFAULT
}

/** Every manifest of a workspace is needed before its packages can be installed. */
function manifestsOf(facts: BuildFacts, lock: string | undefined): string[] {
  const named = ['.npmrc', 'pnpm-workspace.yaml', '.yarnrc.yml', '.pnpmfile.cjs'].filter((file) =>
    facts.paths.has(file),
  )
  const members = matching(facts, /(^|\/)package\.json$/).filter((path) => !/(^|\/)(tests?|examples?)\//.test(path))
  const releases = matching(facts, /^\.yarn\/(releases|plugins)\//)
  return [...members, ...(lock === undefined ? [] : [lock]), ...named, ...releases]
}

function usesDev(command: readonly string[], { dependencies = {}, devDependencies = {} }: Manifest): boolean {
  const runner = command.find((word) => /^(tsx|ts-node|ts-node-esm|nodemon|vite|babel-node)(\/|$)/.test(word))
  const name = runner?.split('/')[0]
  return name !== undefined && devDependencies[name] !== undefined && dependencies[name] === undefined
}

/** A build is part of the image where the start command runs what it makes. */
function buildOf(
  manifest: Manifest,
  facts: BuildFacts,
  command: readonly string[],
  outputs: string[],
  site: string | undefined,
): NodeBuild['build'] {
  const script = ['build:prod', 'build'].find((name) => manifest.scripts?.[name] !== undefined)
  if (script === undefined) return undefined
  if (site !== undefined) return { script, outputs: [site] }
  const runs = scriptOf(facts)
  if (outputs.length > 0) return { script, outputs }
  const made = command.map((word) => word.replace(/^\.\//, '')).find((word) => /\.[cm]?js$/.test(word))
  if (runs === undefined && made !== undefined && folderOf(made) !== '')
    return { script, outputs: [made.split('/')[0]!] }
  return undefined
}

/** Only what the browser runs: a front end without a server of its own. */
function siteOf(facts: BuildFacts, { scripts = {} }: Manifest, command: readonly string[]): string | undefined {
  const text = `${scripts.build ?? ''} ${command.join(' ')}`
  const dev = /^(vite|react-scripts|ng|vue-cli-service|parcel|webpack-dev-server|webpack)$/.test(
    baseName(command[0] ?? ''),
  )
  if (!dev || /\bssr\b|--ssr/.test(text)) return undefined
  if (/\breact-scripts\b/.test(text)) return 'build'
  const config = matching(facts, /^vite\.config\.[cm]?[jt]s$/)[0]
  const outDir = config && /outDir\s*:\s*['"]([^'"]+)['"]/.exec(facts.text(config) ?? '')?.[1]
  if (/\bng\b/.test(text)) return angularOutput(facts)
  return outDir ?? 'dist'
}

function angularOutput(facts: BuildFacts): string {
  const projects = (jsonOf(facts, 'angular.json')?.projects ?? {}) as Record<
    string,
    { architect?: { build?: { builder?: string; options?: { outputPath?: unknown } } } }
  >
  const [name, project] = Object.entries(projects)[0] ?? ['app', undefined]
  const build = project?.architect?.build
  const given = build?.options?.outputPath
  const folder = typeof given === 'string' ? given : `dist/${name}`
  // The application builder puts what browsers load into a folder of its own.
  return build?.builder?.endsWith(':application') === true ? `${folder}/browser` : folder
}

export function nodeImage(plan: NodeBuild, facts: BuildFacts): Image {
  if (plan.site !== undefined) return siteImage(plan, plan.site)
  const base = BASES.node(plan.version)
  const common = { base, command: plan.command, probe: nodeProbe, environment: { NODE_ENV: 'production' } }
  if (plan.manager === 'none') return image(common)
  const stages = [packages('dependencies', plan, base, plan.keepsDev)]
  if (plan.build) stages.push(builder(plan, base))
  return image({
    ...common,
    stages,
    dependencies: moduleFolders(plan, facts).map((folder) => `COPY --from=dependencies /app/${folder} ./${folder}`),
    contents: [
      'COPY . .',
      ...(plan.build?.outputs ?? []).map((output) => `COPY --from=build /app/${output} ./${output}`),
    ],
  })
}

/** Workspaces may keep packages of their own beside the common ones. */
function moduleFolders({ manifests }: NodeBuild, _facts: BuildFacts): string[] {
  const folders = manifests.filter((path) => baseName(path) === 'package.json').map(folderOf)
  return folders.map((folder) => (folder === '' ? 'node_modules' : `${folder}/node_modules`))
}

function siteImage(plan: NodeBuild, site: string): Image {
  return image({
    base: BASES.nginx(),
    command: plan.command,
    probe: wgetProbe,
    stages: [builder({ ...plan, build: plan.build ?? { script: 'build', outputs: [site] } }, BASES.node(plan.version))],
    contents: siteCopies(`--from=build /app/${site}`),
    files: { '.container/site.conf': SITE_CONFIG },
    stopSignal: 'SIGQUIT',
  })
}

function builder(plan: NodeBuild, base: string): Stage {
  const { lines } = packages('build', plan, base, true)
  const run = plan.manager === 'yarn' ? 'yarn run' : `${plan.manager} run`
  return { name: 'build', base, lines: [...lines, 'COPY . .', `RUN ${run} ${plan.build!.script}`] }
}

function packages(name: string, plan: NodeBuild, base: string, withDev: boolean): Stage {
  const folders = plan.manifests.filter((path) => baseName(path) === 'package.json').map(folderOf)
  const modules = folders.map((folder) => (folder === '' ? 'node_modules' : `${folder}/node_modules`)).join(' ')
  return {
    name,
    base,
    lines: [
      'WORKDIR /app',
      ...bringManager(plan),
      ...copyInPlace(plan.manifests),
      `${installCommand(plan, withDev)} && mkdir -p ${modules}`,
    ],
  }
}

function bringManager({ manager, managerVersion }: NodeBuild): string[] {
  const cache = cacheMount('npm', '/root/.npm')
  if (manager === 'pnpm') return [`RUN ${cache} npm install --global pnpm@${managerVersion ?? PNPM}`]
  // Yarn 1 is part of the image; later ones come with the tree or by corepack.
  return manager === 'yarn' && isBerry(managerVersion) ? ['RUN corepack enable'] : []
}

function isBerry(version: string | undefined): boolean {
  return version !== undefined && !version.startsWith('1.')
}

function installCommand({ manager, managerVersion, isLocked }: NodeBuild, withDev: boolean): string {
  if (manager === 'pnpm') {
    const flags = `${isLocked ? '--frozen-lockfile' : '--no-frozen-lockfile'}${withDev ? '' : ' --prod'}`
    return `RUN ${cacheMount('pnpm', '/root/.local/share/pnpm/store')} pnpm install ${flags} --config.node-linker=hoisted --config.package-import-method=copy`
  }
  if (manager === 'yarn') {
    const cache = cacheMount('yarn', '/usr/local/share/.cache/yarn')
    if (isBerry(managerVersion))
      return `RUN ${cache} YARN_CACHE_FOLDER=/usr/local/share/.cache/yarn YARN_NODE_LINKER=node-modules ${withDev || !isLocked ? `yarn install${isLocked ? ' --immutable' : ''}` : 'yarn workspaces focus --all --production'}`
    return `RUN ${cache} yarn install${isLocked ? ' --frozen-lockfile' : ''}${withDev ? ' --production=false' : ' --production'} --non-interactive`
  }
  const omit = withDev ? '' : ' --omit=dev --ignore-scripts'
  return `RUN ${cacheMount('npm', '/root/.npm')} npm ${isLocked ? 'ci' : 'install'}${omit} --no-audit --no-fund`
}
