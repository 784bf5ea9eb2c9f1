// One operator at a time. The lock is a listening socket that the kernel takes away with its process: no stale lock exists,
// and whoever is refused asks the socket who holds it.
import { rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../kit/clock.ts'
import { sha256 } from '../kit/digest.ts'
import { TradeError } from '../model/errors.ts'

export interface LockHolder {
  who: string
  pid: number
  host: string
  command: string
  run: string
  /** ISO time. */
  since: string
}

export interface LockRequest {
  /** What is locked: `platform:<real path of the root>`, `supervisor:<…>`. */
  subject: string
  holder: LockHolder
  clock: Clock
  /** How long to wait for this holder before giving up; 0 = not at all. */
  patienceMs: (holder: LockHolder | undefined) => number
  /** Called when waiting begins, to show who is waited for. */
  onWait?: (holder: LockHolder | undefined) => void
  signal?: AbortSignal
  /** Tests choose; else abstract socket on Linux, pipe on Windows, socket file elsewhere. */
  address?: LockAddress
}

export interface Lock {
  release(): Promise<void>
}

export type LockAddress = { kind: 'kernel'; name: string } | { kind: 'file'; path: string }

const GONE = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'])
const RETRY_MS = 25
const ANSWER_MS = 1000
const VANISHED_LIMIT = 200
/** Longer than it takes to remove a dead socket file that was seen a moment ago. */
const FILE_SETTLE_MS = 50

export async function acquireLock(request: LockRequest): Promise<Lock> {
  const { subject, holder, clock, patienceMs, onWait, signal } = request
  const address = request.address ?? lockAddress(subject)
  const startedMs = clock.monotonicMs()
  let announced = false
  for (let vanished = 0; ; ) {
    const server = await tryListen(address, JSON.stringify({ subject, ...holder }))
    if (server && (await stillOurs(address, clock))) return { release: () => release(server) }
    const found = await askHolder(address)
    // Its holder left between our two questions: ask again, but not for ever.
    if (found === 'free' && vanished++ < VANISHED_LIMIT) {
      await clock.sleep(1)
      continue
    }
    const known = typeof found === 'string' ? undefined : found
    if (clock.monotonicMs() - startedMs >= patienceMs(known) || signal?.aborted) throw lockedBy(subject, known)
    if (!announced) onWait?.(known)
    announced = true
    await clock.sleep(RETRY_MS, signal)
  }
}

/** Commands wait out the short actions of the supervisor, and refuse at once beside another operator. */
export function patience(holder: LockHolder | undefined): number {
  return holder?.command.includes('supervise') ? 20_000 : 0
}

/** Who holds the lock now, for showing; undefined when it is free or its holder does not answer. */
export async function lockHolder(subject: string, address = lockAddress(subject)): Promise<LockHolder | undefined> {
  const found = await askHolder(address)
  return typeof found === 'string' ? undefined : found
}

export function lockAddress(subject: string): LockAddress {
  const name = `trade2026-${sha256(subject).slice(0, 32)}`
  if (process.platform === 'linux') return { kind: 'kernel', name: `\0${name}` }
  if (process.platform === 'win32') return { kind: 'kernel', name: `\\\\.\\pipe\\${name}` }
  return { kind: 'file', path: join(tmpdir(), `${name}.sock`) }
}

const target = (address: LockAddress): string => (address.kind === 'kernel' ? address.name : address.path)

function tryListen(address: LockAddress, answer: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    // Whoever asks may vanish before it has heard the answer.
    socket.on('error', () => socket.destroy())
    socket.end(`${answer}\n`)
  })
  // Holding a lock is no reason for a finished command to stay.
  server.unref()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(target(address), () => resolve(server))
  })
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/**
 * Two who find the same dead socket file may both remove it, the second taking away the file that the first has just made.
 * Only one file is left a moment later: whoever does not own it has lost, and leaves its server alone (closing unlinks the path).
 */
async function stillOurs(address: LockAddress, clock: Clock): Promise<boolean> {
  if (address.kind === 'kernel') return true
  const inode = (): number | undefined => statSync(address.path, { throwIfNoEntry: false })?.ino
  const made = inode()
  await clock.sleep(FILE_SETTLE_MS)
  return made !== undefined && inode() === made
}

/** `free`: nobody listens any more. `silent`: somebody holds it but does not answer (a stopped process). */
function askHolder(address: LockAddress): Promise<LockHolder | 'free' | 'silent'> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(target(address))
    const finish = (result: LockHolder | 'free' | 'silent'): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => finish('silent'), ANSWER_MS)
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('close', () => finish(heard === '' ? 'free' : parseHolder(heard)))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A socket file outlives its process: refused means that nobody is behind it.
      if (address.kind === 'file' && error.code === 'ECONNREFUSED') rmSync(address.path, { force: true })
      finish(GONE.has(error.code ?? '') ? 'free' : 'silent')
    })
  })
}

function parseHolder(text: string): LockHolder | 'silent' {
  try {
    return JSON.parse(text) as LockHolder
  } catch {
    return 'silent'
  }
}

function lockedBy(subject: string, holder: LockHolder | undefined): TradeError {
  const [, path = subject] = subject.split(':')
  if (!holder)
    return new TradeError('LOCKED', `${path}: locked by a process that does not answer; it may be stopped`, {
      facts: { subject },
      hints: ['ss -xlp | grep trade2026'],
    })
  const { who, pid, host, command, since } = holder
  return new TradeError(
    'LOCKED',
    `${path}: locked by ${who}, pid ${pid} on ${host}, running "${command}" since ${since}`,
    {
      facts: { subject, holder },
      hints: [`ps -p ${pid} -o args`],
    },
  )
}
