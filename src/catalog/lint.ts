// Lints over the whole catalog: faults that no single definition shows. Each names the fault of platform.md it guards.
import { cycles } from '../kit/graph.ts'
import { hostPorts } from './endpoints.ts'
import { hardNeeds } from './levels.ts'
import type { LoadedDefinition } from './load.ts'
import { type Problem, problem } from './problems.ts'

export interface Finding extends Problem {
  severity: 'error' | 'warning'
  rule: string
}

/** Host ports that belong to others (platform.md 2.2). */
const RESERVED_PORTS: Record<number, string> = {
  80: 'the reverse proxy',
  443: 'the reverse proxy',
  8085: 'the proxy dashboard',
  5433: 'Postgres of Phase 4',
  8350: 'the ML library',
  8360: 'PRISM',
  8500: 'data ingestion',
  3000: 'dashboards',
  9090: 'the metrics server',
  9093: 'the alert manager',
}

const LANE_PORTS: Record<string, [number, number]> = { lowlatency: [8000, 8199], backend: [8300, 8499] }

type Lint = (all: readonly LoadedDefinition[]) => Finding[]

export function lintCatalog(all: readonly LoadedDefinition[]): Finding[] {
  return LINTS.flatMap((lint) => lint(all))
}

const LINTS: Lint[] = [
  duplicateHostPorts,
  reservedPorts,
  probePorts,
  unknownNeeds,
  sharedLanes,
  hardCycles,
  advisoryPorts,
]

/** F05: two services never publish the same host port. */
function duplicateHostPorts(all: readonly LoadedDefinition[]): Finding[] {
  const owners = new Map<number, string>()
  return all.flatMap(({ definition, source }) =>
    Object.entries(hostPorts(definition)).flatMap(([name, port]) => {
      const owner = owners.get(port)
      owners.set(port, `${definition.id} (${name})`)
      return owner === undefined
        ? []
        : [error('F05', source, ['ports', name], `${port} is also used by ${owner}; a host port has one owner`)]
    }),
  )
}

function reservedPorts(all: readonly LoadedDefinition[]): Finding[] {
  return all.flatMap(({ definition, source }) =>
    Object.entries(hostPorts(definition)).flatMap(([name, port]) =>
      RESERVED_PORTS[port] === undefined
        ? []
        : [error('F05', source, ['ports', name], `${port} is reserved for ${RESERVED_PORTS[port]}`)],
    ),
  )
}

/** F12: what is probed is what is listened on and published. */
function probePorts(all: readonly LoadedDefinition[]): Finding[] {
  return all.flatMap(({ definition, source }) => {
    const { probe } = definition.health
    const known = Object.keys(definition.ports).join(', ')
    const findings: Finding[] = []
    if (probe.port !== undefined && definition.ports[probe.port] === undefined) {
      findings.push(
        error(
          'F12',
          source,
          ['health', 'probe', 'port'],
          `${probe.port} is not a port of ${definition.id}; expected one of ${known}`,
        ),
      )
    }
    for (const name of Object.keys(definition.hostPorts)) {
      if (definition.ports[name] === undefined) {
        findings.push(
          error(
            'F12',
            source,
            ['hostPorts', name],
            `${name} is published but not listened on; expected one of ${known}`,
          ),
        )
      }
    }
    for (const [name, value] of Object.entries(definition.environment)) {
      const listened = /_PORT$/.test(name) && /^\d+$/.test(value) ? Number(value) : undefined
      if (
        listened !== undefined &&
        /^(HTTP|METRICS)_PORT$/.test(name) &&
        !Object.values(definition.ports).includes(listened)
      ) {
        findings.push(
          error('F12', source, ['environment', name], `${value} is listened on but is not among ports (${known})`),
        )
      }
    }
    return findings
  })
}

function unknownNeeds(all: readonly LoadedDefinition[]): Finding[] {
  const ids = new Set(all.map(({ definition }) => definition.id))
  return all.flatMap(({ definition, source }) =>
    Object.keys(definition.needs)
      .filter((need) => !ids.has(need))
      .map((need) =>
        error('needs', source, ['needs', need], `${need} is not defined; expected a service of the catalog`),
      ),
  )
}

/** F31: a dependency that shares no lane cannot be reached. */
function sharedLanes(all: readonly LoadedDefinition[]): Finding[] {
  const byId = new Map(all.map(({ definition }) => [definition.id, definition]))
  return all.flatMap(({ definition, source }) =>
    Object.keys(definition.needs).flatMap((need) => {
      const peer = byId.get(need)
      if (!peer || peer.lanes.some((lane) => definition.lanes.includes(lane))) return []
      return [
        error(
          'F31',
          source,
          ['needs', need],
          `${need} is on ${peer.lanes.join(', ')}, ${definition.id} on ${definition.lanes.join(', ')}; expected a shared lane`,
        ),
      ]
    }),
  )
}

function hardCycles(all: readonly LoadedDefinition[]): Finding[] {
  const graph = new Map(all.map(({ definition }) => [definition.id, new Set(hardNeeds(definition))]))
  const byId = new Map(all.map((entry) => [entry.definition.id, entry]))
  return cycles(graph).map((cycle) =>
    error(
      'needs',
      byId.get(cycle[0]!)!.source,
      ['needs'],
      `hard needs form a cycle: ${[...cycle, cycle[0]].join(' → ')}`,
    ),
  )
}

/** Lane port ranges are advisory (platform.md 4.2). */
function advisoryPorts(all: readonly LoadedDefinition[]): Finding[] {
  return all
    .filter(({ definition }) => definition.kind === 'app')
    .flatMap(({ definition, source }) => {
      const http = definition.ports.http
      const ranges = definition.lanes.map((lane) => LANE_PORTS[lane]).filter((range) => range !== undefined)
      if (http === undefined || ranges.length === 0 || ranges.some(([low, high]) => http >= low && http <= high))
        return []
      return [
        {
          ...problem(source, ['ports', 'http'], `${http} is outside the port ranges of its lanes (advisory)`),
          severity: 'warning' as const,
          rule: 'cpgs',
        },
      ]
    })
}

function error(rule: string, source: LoadedDefinition['source'], path: (string | number)[], message: string): Finding {
  return { ...problem(source, path, message), severity: 'error', rule }
}
