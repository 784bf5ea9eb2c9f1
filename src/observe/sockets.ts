// Sockets of this host with the processes that hold them, from /proc. Reads only; command lines stay here, they may hold
// secrets. What may not be read is counted, not guessed.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface SocketProcess {
  pid: number
  cwd: string
  /** Words of the command line; for matching to a service, never for a report. */
  command: string[]
  listening: number[]
  /** Established connections to a loopback address, by the port at the other end. */
  dials: number[]
}

export interface SocketFacts {
  processes: SocketProcess[]
  /** Processes of other users: their sockets are nobody's here. */
  unreadable: number
}

interface Socket {
  inode: string
  localPort: number
  remotePort: number
  isListening: boolean
  isLoopback: boolean
}

const LISTEN = '0A'
const ESTABLISHED = '01'

/** `proc` is a folder laid out like /proc. Empty where there is none, e.g. on macOS. */
export function readSockets(proc = '/proc'): SocketFacts {
  const sockets = new Map(
    ['net/tcp', 'net/tcp6'].flatMap((name) => socketsOf(textOf(join(proc, name)))).map((one) => [one.inode, one]),
  )
  const processes: SocketProcess[] = []
  let unreadable = 0
  for (const pid of pidsOf(proc)) {
    const held = inodesOf(join(proc, String(pid), 'fd'))
    if (held === undefined) {
      unreadable++
      continue
    }
    const own = held.flatMap((inode) => sockets.get(inode) ?? [])
    if (own.length === 0) continue
    const listening = numbers(own.filter(({ isListening }) => isListening).map(({ localPort }) => localPort))
    const accepted = new Set(listening)
    // The server's end of a connection has the port it listens on: only the client's end dials.
    const dialled = own.filter((one) => !one.isListening && one.isLoopback && !accepted.has(one.localPort))
    processes.push({
      pid,
      cwd: linkOf(join(proc, String(pid), 'cwd')),
      command: textOf(join(proc, String(pid), 'cmdline'))
        .split('\0')
        .filter((word) => word !== ''),
      listening,
      dials: numbers(dialled.map(({ remotePort }) => remotePort)),
    })
  }
  return { processes, unreadable }
}

/** Lines of /proc/net/tcp: `sl local remote st … inode`; addresses are hex, 4-byte words in host order. */
function socketsOf(text: string): Socket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', remote = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/)
      if (state !== LISTEN && state !== ESTABLISHED) return []
      return [
        {
          inode,
          localPort: portOf(local),
          remotePort: portOf(remote),
          isListening: state === LISTEN,
          isLoopback: isLoopback(remote.split(':')[0] ?? ''),
        },
      ]
    })
}

function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16)
}

/** 127.x, ::1, and 127.x inside IPv6, as the kernel of a little-endian machine prints them. */
function isLoopback(hex: string): boolean {
  if (hex.length === 8) return hex.endsWith('7F')
  return hex === '00000000000000000000000001000000' || /^0{16}(0000FFFF|FFFF0000)[0-9A-F]{6}7F$/.test(hex)
}

function pidsOf(proc: string): number[] {
  try {
    return numbers(
      readdirSync(proc)
        .filter((name) => /^\d+$/.test(name))
        .map(Number),
    )
  } catch {
    return []
  }
}

/** Undefined where the process is another user's, or gone. */
function inodesOf(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(linkOf(join(folder, name)))?.[1] ?? [])
  } catch {
    return undefined
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function numbers(list: readonly number[]): number[] {
  return [...new Set(list)].sort((a, b) => a - b)
}
