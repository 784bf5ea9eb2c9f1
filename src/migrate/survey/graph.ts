// The graph as a survey tells it: nodes, cycles with their edges, waves in an order that no edge contradicts.
import { cycles, layers } from '../../kit/graph.ts'
import type { SurveyCycle, SurveyEdge, SurveyNode } from '../../model/endpoint.ts'
import { WAVES } from '../../model/ids.ts'
import type { Registry } from '../rewrite/registry.ts'
import { compare } from './edges/claim.ts'
import type { FoundInfra } from './infra.ts'
import { kindNamed, kindsOfPort } from './infra-kinds.ts'

interface App {
  id: string
  path: string
  entry: string
  ports: readonly number[]
}

/** Who needs whom among the services of the tree. */
export function graphOf(apps: readonly { id: string }[], edges: readonly SurveyEdge[]): Map<string, Set<string>> {
  const graph = new Map(apps.map(({ id }) => [id, new Set<string>()]))
  for (const { from, to } of edges) if (graph.has(to)) graph.get(from)?.add(to)
  return graph
}

/** Five waves at most: everything deeper joins the last, which no edge can leave forward. */
export function wavesOf(graph: Map<string, Set<string>>): string[][] {
  const order = layers(graph)
  const last = WAVES.length - 1
  return order.length <= WAVES.length ? order : [...order.slice(0, last), order.slice(last).flat().sort()]
}

export function cyclesOf(graph: Map<string, Set<string>>, edges: readonly SurveyEdge[]): SurveyCycle[] {
  return cycles(graph).map((services) => ({
    services,
    edges: edges
      .filter(({ from, to }) => services.includes(from) && services.includes(to))
      .map(({ from, to, file, line }) => ({ from, to, file, line })),
  }))
}

/** Every service, every server that is used or run, everybody else an edge leads to. */
export function nodesOf(
  apps: readonly App[],
  edges: readonly SurveyEdge[],
  infra: readonly FoundInfra[],
  registry: Registry,
): SurveyNode[] {
  const nodes = new Map<string, SurveyNode>()
  for (const { id, path, entry, ports } of apps)
    nodes.set(id, { id, kind: 'app', file: path === '' ? entry : `${path}/${entry}`, line: 1, ports: [...ports] })
  for (const { id, kind, file, line, legacy } of infra) {
    if (nodes.has(id) || !isUsed(id, edges, file)) continue
    nodes.set(id, { id, kind: 'infra', title: kind.title, file, line, ports: [...legacy] })
  }
  for (const { from, file, line } of edges)
    if (!nodes.has(from)) nodes.set(from, { id: from, kind: 'infra', file, line, ports: portsOf(from, registry) })
  for (const { to, file, line, kind } of edges) {
    if (nodes.has(to)) continue
    nodes.set(to, {
      id: to,
      kind: kind === 'external' ? 'external' : nodeKind(to, registry),
      file,
      line,
      ports: portsOf(to, registry),
    })
  }
  const rank = { app: 0, infra: 1, external: 2 }
  return [...nodes.values()].sort((a, b) => rank[a.kind] - rank[b.kind] || compare(a.id, b.id))
}

/** A server of a compose file is there even when nobody was seen to use it. */
function isUsed(id: string, edges: readonly SurveyEdge[], file: string): boolean {
  return edges.some(({ to }) => to === id) || /compose/.test(file)
}

function nodeKind(id: string, registry: Registry): SurveyNode['kind'] {
  const known = registry.services.get(id)
  if (known?.kind === 'infra' || kindNamed(id) !== undefined || isMember(id, known?.ports ?? {})) return 'infra'
  return known === undefined ? 'external' : 'app'
}

/** One of several servers of a kind: `kafka-2`, `main-postgres`. */
function isMember(id: string, ports: Record<string, number>): boolean {
  return Object.values(ports).some((port) => kindsOfPort(port).some((kind) => kind.words.test(id)))
}

function portsOf(id: string, registry: Registry): number[] {
  return [...registry.ports]
    .filter(([, entries]) => entries.some(({ service }) => service === id))
    .map(([port]) => port)
    .sort((a, b) => a - b)
}
