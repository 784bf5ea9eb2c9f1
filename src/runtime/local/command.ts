// Runs one short-lived program to its end and keeps what it said, both streams in the order they came.
import { spawn } from 'node:child_process'

export interface CommandResult {
  /** Null when it could not be started or was killed. */
  code: number | null
  output: string
}

export interface CommandOptions {
  env: Record<string, string | undefined>
  signal: AbortSignal
  cwd?: string
  /** Called with each whole line while it runs. */
  output?: (line: string) => void
}

const OUTPUT_LIMIT = 256 * 1024

export function runCommand(command: string[], { env, signal, cwd, output }: CommandOptions): Promise<CommandResult> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, signal, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let heard = ''
    let rest = ''
    const hear = (chunk: Buffer): void => {
      heard = (heard + chunk).slice(-OUTPUT_LIMIT)
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) output?.(line)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error) => resolve({ code: null, output: `${heard}${error.message}` }))
    child.on('close', (code) => resolve({ code, output: heard }))
  })
}
