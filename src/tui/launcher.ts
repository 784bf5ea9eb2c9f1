// The parent that outlives the dashboard: a process killed by SIGKILL, abort or the memory killer cannot clean up after itself, so this one does.
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { RESTORE } from './screen/terminal.ts'

export interface LauncherOptions {
  /** The dashboard itself: a Node and its arguments. It shares the terminal with us. */
  command: readonly [string, ...string[]]
  env: Record<string, string | undefined>
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
}

/** Set for the child, so that the same command knows which of the two it is. */
export const CHILD_MARK = 'TRADE2026_DASHBOARD_CHILD'

/** A long-lived screen on a small heap: left alone, V8 lets garbage grow to several times what is in use. */
const MEMORY_FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=128']

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Runs the child to its end and returns its exit status (128 + signal where one killed it), with the terminal as it was before. */
export async function runLauncher(options: LauncherOptions): Promise<number> {
  const [program, ...args] = options.command
  const saved = saveTerminal()
  // Without NODE_ENV=production React keeps a record of every render: the process would grow for as long as it is watched.
  const env = { ...options.env, NODE_ENV: 'production', [CHILD_MARK]: '1' }
  const child = spawn(program, [...MEMORY_FLAGS, ...args], { stdio: 'inherit', env })
  const stop = forwardSignals((signal) => child.kill(signal))
  try {
    const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }))
      },
    )
    if (signal === null) return code ?? 1
    options.stdout.write(RESTORE)
    options.stderr.write(`dashboard: killed by ${signal}\n`)
    return 128 + constants.signals[signal]
  } finally {
    stop()
    restoreTerminal(saved)
  }
}

/** Ctrl-C is the child's to answer: here it must not end the one who cleans up. */
function forwardSignals(forward: (signal: NodeJS.Signals) => void): () => void {
  const ignore = () => {}
  process.on('SIGINT', ignore)
  for (const signal of FORWARDED) process.on(signal, forward)
  return () => {
    process.off('SIGINT', ignore)
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}

/** The line settings in the words of stty, or undefined where there is no stty. */
function saveTerminal(): string | undefined {
  const result = spawnSync('stty', ['-g'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' })
  return result.status === 0 ? result.stdout.trim() : undefined
}

function restoreTerminal(saved: string | undefined): void {
  spawnSync('stty', [saved ?? 'sane'], { stdio: ['inherit', 'ignore', 'ignore'] })
}
