// Runtime evidence: which service holds which socket, and where it disagrees with what the tree says.
import type { LiveReport, SurveyEdge } from '../../model/endpoint.ts'
import type { Registry } from '../rewrite/registry.ts'
import { type Claim, compare, WORTH } from './edges/claim.ts'
import { below } from './tree.ts'

/** A process with sockets, as `observe/sockets.ts` reads it; paths are absolute. */
export interface LiveProcess {
  pid: number
  cwd: string
  command: readonly string[]
  listening: readonly number[]
  dials: readonly number[]
}

export interface LiveEvidence {
  /** Absolute path of the source tree. */
  root: string
  processes: readonly LiveProcess[]
  unreadable: number
}

interface Service {
  id: string
  path: string
  entry: string
  ports: readonly number[]
}

/** The deepest service whose folder is the process's own or holds a file of its command line. */
function serviceOf<T extends Service>(process: LiveProcess, root: string, services: readonly T[]): T | undefined {
  const places = [process.cwd, ...process.command.map((word) => absolute(word, process.cwd))]
  const inside = places.flatMap((place) =>
    place.startsWith(`${root}/`) ? [place.slice(root.length + 1)] : place === root ? [''] : [],
  )
  return [...services]
    .filter(({ path }) => inside.some((place) => below(place, path)))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

function absolute(word: string, cwd: string): string {
  const path = word.startsWith('/') ? word : `${cwd}/${word}`
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Ports seen, per service: stronger than everything the tree says, so they come first. */
export function livePorts<T extends Service>(services: readonly T[], { root, processes }: LiveEvidence): T[] {
  return services.map((service) => {
    const seen = processes
      .filter((process) => serviceOf(process, root, services) === service)
      .flatMap(({ listening }) => listening)
    const known = service.ports.filter((port) => seen.includes(port))
    return { ...service, ports: [...new Set([...known, ...seen, ...service.ports])] }
  })
}

/** Both ends of a connection on this host: who dials whom. */
export function liveClaims(
  services: readonly Service[],
  { root, processes }: LiveEvidence,
  registry: Registry,
): Claim[] {
  const listeners = new Map(
    processes.flatMap((process) => {
      const service = serviceOf(process, root, services)
      return service ? process.listening.map((port) => [port, service.id] as const) : []
    }),
  )
  return processes.flatMap((process) => {
    const from = serviceOf(process, root, services)
    if (from === undefined) return []
    return process.dials.flatMap((port): Claim[] => {
      const entries = registry.ports.get(port) ?? []
      const to = listeners.get(port) ?? (entries.length === 1 ? entries[0]!.service : undefined)
      if (to === undefined) return []
      const file = from.path === '' ? from.entry : `${from.path}/${from.entry}`
      const via = `process ${process.pid} is connected to port ${port}`
      return [{ from: from.id, to, via, kind: 'socket', file, line: 1, confidence: WORTH.socket }]
    })
  })
}

/** What only the tree says, what only the host shows. `said` are the ports before the sockets were merged in. */
export function liveReport(said: readonly Service[], edges: readonly SurveyEdge[], evidence: LiveEvidence): LiveReport {
  const { root, processes, unreadable } = evidence
  const running = said.map((service) => ({
    service,
    own: processes.filter((process) => serviceOf(process, root, said) === service),
  }))
  const ports = running.flatMap(({ service, own }) => {
    const seen = new Set(own.flatMap(({ listening }) => listening))
    if (own.length === 0) return []
    return [...new Set([...service.ports, ...seen])]
      .sort((a, b) => a - b)
      .map((port) => ({
        service: service.id,
        port,
        seen: !seen.has(port)
          ? ('tree' as const)
          : service.ports.includes(port)
            ? ('both' as const)
            : ('host' as const),
      }))
  })
  const alive = new Set(running.flatMap(({ service, own }) => (own.length > 0 ? [service.id] : [])))
  return {
    processes: running.flatMap(({ service, own }) => own.map(({ pid }) => ({ service: service.id, pid }))),
    ports,
    edges: edges
      .filter(({ from }) => alive.has(from))
      .map(({ from, to, parts }) => {
        const host = parts.some(({ kind }) => kind === 'socket')
        const tree = parts.some(({ kind }) => kind !== 'socket')
        return { from, to, seen: host && tree ? ('both' as const) : host ? ('host' as const) : ('tree' as const) }
      })
      .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)),
    unreadable,
  }
}
