// A platform of its own for one scenario: definitions copied to a temporary folder, ports moved, the real CLI run in it.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import type { MigrateReport, PsReport, PsService } from '../../src/model/report.ts'
import { ROOT } from './catalog.ts'
import { type Left, leftOf } from './left.ts'
import { claimOffset } from './port-offset.ts'
import { serverBinary } from './servers.ts'

export interface CliResult {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Kills the command with SIGKILL as soon as this holds. */
  killWhen?: () => boolean
  env?: Record<string, string>
}

export interface CliPlatform {
  root: string
  run(args: string[], options?: RunOptions): Promise<CliResult>
  /** Runs with --json; throws with both streams when the exit code is not the expected one. */
  json<T>(args: string[], exit?: number): Promise<T>
  ps(): Promise<Map<string, PsService>>
  /** Migrates; goes on where a loaded machine gave the performance step too little proof, as an operator would. */
  migrate(args: string[]): Promise<MigrateReport>
  /** A port of the definitions, moved out of the way of other platforms. */
  port(defined: number): number
  /** `http://127.0.0.1:<port>` of it. */
  url(defined: number): string
  /** What is left of this platform outside its folder: listening ports and held locks. */
  left(): Left
  /** Processes that carry this platform's mark. */
  processes(): { pid: number; service: string }[]
  /** Path → digest of every file below a folder of the platform. */
  digest(folder: string): Record<string, string>
  /** Takes the stack down, throws when something of it is left, and removes the folder unless it is to be kept. */
  dispose(options?: { keep?: boolean }): Promise<void>
}

export interface CliPlatformOptions {
  /** With SeaweedFS, which takes ten seconds to stop; without it the lake is a folder all the same. */
  weed?: boolean
  /** A legacy tree: the platform is the one `init --from` drafts of it, not the bundled one. */
  from?: string
}

const RUN = join(ROOT, 'bin/run.js')
const PARTS = ['trade2026.yaml', 'services', 'infra', 'gates', 'compose']
const ATTEMPTS = 4

async function cliPlatform({ weed = false, from }: CliPlatformOptions = {}): Promise<CliPlatform> {
  const { offset, release } = await claimOffset()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trade2026-scenario-')))
  const root = join(folder, 'platform')
  if (from === undefined) for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true })
  else execFileSync(process.execPath, [RUN, 'init', root, '--from', from, '--json'], { cwd: folder, stdio: 'ignore' })
  allowSlowMachine(root)
  const env = {
    ...process.env,
    TRADE2026_PORT_OFFSET: String(offset),
    TRADE2026_TOOLCHAIN: weed
      ? (process.env.TRADE2026_TOOLCHAIN ?? join(ROOT, '.trade2026/toolchain'))
      : leanToolchain(join(folder, 'toolchain')),
  }
  const run = (args: string[], { killWhen, env: more = {} }: RunOptions = {}): Promise<CliResult> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [RUN, ...args], {
        cwd: root,
        env: { ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (chunk) => (stdout += chunk))
      child.stderr.on('data', (chunk) => (stderr += chunk))
      child.once('error', reject)
      const watch = killWhen && setInterval(() => killWhen() && child.kill('SIGKILL'), 5)
      child.once('close', (code, signal) => {
        clearInterval(watch)
        resolve({ code, signal, stdout, stderr })
      })
    })

  const processes = (): { pid: number; service: string }[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const variables = readFileSync(join('/proc', name, 'environ'), 'utf8').split('\0')
          const mark = variables
            .find((it) => it.startsWith('TRADE2026_RUN='))
            ?.split('/')
            .at(-1)
          const cwd = readlinkSync(join('/proc', name, 'cwd'))
          // Servers rewrite their command line and their environment, but nobody leaves the platform's folders.
          const own = `${root}/.trade2026/data/`
          const service = cwd.startsWith(own) ? cwd.slice(own.length) : mark
          const isOurs = [cwd, ...variables].some((it) => it.includes(root))
          return service !== undefined && isOurs ? [{ pid: Number(name), service }] : []
        } catch {
          return []
        }
      })

  const json = async <T>(args: string[], exit = 0): Promise<T> => {
    const result = await run([...args, '--json'])
    if (result.code !== exit)
      throw new Error(
        `${args.join(' ')} ended with ${result.code}, expected ${exit}\n${result.stdout}\n${result.stderr}`,
      )
    return JSON.parse(result.stdout) as T
  }

  const left = () => leftOf(root, offset)

  return {
    root,
    run,
    json,
    ps: async () => new Map((await json<PsReport>(['ps'])).services.map((service) => [service.id, service])),
    port: (defined) => defined + offset,
    url: (defined) => `http://127.0.0.1:${defined + offset}`,
    async migrate(args) {
      for (let attempt = 1; ; attempt++) {
        const { stdout, stderr } = await run(['migrate', ...args, '--json'])
        const report = JSON.parse(stdout || '{}') as Partial<MigrateReport>
        if (report.services === undefined) throw new Error(`migrate ${args.join(' ')}: ${stdout}${stderr}`)
        if (!lacksOnlyProof(report as MigrateReport) || attempt === ATTEMPTS) return report as MigrateReport
      }
    },
    left,
    processes,
    digest(folder) {
      const base = join(root, folder)
      if (!existsSync(base)) return {}
      return Object.fromEntries(
        readdirSync(base, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .flatMap((path) => {
            try {
              const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
              return [[relative(base, path), `${digest} ${(statSync(path).mode & 0o777).toString(8)}`]]
            } catch {
              // Running services make temporary files that are gone a moment later.
              return []
            }
          }),
      )
    },
    async dispose({ keep = false } = {}) {
      const { code, stderr } = await run(keep ? ['down'] : ['down', '--volumes', '--yes'])
      const remains = { processes: processes(), ...left() }
      for (const { pid } of remains.processes) process.kill(pid, 'SIGKILL')
      release()
      const isClean = code === 0 && Object.values(remains).every((list) => list.length === 0)
      if (!isClean) throw new Error(`${root}: down ended with ${code} and left ${JSON.stringify(remains)}\n${stderr}`)
      if (keep) process.stderr.write(`kept: ${folder}\n`)
      else rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One platform for all tests of a file; kept when one of them fails, and with KEEP=1. */
export async function scenarioPlatform(options?: CliPlatformOptions): Promise<CliPlatform> {
  const platform = await cliPlatform(options)
  let keep = process.env.KEEP !== undefined
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') keep = true
  })
  afterAll(() => platform.dispose({ keep }), 60_000)
  return platform
}

/** Nothing failed; a performance step was inconclusive, and what follows it waits. */
function lacksOnlyProof({ verdict, services }: MigrateReport): boolean {
  const open = services.flatMap(({ steps }) => steps.filter(({ status }) => status !== 'done'))
  return (
    verdict === 'inconclusive' &&
    open.every(({ id, status }) => status === 'pending' || (id === 'performance' && status === 'inconclusive'))
  )
}

/**
 * Latencies are still measured and judged, against limits a hundred times as wide: what a service must reach is a question
 * for a machine that does nothing else, and no scenario may depend on the answer.
 */
function allowSlowMachine(root: string): void {
  for (const id of readdirSync(join(root, 'services'))) {
    const file = join(root, 'services', id, 'gate.yaml')
    if (!existsSync(file)) continue
    const wide = (_: string, number: string, unit: string): string => `limit: ${Number(number) * 100}${unit}`
    writeFileSync(file, readFileSync(file, 'utf8').replace(/limit: ([\d.]+)(ms|s)\b/g, wide))
  }
}

/** A toolchain of bus and cache only. */
export function leanToolchain(folder: string): string {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  for (const name of ['nats-server', 'valkey-server'] as const)
    symlinkSync(serverBinary(name), join(folder, 'bin', name))
  return folder
}
