// The facts of the real host that no other part of the tool knows: disk, memory, write access, the Docker engine.
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs'
import { get } from 'node:http'
import { freemem } from 'node:os'
import { dirname } from 'node:path'
import type { HostFacts } from './check.ts'

type Measured = Pick<HostFacts, 'freeDiskBytes' | 'isWritable' | 'availableMemoryBytes' | 'askEngine'>

export function measureHost(env: HostFacts['env']): Measured {
  return {
    freeDiskBytes(folder) {
      const { bavail, bsize } = statfsSync(nearestExisting(folder))
      return bavail * bsize
    },
    isWritable(folder) {
      try {
        accessSync(nearestExisting(folder), constants.W_OK)
        return true
      } catch {
        return false
      }
    },
    availableMemoryBytes,
    askEngine: () => askEngine(env.DOCKER_HOST),
  }
}

/** A folder that is not there yet is as good as the one it will be made in. */
function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder))
}

/** What can be had without swapping: on Linux the kernel's own estimate, page cache included. */
function availableMemoryBytes(): number {
  const meminfo = existsSync('/proc/meminfo') ? readFileSync('/proc/meminfo', 'utf8') : ''
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024
}

const DEFAULT_SOCKET = '/var/run/docker.sock'
const ENGINE_TIMEOUT_MS = 2000

async function askEngine(dockerHost = `unix://${DEFAULT_SOCKET}`): ReturnType<HostFacts['askEngine']> {
  const socketPath = /^unix:\/\/(.+)$/.exec(dockerHost)?.[1]
  if (socketPath !== undefined && !existsSync(socketPath)) return { absent: true }
  const target = socketPath === undefined ? new URL(dockerHost.replace(/^tcp:/, 'http:')) : undefined
  const address = target ? { host: target.hostname, port: target.port } : { socketPath }
  return new Promise((resolve) => {
    const refuse = (reason: string): void => resolve({ failure: `${dockerHost}: ${reason}` })
    const request = get(
      { ...address, path: '/version', signal: AbortSignal.timeout(ENGINE_TIMEOUT_MS) },
      (response) => {
        let body = ''
        response.on('data', (chunk) => {
          body += chunk
        })
        response.on('error', (error) => refuse(error.message))
        response.on('end', () => {
          try {
            const { Version, ApiVersion } = JSON.parse(body) as Record<string, string>
            if (Version && ApiVersion) resolve({ version: Version, api: ApiVersion })
            else refuse('answered without a version')
          } catch {
            refuse(`answered ${response.statusCode} with something else than JSON`)
          }
        })
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      refuse(
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? `no answer within ${ENGINE_TIMEOUT_MS} ms`
          : (error.code ?? error.message),
      ),
    )
  })
}
