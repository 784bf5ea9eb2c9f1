// Go and Rust: one binary. Go without C stands alone: the last stage holds the binary, certificates, time zones and a
// probe, and no shell.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { CargoBuild, GoBuild } from '../../../model/build.ts'
import { BASES, compareVersions } from './bases.ts'
import {
  aptInstall,
  assetsOf,
  type BuildFacts,
  cacheMount,
  copyAssets,
  copyInPlace,
  homeOf,
  matching,
  placed,
  seenFrom,
  unlessTop,
} from './facts.ts'
import { type Image, image, USER } from './image.ts'
import { NATIVE_RUST } from './native.ts'
import { bashProbe, GO_PROBE, ownProbe } from './probes.ts'

const GO = '1.26'
const RUST = '1.95'
const PROBE_SOURCE = '.container/probe.go'

export function planGo(whole: BuildFacts): GoBuild {
  const { folder = '', runsIn = folder } = whole
  const has = (name: string) => (one: string) => whole.paths.has(placed(one, name))
  // A workspace is built from where it stands: its modules are found from there.
  const home = homeOf(whole, has('go.work')) ?? homeOf(whole, has('go.mod')) ?? ''
  const facts = seenFrom(whole, home)
  const own = homeOf(whole, has('go.mod')) ?? home
  const module = whole.text(placed(own, 'go.mod')) ?? ''
  const stated = /^go\s+(\d+\.\d+)/m.exec(module)?.[1]
  const inFolder = packageOf(seenFrom(whole, folder))
  const inHome = placed(folder, inFolder).slice(home === '' ? 0 : home.length + 1)
  const path = inHome === '' ? '.' : `./${inHome}`
  const name = /^module\s+(?:\S*\/)?([\w.-]+?)(?:\/v\d+)?\s*$/m.exec(module)?.[1]
  const binary = path === '.' ? (name ?? facts.name) : baseName(path)
  return {
    kind: 'go',
    ...unlessTop('home', home),
    ...unlessTop('folder', runsIn),
    version: stated !== undefined && compareVersions(stated, GO) > 0 ? stated : GO,
    package: path,
    binary,
    usesC:
      matching(facts, /\.go$/).some((file) => /^\s*import\s+"C"|^\s+"C"$/m.test(facts.text(file) ?? '')) ||
      /mattn\/go-sqlite3|confluent-kafka-go|godror/.test(module),
    manifests: matching(facts, /(^|\/)go\.(mod|sum|work|work\.sum)$/).filter((it) => !it.startsWith('vendor/')),
    isVendored: facts.paths.has('vendor/modules.txt'),
    assets: assetsOf(whole, /\.go$|(^|\/)go\.(mod|sum|work|work\.sum)$/),
    command: [`./bin/${binary}`, ...goArguments(facts.command)],
  }
}

/** `./cmd/depot` of `go run ./cmd/depot/main.go`, else the one package with a main function. */
function packageOf(facts: BuildFacts): string {
  const word = facts.command.slice(1).find((it) => it.endsWith('.go') || /^\.?\.?\//.test(it) || it === '.')
  if (word !== undefined && facts.command[0] === 'go') {
    const folder = (word.endsWith('.go') ? folderOf(word) : word).replace(/^\.\//, '').replace(/\/$/, '')
    return folder === '' || folder === '.' ? '.' : `./${folder}`
  }
  const mains = matching(facts, /\.go$/).filter(
    (file) =>
      !/_test\.go$/.test(file) &&
      /^package main\b/m.test(facts.text(file) ?? '') &&
      /^func main\(/m.test(facts.text(file) ?? ''),
  )
  const folders = [...new Set(mains.map(folderOf))].sort((a, b) => a.length - b.length)
  const named = folders.find((folder) => folder.endsWith(`/${facts.name}`)) ?? folders[0] ?? ''
  return named === '' ? '.' : `./${named}`
}

/** What follows the package or the binary. */
function goArguments(command: readonly string[]): string[] {
  if (command[0] !== 'go') return command.slice(1)
  const at = command.findIndex(
    (word, index) => index > 0 && (word.endsWith('.go') || /^\.?\.?\//.test(word) || word === '.'),
  )
  return at === -1 ? [] : command.slice(at + 1).filter((word) => !word.endsWith('.go'))
}

export function goImage(plan: GoBuild): Image {
  const build = goStage(plan)
  const assets = copyAssets(plan.assets)
  const folder = plan.folder === undefined ? '' : `${plan.folder}/`
  const binary = `COPY --from=build /out/${plan.binary} ./${folder}bin/${plan.binary}`
  if (plan.usesC)
    return image({
      base: BASES.debian(),
      packages: ['ca-certificates', 'tzdata'],
      command: plan.command,
      probe: bashProbe,
      stages: [build],
      contents: [...assets, binary],
    })
  return image({
    base: 'scratch',
    command: plan.command,
    probe: ownProbe,
    hasNoShell: true,
    environment: { PATH: `/app/${folder}bin`, ZONEINFO: '/zoneinfo.zip' },
    stages: [build],
    dependencies: [
      'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/',
      'COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip',
      'COPY --from=build /out/probe /probe',
      `COPY --from=build --chown=${USER} /root-of/ /`,
    ],
    contents: [...assets, binary],
    files: { [PROBE_SOURCE]: GO_PROBE },
  })
}

function goStage(plan: GoBuild): Image['stages'][number] {
  const modules = cacheMount('go-modules', '/go/pkg/mod')
  const built = cacheMount('go-build', '/root/.cache/go-build')
  const c = plan.usesC ? '1' : '0'
  const inHome = plan.home === undefined ? [] : [`WORKDIR /build/${plan.home}`]
  const mode = plan.isVendored ? ' -mod=vendor' : ''
  // Sources from before modules.
  const old = plan.manifests.length === 0 ? 'GO111MODULE=off ' : ''
  const probe = [
    `COPY ${PROBE_SOURCE} /probe/probe.go`,
    `RUN ${built} CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/probe /probe/probe.go`,
    'RUN mkdir -p /root-of/data /root-of/secrets /root-of/tmp',
  ]
  return {
    name: 'build',
    base: BASES.go(plan.version),
    lines: [
      'WORKDIR /build',
      ...(plan.usesC ? [] : probe),
      ...(plan.isVendored || plan.manifests.length === 0
        ? []
        : [
            ...copyInPlace(plan.manifests.map((path) => placed(plan.home ?? '', path))),
            ...inHome,
            `RUN ${modules} go mod download`,
          ]),
      ...(plan.home === undefined ? ['COPY . .'] : ['COPY . /build/', ...inHome]),
      `RUN ${modules} ${built} ${old}CGO_ENABLED=${c} go build -trimpath${mode} -ldflags='-s -w' -o /out/${plan.binary} ${plan.package}`,
    ],
  }
}

export function planCargo(whole: BuildFacts): CargoBuild {
  const { folder = '', runsIn = folder } = whole
  const home =
    homeOf(whole, (one) => /^\[workspace\b/m.test(whole.text(placed(one, 'Cargo.toml')) ?? '')) ??
    homeOf(whole, (one) => whole.paths.has(placed(one, 'Cargo.toml'))) ??
    ''
  const facts = seenFrom(whole, home)
  const own = homeOf(whole, (one) => whole.paths.has(placed(one, 'Cargo.toml'))) ?? home
  const manifest = whole.text(placed(own, 'Cargo.toml')) ?? ''
  const lock = facts.text('Cargo.lock') ?? manifest
  const native = NATIVE_RUST.filter(({ name }) => name.test(lock))
  const named = facts.command.indexOf('--bin')
  const binary =
    (named === -1 ? undefined : facts.command[named + 1]) ??
    /\[\[bin\]\][^[]*?name\s*=\s*"([^"]+)"/.exec(manifest)?.[1] ??
    /\[package\][^[]*?name\s*=\s*"([^"]+)"/.exec(manifest)?.[1] ??
    facts.name
  return {
    kind: 'cargo',
    ...unlessTop('home', home),
    ...unlessTop('folder', runsIn),
    version: /channel\s*=\s*"(\d+\.\d+)/.exec(facts.text('rust-toolchain.toml') ?? '')?.[1] ?? RUST,
    binary,
    manifests: matching(facts, /(^|\/)Cargo\.(toml|lock)$|^rust-toolchain(\.toml)?$|^\.cargo\/config\.toml$/),
    isLocked: facts.paths.has('Cargo.lock'),
    system: { build: native.flatMap(({ build }) => build), run: native.flatMap(({ run }) => run) },
    assets: assetsOf(whole, /\.rs$|(^|\/)Cargo\.(toml|lock)$|rust-toolchain|(^|\/)build\.rs$/),
    command: [
      `./bin/${binary}`,
      ...(facts.command.includes('--') ? facts.command.slice(facts.command.indexOf('--') + 1) : []),
    ],
  }
}

export function cargoImage(plan: CargoBuild): Image {
  const registry = cacheMount('cargo-registry', '/usr/local/cargo/registry')
  const target = cacheMount('cargo-target', '/build/target')
  const locked = plan.isLocked ? ' --locked' : ''
  const { home = '' } = plan
  const manifests = plan.manifests.map((path) => placed(home, path))
  const folders = manifests.filter((path) => path.endsWith('Cargo.toml')).map(folderOf)
  const at = home === '' ? '' : ` --manifest-path ${home}/Cargo.toml`
  const out = `./${plan.folder === undefined ? '' : `${plan.folder}/`}bin/${plan.binary}`
  const empty = folders.map((folder) => (folder === '' ? 'src' : `${folder}/src`))
  return image({
    base: BASES.debian(),
    packages: ['ca-certificates', ...plan.system.run],
    command: plan.command,
    probe: bashProbe,
    stages: [
      {
        name: 'build',
        base: BASES.rust(plan.version),
        lines: [
          'WORKDIR /build',
          ...aptInstall(plan.system.build),
          ...copyInPlace(manifests),
          // A manifest without any source is refused, so each crate gets an empty one while packages are fetched.
          `RUN ${registry} mkdir -p ${empty.join(' ')} && touch ${empty.map((it) => `${it}/lib.rs`).join(' ')} && cargo fetch${locked}${at} && rm -r ${empty.join(' ')}`,
          'COPY . .',
          `RUN ${registry} ${target} cargo build --release${locked}${at}${at === '' ? '' : ' --target-dir target'} --bin ${plan.binary} && mkdir -p /out && cp target/release/${plan.binary} /out/`,
        ],
      },
    ],
    contents: [...copyAssets(plan.assets), `COPY --from=build /out/${plan.binary} ${out}`],
  })
}
