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

const PEAK = /^peak-kib=(\d+)$/m
/** For NODE_OPTIONS: the process says at its end how much memory it held at most. */
export const TELL_PEAK = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>process.stderr.write('\\npeak-kib='+process.resourceUsage().maxRSS+'\\n'))",
)}`

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
      const words = Buffer.concat(complained).toString('utf8')
      const peak = PEAK.exec(words)?.[1]
      if (code === 0)
        return resolve({
          ms,
          stdout: Buffer.concat(said).toString('utf8'),
          ...(peak === undefined ? {} : { peakMiB: Number(peak) / 1024 }),
        })
      const why = words.trim().slice(0, 500)
      const message = `${args.join(' ')}: ended with ${code ?? killedBy}, expected 0: ${why}`
      reject(new TradeError('ENVIRONMENT_NOT_READY', message, { hints: ['trade2026 ps'] }))
    })
  })
}
