// What a platform holds of the machine beside its processes, read from the kernel's own tables: listening ports and locks.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localEndpoints } from '../../src/catalog/endpoints.ts'
import { lockAddress } from '../../src/engine/lock.ts'
import { bundledCatalog } from './catalog.ts'

export interface Left {
  ports: number[]
  locks: string[]
}

/** `state` lies elsewhere for an installed tool, whose own folder belongs to the package manager. */
export function leftOf(root: string, offset: number, state = join(root, '.trade2026')): Left {
  const listening = listeningPorts()
  const own = [...localEndpoints(bundledCatalog().services, offset).values()].flatMap(({ ports }) =>
    Object.values(ports),
  )
  return { ports: own.filter((port) => listening.has(port)), locks: heldLocks(root, state) }
}

/** TCP ports that somebody listens on. */
export function listeningPorts(): Set<number> {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => readFileSync(table, 'utf8').split('\n').slice(1))
  return new Set(
    lines.flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      return state === '0A' ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : []
    }),
  )
}

/** Locks of the platform that somebody holds now. */
function heldLocks(root: string, state: string): string[] {
  const subject = `platform:${root}:${state}`
  const sockets = readFileSync('/proc/net/unix', 'utf8')
  return [subject, `supervisor:${subject}`].filter((name) => {
    const address = lockAddress(name)
    return address.kind === 'kernel' && sockets.includes(`@${address.name.slice(1)}`)
  })
}
