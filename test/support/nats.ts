// A real nats-server with JetStream for one test file: free port, own folder, always stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { freePort, serverBinary } from './servers.ts'

export interface NatsServer {
  url: string
  port: number
  /** A plain client for looking from outside. */
  client(): Promise<NatsConnection>
  createStream(name: string, subjects: string[]): Promise<void>
  /** SIGKILL, as a crash would; `start` brings it back on the same port with the same data. */
  kill(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP and SIGCONT: connections stay open and nobody answers. */
  pause(): void
  resume(): void
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}

/** SIGSTOP takes a moment to reach every thread; until then the server may still answer. */
function stopAllThreads(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return
  child.kill('SIGSTOP')
  const tasks = `/proc/${child.pid}/task`
  if (!existsSync(tasks)) return
  const isStopped = (task: string): boolean => /^\d+ \(.*\) [Tt]/.test(readFileSync(`${tasks}/${task}/stat`, 'utf8'))
  for (let look = 0; look < 100_000 && !readdirSync(tasks).every(isStopped); look++);
}

export async function startNats(): Promise<NatsServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'trade2026-nats-'))
  const url = `nats://127.0.0.1:${port}`
  const clients: NatsConnection[] = []
  let child: ChildProcess | undefined
  const server: NatsServer = {
    url,
    port,
    async client() {
      const client = await connect({ servers: url })
      clients.push(client)
      return client
    },
    async createStream(name, subjects) {
      const client = await connect({ servers: url })
      const admin = await jetstreamManager(client)
      await admin.streams.add({ name, subjects, retention: RetentionPolicy.Limits, storage: StorageType.File })
      await client.close()
    },
    async start() {
      child = spawn(serverBinary('nats-server'), ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)], {
        stdio: 'ignore',
      })
      await listening(port)
    },
    async kill() {
      await ended(child, 'SIGKILL')
    },
    pause: () => stopAllThreads(child),
    resume: () => void child?.kill('SIGCONT'),
    async stop() {
      await Promise.all(clients.map((client) => client.close()))
      await ended(child, 'SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** Resolves when something accepts connections on the port. */
export async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await accepts(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing listens on 127.0.0.1:${port}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Signals a child and waits until it is gone. */
export async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
