// Node.js: production packages from the lock file in one stage; where the sources have to be compiled, a second one with
// the development packages. A front end that ends as files is served by nginx.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { NodeBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import {
  type BuildFacts,
  cacheMount,
  copyInPlace,
  homeOf,
  jsonOf,
  matching,
  placed,
  scriptOf,
  seenFrom,
  unlessTop,
} from './facts.ts'
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

/** Where no workspace is: packages further down are their own. */
const MANIFEST = /^package\.json$/

interface Manifest {
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  engines?: { node?: string }
  packageManager?: string
  workspaces?: unknown
}

export function planNode(whole: BuildFacts): NodeBuild {
  const { folder = '' } = whole
  const home = packageHome(whole)
  const [facts, packages] = [seenFrom(whole, folder), seenFrom(whole, home)]
  const root = (jsonOf(packages, 'package.json') ?? {}) as Manifest
  const manifest = (jsonOf(facts, 'package.json') as Manifest | undefined) ?? root
  const member = isWorkspace(whole, home) && folder !== home ? placed('', folder.slice(home.length)) : undefined
  const lock = LOCKS.find(([, file]) => packages.paths.has(file))
  const named = /^(npm|pnpm|yarn)@([^+]+)/.exec(root.packageManager ?? manifest.packageManager ?? '')
  const hasManifest = packages.paths.has('package.json')
  const manager = hasManifest ? (lock?.[0] ?? (named?.[1] as NodeBuild['manager'] | undefined) ?? 'npm') : 'none'
  const told = nodeCommand(facts, manifest)
  const outputs = told.outputs
  // Packages lie where they were installed.
  const up = folder === home ? '' : '../'.repeat(folder.slice(home.length).split('/').filter(Boolean).length)
  const command = told.command.map((word) => (word.startsWith('node_modules/') ? up + word : word))
  const site = siteOf(facts, manifest, command)
  const build = buildOf(manifest, facts, command, outputs, site)
  return {
    kind: 'node',
    version: versionOf(facts.text('.nvmrc') === undefined ? packages : facts, manifest),
    manager,
    ...unlessTop('home', home),
    ...unlessTop('folder', folder),
    ...(member === undefined ? {} : { member }),
    ...builtBefore(whole, folder, home),
    ...(named?.[2] !== undefined && named[1] === manager ? { managerVersion: named[2] } : {}),
    manifests: hasManifest ? manifestsOf(packages, lock?.[1], isWorkspace(whole, home)) : [],
    isLocked: lock !== undefined,
    keepsDev: site === undefined && usesDev(command, manifest),
    ...(build === undefined ? {} : { build }),
    ...(site === undefined ? {} : { site }),
    command: site === undefined ? command : ['nginx', '-g', 'daemon off;'],
  }
}

/** Where packages are installed: the root of a workspace, else the nearest folder with a manifest. */
function packageHome(facts: BuildFacts): string {
  return (
    homeOf(facts, (one) => isWorkspace(facts, one)) ??
    homeOf(facts, (one) => facts.paths.has(placed(one, 'package.json'))) ??
    facts.folder ??
    ''
  )
}

function isWorkspace(facts: BuildFacts, folder: string): boolean {
  const { workspaces } = (jsonOf(facts, placed(folder, 'package.json')) ?? {}) as Manifest
  return workspaces !== undefined || facts.paths.has(placed(folder, 'pnpm-workspace.yaml'))
}

/** Packages of the workspace that came along whole and are compiled: what they depend on first. */
function builtBefore(facts: BuildFacts, folder: string, home: string): Pick<NodeBuild, 'before'> {
  const found = matching(facts, /(^|\/)package\.json$/)
    .filter((path) => folderOf(path) !== folder && folderOf(path) !== home)
    .map((path) => ({ folder: folderOf(path), manifest: (jsonOf(facts, path) ?? {}) as Manifest & { name?: string } }))
    .filter(({ folder: one, manifest }) => manifest.scripts?.build !== undefined && hasSources(facts, one))
  const ordered: typeof found = []
  const visit = (one: (typeof found)[number]): void => {
    if (ordered.includes(one)) return
    const names = Object.keys({ ...one.manifest.dependencies, ...one.manifest.devDependencies })
    for (const other of found) if (other !== one && names.includes(other.manifest.name ?? '')) visit(other)
    if (!ordered.includes(one)) ordered.push(one)
  }
  if (folder !== '') for (const one of found) visit(one)
  return ordered.length === 0 ? {} : { before: ordered.map((one) => one.folder) }
}

function hasSources({ paths }: BuildFacts, folder: string): boolean {
  return [...paths].some((path) => path.startsWith(`${folder}/`) && path !== `${folder}/package.json`)
}

function versionOf({ text }: BuildFacts, { engines }: Manifest): string {
  const pinned = /^v?(\d+)/.exec((text('.nvmrc') ?? text('.node-version') ?? '').trim())?.[1]
  const exact = /^\s*[~^]?v?(\d+)(\.[\dx*.]+)?\s*$/.exec(engines?.node ?? '')?.[1]
  const inImage = /^FROM\s+(?:\S+\/)?node:(\d+)/im.exec(text('Dockerfile') ?? '')?.[1]
  return pinned ?? exact ?? inImage ?? DEFAULT
}

/** Every manifest of a workspace is needed before its packages can be installed. */
function manifestsOf(facts: BuildFacts, lock: string | undefined, isShared: boolean): string[] {
  const named = ['.npmrc', 'pnpm-workspace.yaml', '.yarnrc.yml', '.pnpmfile.cjs'].filter((file) =>
    facts.paths.has(file),
  )
  const members = matching(facts, isShared ? /(^|\/)package\.json$/ : MANIFEST).filter(
    (path) => !/(^|\/)(tests?|examples?)\//.test(path),
  )
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
  const { before = [], folder = '' } = plan
  if (plan.build || before.length > 0) stages.push(builder(plan, base))
  return image({
    ...common,
    stages,
    dependencies: moduleFolders(plan, facts).map((folder) => `COPY --from=dependencies /app/${folder} ./${folder}`),
    contents: [
      'COPY . .',
      ...before.map((one) => `COPY --from=build /app/${one} ./${one}`),
      ...(plan.build?.outputs ?? [])
        .map((output) => placed(folder, output))
        .map((output) => `COPY --from=build /app/${output} ./${output}`),
    ],
  })
}

/** Workspaces may keep packages of their own beside the common ones. */
function moduleFolders({ manifests, home = '' }: NodeBuild, _facts: BuildFacts): string[] {
  const folders = manifests
    .filter((path) => baseName(path) === 'package.json')
    .map((path) => placed(home, folderOf(path)))
  return folders.map((folder) => (folder === '' ? 'node_modules' : `${folder}/node_modules`))
}

function siteImage(plan: NodeBuild, site: string): Image {
  return image({
    base: BASES.nginx(),
    command: plan.command,
    probe: wgetProbe,
    stages: [builder({ ...plan, build: plan.build ?? { script: 'build', outputs: [site] } }, BASES.node(plan.version))],
    contents: siteCopies(`--from=build /app/${placed(plan.folder ?? '', site)}`),
    files: { '.container/site.conf': SITE_CONFIG },
    stopSignal: 'SIGQUIT',
  })
}

function builder(plan: NodeBuild, base: string): Stage {
  const { lines } = packages('build', plan, base, true)
  const run = plan.manager === 'yarn' ? 'yarn run' : `${plan.manager} run`
  const { before = [], folder = '', home = '' } = plan
  const others = before.map((one) => `RUN cd /app/${one} && ${run} build`)
  const own = plan.build === undefined ? [] : [`RUN ${run} ${plan.build.script}`]
  const copy = home === '' ? 'COPY . .' : 'COPY . /app/'
  const within = folder === home ? [] : [`WORKDIR /app/${folder}`]
  return { name: 'build', base, lines: [...lines, copy, ...others, ...within, ...own] }
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
      ...copyInPlace(plan.manifests.map((path) => placed(plan.home ?? '', path))),
      ...(plan.home === undefined ? [] : [`WORKDIR /app/${plan.home}`]),
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

function installCommand({ manager, managerVersion, isLocked, member }: NodeBuild, withDev: boolean): string {
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
  const only = member === undefined ? '' : ` -w ${member} --include-workspace-root`
  const omit = `${withDev ? '' : ' --omit=dev --ignore-scripts'}${withDev ? '' : only}`
  return `RUN ${cacheMount('npm', '/root/.npm')} npm ${isLocked ? 'ci' : 'install'}${omit} --no-audit --no-fund`
}
