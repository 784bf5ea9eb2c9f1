// The one place that touches the process itself: environment, working directory, clock, terminal, signals.
// Everything below gets what it needs as arguments. Kept light: `ps` pays for every import made here.
import { readFileSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ControlPlane } from './control-plane.ts'

export interface Context {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Folder of this package. */
  toolRoot: string
  /** The Node that runs this tool and, on the local runtime, the services. */
  node: string
  pid: number
  host: string
  operator: string
  userState: string
  toolVersion: string
  nowMs: () => number
  /** In [0, 1). */
  random: () => number
}

export interface Terminal {
  /** stdout is a terminal that a person looks at. */
  interactive: boolean
  /** stderr is one: live progress may be drawn there. */
  progress: boolean
  color: boolean
  columns: number
}

export function processContext(): Context {
  const { env } = process
  const toolRoot = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')
  return {
    env,
    cwd: process.cwd(),
    toolRoot,
    node: process.execPath,
    pid: process.pid,
    host: hostname(),
    operator: env.SUDO_USER ?? env.USER ?? userInfo().username,
    userState: join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'trade2026'),
    toolVersion: (JSON.parse(readFileSync(join(toolRoot, 'package.json'), 'utf8')) as { version: string }).version,
    nowMs: () => Date.now(),
    random: () => Math.random(),
  }
}

/** The piece of Trade2025 that ships with the tool. */
export function legacySample(): string {
  return join(processContext().toolRoot, 'test', 'fixtures', 'trade2025')
}

export function terminal(): Terminal {
  const { env, stdout, stderr } = process
  const dumb = env.TERM === 'dumb'
  const ci = env.CI !== undefined && env.CI !== '' && env.CI !== 'false'
  return {
    interactive: stdout.isTTY === true && !ci,
    progress: stderr.isTTY === true && !ci && !dumb,
    color: stdout.isTTY === true && !dumb && (env.NO_COLOR ?? '') === '',
    columns: stdout.columns ?? 80,
  }
}

export interface OpenOptions {
  platform?: string
  runtime?: 'local' | 'docker'
  /** The words of the command line: named to whoever waits for the lock. */
  command: string
}

export interface OpenedPlane {
  plane: ControlPlane
  signal: AbortSignal
  close: () => Promise<void>
}

/** Wires a control plane for one command and lets Ctrl-C and SIGTERM end it in order. */
export async function openControlPlane(options: OpenOptions): Promise<OpenedPlane> {
  const interruption = interruptible(options.command)
  try {
    const { createControlPlane } = await import('./plane.ts')
    const plane = await createControlPlane(processContext(), options)
    return {
      plane,
      signal: interruption.signal,
      close: async () => {
        interruption.dispose()
        await plane.close()
      },
    }
  } catch (error) {
    interruption.dispose()
    throw error
  }
}

/** First Ctrl-C: no new operation, those in flight finish. Second: leave now; the journal says what is open. */
function interruptible(command: string): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      process.stderr.write(
        `\nleft at once; open operations are in the journal: \`trade2026 ${command}\` goes on from there\n`,
      )
      process.exit(130)
    }
    process.stderr.write('\nstopping: what is in flight finishes, nothing new begins (again: leave at once)\n')
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
