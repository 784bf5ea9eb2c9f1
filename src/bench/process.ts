// Times a whole process: from before its start until its output is at an end.
import { spawn } from 'node:child_process'
import { TradeError } from '../model/errors.ts'
import type { Ran } from './bench.ts'

export interface Command {
  program: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string | undefined>>
}

/** Throws when the process does not exit 0: a figure of a failed command would be a lie. */
export function timeProcess({ program, args, cwd, env }: Command, signal: AbortSignal): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], signal })
    const said: Buffer[] = []
    const complained: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk))
    child.on('error', reject)
    child.on('close', (code, killedBy) => {
      const ms = performance.now() - startedMs
      if (code === 0) return resolve({ ms, stdout: Buffer.concat(said).toString('utf8') })
      const why = Buffer.concat(complained).toString('utf8').trim().slice(0, 500)
      const message = `${args.join(' ')}: ended with ${code ?? killedBy}, expected 0: ${why}`
      reject(new TradeError('ENVIRONMENT_NOT_READY', message, { hints: ['trade2026 ps'] }))
    })
  })
}
