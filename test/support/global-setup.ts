// Runs once before the tests. Real servers are part of the proof: what is missing is installed, and named when it cannot be.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverBinary } from './servers.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export default function setup(): void {
  if (!existsSync(join(ROOT, 'dist/src'))) throw new Error('dist/ is missing: run `npm test`, which builds first')
  try {
    serverBinary('nats-server')
    serverBinary('valkey-server')
  } catch {
    execFileSync(process.execPath, [join(ROOT, 'bin/run.js'), 'doctor', '--fix'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    serverBinary('nats-server')
    serverBinary('valkey-server')
  }
}
