// The tool as people install it: packed, installed globally from the tarball, used from a folder that knows nothing of it.
import { type ExecFileException, execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PsReport } from '../../../src/model/report.ts'
import { outsideProject } from '../../../src/runtime/local/prepare-tool.ts'
import { ROOT } from '../../support/catalog.ts'
import { leanToolchain } from '../../support/cli-platform.ts'
import { eventually } from '../../support/eventually.ts'
import { leftOf } from '../../support/left.ts'
import { claimOffset } from '../../support/port-offset.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trade2026-package-')))
const [elsewhere, prefix, home] = ['elsewhere', 'global', 'state'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const installed = join(prefix, 'lib/node_modules/trade2026')
const state = join(home, 'trade2026/.trade2026')
const { offset, release } = await claimOffset()
const env = {
  // `npm test` tells the npm below it which project it is in; a terminal does not.
  ...outsideProject(process.env),
  // The machine's own Node, not the one of this checkout: the package has to bring what it needs.
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((place) => !place.startsWith(ROOT))
    .join(delimiter),
  XDG_STATE_HOME: home,
  TRADE2026_PORT_OFFSET: String(offset),
  TRADE2026_TOOLCHAIN: leanToolchain(join(folder, 'toolchain')),
}

interface Ended {
  code: number | string
  stdout: string
  stderr: string
}

function run(program: string, args: string[], cwd = elsewhere): Promise<Ended> {
  return new Promise((resolve) =>
    execFile(program, args, { cwd, env, maxBuffer: 64 << 20 }, (error: ExecFileException | null, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? String(error.signal)), stdout, stderr }),
    ),
  )
}
const trade2026 = (...args: string[]): Promise<Ended> => run(join(prefix, 'bin/trade2026'), args)

/** The installed files without their dependencies: names, sizes, times of change. */
function installedFiles(): string[] {
  return readdirSync(installed, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules'))
    .map((path) => `${path} ${statSync(join(installed, path)).size} ${statSync(join(installed, path)).mtimeMs}`)
    .sort()
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
let untouched: string[]

beforeAll(async () => {
  mkdirSync(elsewhere)
  // Without scripts: the build stands already, and making it again would disturb the scenarios that run beside this one.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], ROOT)
  expect(packed.code, packed.stderr).toBe(0)
  const tarball = join(folder, `trade2026-${version}.tgz`)
  const done = await run('npm', ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball])
  expect(done.code, done.stderr).toBe(0)
  untouched = installedFiles()
}, 240_000)

afterAll(async () => {
  await trade2026('down', '--volumes', '--yes')
  release()
  if (process.env.KEEP) process.stderr.write(`kept: ${folder}\n`)
  else rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('the installed command', () => {
  it('says its version', async () => {
    const { code, stdout } = await trade2026('--version')
    expect(code).toBe(0)
    expect(stdout).toContain(`trade2026/${version} `)
  })

  it('finds the platform that ships with it, and lists its services and gates', async () => {
    const { services } = JSON.parse((await trade2026('ps', '--json')).stdout) as PsReport
    expect(services.length).toBe(26)
    expect(services.filter(({ pid }) => pid !== undefined)).toEqual([])
    const { code, stdout } = await trade2026('gate', '--list')
    expect(code).toBe(0)
    expect(stdout).toMatch(/task-02/)
    expect(stdout).toMatch(/critical/)
  })

  it('brings the stack up, keeps its state in the folder of the user, and takes all of it down', async () => {
    const up = await trade2026('up')
    expect(up.code, up.stderr).toBe(0)
    const { services } = JSON.parse((await trade2026('ps', '--json')).stdout) as PsReport
    const running = services.filter(({ pid }) => pid !== undefined)
    expect(running.map(({ id }) => id).sort()).toEqual([
      'gateway',
      'nats',
      'normalizer',
      'oms',
      'risk',
      'sink-ticks',
      'valkey',
    ])
    expect(running.filter(({ health }) => health !== 'healthy')).toEqual([])
    expect(readdirSync(state)).toContain('journal.jsonl')
    // The supervisor's: it starts when the services are ready.
    await eventually(() => leftOf(installed, offset, state).locks.length === 1)
    const down = await trade2026('down', '--volumes', '--yes')
    expect(down.code, down.stderr).toBe(0)
    expect(running.filter(({ pid }) => isThere(pid!))).toEqual([])
    expect(leftOf(installed, offset, state)).toEqual({ ports: [], locks: [] })
  }, 60_000)

  it('wrote nothing where it is installed, nor where it was called', () => {
    expect(installedFiles()).toEqual(untouched)
    expect(readdirSync(elsewhere)).toEqual([])
  })
})

/** A zombie that nobody has waited for yet holds nothing: its command line is empty. */
function isThere(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) && readFileSync(file, 'utf8') !== ''
}
