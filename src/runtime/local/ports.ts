// Who listens on a port: found before anything is started, so that the operator reads a name and not EADDRINUSE in a log.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

export interface Listener {
  port: number
  /** Unknown where the owner belongs to another user or the system has no /proc. */
  pid?: number
}

/** The listeners that stand in the way of binding 127.0.0.1 at one of the ports. */
export async function listenersOn(ports: readonly number[]): Promise<Listener[]> {
  if (process.platform !== 'linux') return tryToBind(ports)
  const wanted = new Set(ports)
  const inodes = new Map<string, number>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6'])
    for (const { port, inode } of parseListeners(readText(table))) if (wanted.has(port)) inodes.set(inode, port)
  if (inodes.size === 0) return []
  const owners = ownersOf(inodes)
  return [...inodes].map(([inode, port]) => {
    const pid = owners.get(inode)
    return pid === undefined ? { port } : { port, pid }
  })
}

// Addresses in /proc/net/tcp are hex words of the host's byte order (little-endian on every machine Node 24 is built for).
const BLOCKING = new Set([
  '00000000',
  '0100007F',
  '00000000000000000000000000000000',
  '0000000000000000FFFF00000100007F',
  '0000000000000000FFFF000000000000',
])
const LISTEN = '0A'

/** Lines of /proc/net/tcp{,6} that are listening where a bind to 127.0.0.1 would collide. */
export function parseListeners(text: string): { port: number; inode: string }[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
      const [address = '', port = ''] = local.split(':')
      return state === LISTEN && BLOCKING.has(address) ? [{ port: Number.parseInt(port, 16), inode }] : []
    })
}

function ownersOf(inodes: ReadonlyMap<string, number>): Map<string, number> {
  const owners = new Map<string, number>()
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name)))
    for (const descriptor of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${descriptor}`))?.[1]
      if (inode !== undefined && inodes.has(inode)) owners.set(inode, Number(pid))
    }
  return owners
}

async function tryToBind(ports: readonly number[]): Promise<Listener[]> {
  const found: Listener[] = []
  for (const port of ports) if (!(await canBind(port))) found.push({ port })
  return found
}

export function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

// Processes end and refuse while we look: nothing to see is an empty answer.
function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
