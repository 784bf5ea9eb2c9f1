// Runs the built main of a bundled service as a real process, the way the local runtime does.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { eventually } from './eventually.ts'
import { ended } from './nats.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface LogRecord {
  time: string
  level: string
  service: string
  message: string
  fields?: Record<string, unknown>
}

export interface ServiceProcess {
  child: ChildProcess
  /** Parsed lines of stdout; a line that is not JSON fails the test that reads it. */
  log(): LogRecord[]
  stderr(): string
  get(path: string): Promise<{ status: number; body: unknown }>
  /** Resolves when /health answers 200. */
  ready(): Promise<void>
  /** Exit code after the process ended by itself or by a signal. */
  exited(): Promise<number | null>
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** `env` names everything the service needs; nothing is inherited but PATH. */
export function spawnService(id: string, env: Record<string, string>): ServiceProcess {
  const main = `${ROOT}dist/services/${id}/src/main.js`
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', SERVICE_ID: id, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let errors = ''
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line))
  child.stderr!.on('data', (chunk) => {
    errors += chunk
  })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${env.HTTP_PORT}${path}`)
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: json ? JSON.parse(text) : text }
  }
  return {
    child,
    log: () => lines.map((line) => JSON.parse(line)),
    stderr: () => errors,
    get,
    async ready() {
      const ended = exited.then((code) => {
        throw new Error(`${id} ended with ${code}: ${lines.join('\n')}${errors}`)
      })
      await Promise.race([ended, eventually(async () => (await get('/health')).status === 200)])
    },
    exited: () => exited,
    async stop(signal) {
      await ended(child, signal)
      return exited
    },
  }
}
