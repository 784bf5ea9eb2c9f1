// Starts and stops the bare server that ours are compared with.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Floor {
  origin: string
  /** How its log syncs: `inline`, `pool`, or `none` without one. */
  sync: string
  stop(): Promise<void>
}

/** `folder` is where the log of `log` lies: on the disk that the log of oms lies on. */
export async function startFloor(
  mode: 'echo' | 'log',
  { node, folder }: { node: string; folder: string },
): Promise<Floor> {
  const script = fileURLToPath(new URL(`./floor-server${extname(import.meta.url)}`, import.meta.url))
  const child = spawn(node, [script, mode, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const ready = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => {
      throw new Error(`the bare server ended before it was ready: exit code ${code}`)
    }),
  ])
  const { port, sync } = JSON.parse(String(ready[0])) as { port: number; sync: string }
  return {
    origin: `http://127.0.0.1:${port}`,
    sync,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
