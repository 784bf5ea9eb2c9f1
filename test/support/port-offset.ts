// Port offsets for platforms that tests bring up side by side, also from two test runs on one machine.
import { createServer } from 'node:net'
import { localEndpoints } from '../../src/catalog/endpoints.ts'
import { bundledCatalog } from './catalog.ts'
import { listeningPorts } from './left.ts'

const endpoints = localEndpoints(bundledCatalog().services, 0)
const PORTS = [...endpoints.values()].flatMap(({ ports }) => Object.values(ports))
/** SeaweedFS opens a second port for each of its own, so far above. */
const HIDDEN = 10_000
/** Candidates lie below every moved port: a claim is a listening socket on the offset itself. */
const [FIRST, END] = [10_001, 14_000]

export interface Claim {
  offset: number
  release(): void
}

/** An offset that no other test on this machine has, and whose ports are free. The kernel ends a claim with its process. */
export async function claimOffset(): Promise<Claim> {
  for (const offset of clashFree()) {
    const release = await claim(offset)
    if (!release) continue
    const listening = listeningPorts()
    if (!PORTS.some((port) => listening.has(port + offset))) return { offset, release }
    release()
  }
  throw new Error('no port offset is free: too many platforms run on this machine')
}

/** Ports of a platform differ by tens and by thousands, so most offsets would make a port of one that of another. */
function clashFree(): number[] {
  const hidden = Object.values(endpoints.get('seaweedfs')?.ports ?? {}).map((port) => port + HIDDEN)
  const all = [...PORTS, ...hidden]
  const distances = new Set(all.flatMap((a) => all.map((b) => Math.abs(a - b))))
  const chosen: number[] = []
  // 0 and 10000 are what people use.
  for (let offset = FIRST; offset < END; offset++)
    if ([0, 10_000, ...chosen].every((other) => !distances.has(offset - other))) chosen.push(offset)
  return chosen
}

function claim(offset: number): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.unref()
    server.once('error', () => resolve(undefined))
    server.listen(offset, '127.0.0.1', () => resolve(() => server.close()))
  })
}
