// A real valkey-server for one test file: free port, nothing on disk, always stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { ended, listening } from './nats.ts'
import { freePort, serverBinary } from './servers.ts'

export interface ValkeyServer {
  url: string
  port: number
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export async function startValkey(): Promise<ValkeyServer> {
  const port = await freePort()
  let child: ChildProcess | undefined
  const server: ValkeyServer = {
    url: `redis://127.0.0.1:${port}`,
    port,
    async start() {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
      child = spawn(serverBinary('valkey-server'), options, { stdio: 'ignore' })
      await listening(port)
    },
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGKILL'),
  }
  await server.start()
  return server
}
