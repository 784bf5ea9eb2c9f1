// A platform of its own for one scenario: definitions copied to a temporary folder, ports moved, the real CLI run in it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ROOT } from './catalog.ts'
import { serverBinary } from './servers.ts'

export interface CliResult {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Kills the command with SIGKILL after this long. */
  killAfterMs?: number
  env?: Record<string, string>
}

export interface CliPlatform {
  root: string
  offset: number
  run(args: string[], options?: RunOptions): Promise<CliResult>
  /** Runs with --json; throws with both streams when the exit code is not the expected one. */
  json<T>(args: string[], exit?: number): Promise<T>
  /** Processes that carry this platform's mark. */
  processes(): { pid: number; service: string }[]
  /** Path → digest of every file below a folder of the platform. */
  digest(folder: string): Record<string, string>
  /** Takes the stack down and removes the folder; KEEP=1 keeps it. */
  dispose(): Promise<void>
}

const RUN = join(ROOT, 'bin/run.js')
const PARTS = ['trade2026.yaml', 'services', 'infra', 'gates', 'compose']

/**
 * `offset` moves every port. Ports of the platform differ by thousands and by tens, so offsets of scenarios that run beside
 * each other must not: 10500, 11007, 11542, 12049, 12584 and 13161 are free of clashes.
 */
export function cliPlatform(offset: number): CliPlatform {
  const root = mkdtempSync(join(tmpdir(), 'trade2026-scenario-'))
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true })
  // Found the way the tests find them, so that every scenario uses the binaries that are installed already.
  const toolchain = dirname(dirname(serverBinary('nats-server')))
  const env = {
    ...process.env,
    TRADE2026_PORT_OFFSET: String(offset),
    TRADE2026_TOOLCHAIN: process.env.TRADE2026_TOOLCHAIN ?? toolchain,
  }

  const run = (args: string[], { killAfterMs, env: more = {} }: RunOptions = {}): Promise<CliResult> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [RUN, ...args], {
        cwd: root,
        env: { ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (chunk) => (stdout += chunk))
      child.stderr.on('data', (chunk) => (stderr += chunk))
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      child.once('close', (code, signal) => {
        clearTimeout(timer)
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

  return {
    root,
    offset,
    run,
    async json<T>(args: string[], exit = 0) {
      const result = await run([...args, '--json'])
      if (result.code !== exit)
        throw new Error(
          `${args.join(' ')} ended with ${result.code}, expected ${exit}\n${result.stdout}\n${result.stderr}`,
        )
      return JSON.parse(result.stdout) as T
    },
    processes,
    digest(folder) {
      const base = join(root, folder)
      if (!existsSync(base)) return {}
      return Object.fromEntries(
        readdirSync(base, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((path) => [
            relative(base, path),
            `${createHash('sha256').update(readFileSync(path)).digest('hex')} ${(statSync(path).mode & 0o777).toString(8)}`,
          ]),
      )
    },
    async dispose() {
      await run(['down', '--volumes', '--yes'])
      if (process.env.KEEP === undefined) rmSync(root, { recursive: true, force: true })
    },
  }
}
