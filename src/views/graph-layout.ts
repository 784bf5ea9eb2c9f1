// Places of nodes and lines: layers from top to bottom, each ordered by where its neighbours stand, so that few lines cross.
import type { SurveyNode, SurveyReport } from '../model/endpoint.ts'
import { cut } from './table.ts'

export interface PlacedNode {
  id: string
  kind: SurveyNode['kind']
  x: number
  y: number
  width: number
  height: number
  name: string
  below: string
  told: string
}

export interface PlacedEdge {
  from: string
  to: string
  /** Start, two handles, end; each `x y`. */
  points: [string, string, string, string]
  label: string
  at: { x: number; y: number }
  isCycle: boolean
  isFlow: boolean
  confidence: number
  told: string
}

export interface Layout {
  width: number
  height: number
  bands: { title: string; y: number; height: number }[]
  nodes: PlacedNode[]
  edges: PlacedEdge[]
}

const NODE = { width: 150, height: 42, gap: 28 }
const ROW_GAP = 66
const MARGIN = { x: 70, y: 26, bottom: 30 }
const WIDEST_ROW = 9

interface Row {
  title: string
  nodes: SurveyNode[]
}

export function layoutOf(report: SurveyReport): Layout {
  const lines = linesOf(report)
  const rows = ordered(rowsOf(report), lines)
  const widest = Math.max(1, ...rows.map(({ nodes }) => nodes.length))
  const width = 2 * MARGIN.x + widest * NODE.width + (widest - 1) * NODE.gap
  const step = NODE.height + ROW_GAP
  const nodes = rows.flatMap((row, index) => {
    const used = row.nodes.length * (NODE.width + NODE.gap) - NODE.gap
    const left = Math.round((width - used) / 2)
    return row.nodes.map((node, place) =>
      placed(node, left + place * (NODE.width + NODE.gap), MARGIN.y + index * step + ROW_GAP / 2 - 12, report),
    )
  })
  const at = new Map(nodes.map((node) => [node.id, node]))
  const bands = rows.map(({ title }, index) => ({
    title: title === rows[index - 1]?.title ? '' : title,
    y: MARGIN.y + index * step - 4,
    height: step,
  }))
  return {
    width,
    height: MARGIN.y + rows.length * step + MARGIN.bottom,
    bands,
    nodes,
    edges: lines.flatMap((line, index) => {
      const [from, to] = [at.get(line.from), at.get(line.to)]
      return from && to ? [drawn(line, from, to, index)] : []
    }),
  }
}

/** Callers first: the last wave on top, then servers, then what is outside; long rows are broken. */
function rowsOf({ waves, nodes }: SurveyReport): Row[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const apps = waves
    .map((wave, index) => ({ title: `P${index + 1}`, nodes: wave.flatMap((id) => byId.get(id) ?? []) }))
    .reverse()
  const others = (kind: SurveyNode['kind'], title: string): Row => ({
    title,
    nodes: nodes.filter((node) => node.kind === kind && !waves.flat().includes(node.id)),
  })
  const rows = [...apps, others('app', 'elsewhere'), others('infra', 'servers'), others('external', 'outside')]
  return rows
    .filter((row) => row.nodes.length > 0)
    .flatMap(({ title, nodes: all }) => {
      const parts = Math.ceil(all.length / WIDEST_ROW)
      const size = Math.ceil(all.length / parts)
      return Array.from({ length: parts }, (_, part) => ({ title, nodes: all.slice(part * size, (part + 1) * size) }))
    })
}

type Line = Pick<PlacedEdge, 'from' | 'to' | 'label' | 'isCycle' | 'isFlow' | 'confidence' | 'told'>

function linesOf({ edges, flows, cycles }: SurveyReport): Line[] {
  const inCycle = (from: string, to: string): boolean =>
    cycles.some(({ services }) => services.includes(from) && services.includes(to))
  const flowing = new Map<string, SurveyReport['flows']>()
  for (const flow of flows) {
    const key = `${flow.from}\n${flow.to}`
    flowing.set(key, [...(flowing.get(key) ?? []), flow])
  }
  return [
    ...edges.map(({ from, to, kind, via, file, line, confidence }) => ({
      from,
      to,
      label: kind,
      isCycle: inCycle(from, to),
      isFlow: false,
      confidence,
      told: `${kind}, ${via}, ${file}:${line}, ${Math.round(confidence * 100)} %`,
    })),
    ...[...flowing.values()].map((some) => ({
      from: some[0]!.from,
      to: some[0]!.to,
      label: cut(some[0]!.subject, 24) + (some.length > 1 ? ` +${some.length - 1}` : ''),
      isCycle: false,
      isFlow: true,
      confidence: some[0]!.confidence,
      told: some.map(({ subject }) => subject).join(', '),
    })),
  ]
}

/** A few sweeps down and up: each node goes to the mean place of its neighbours in other rows; ties keep their order. */
function ordered(rows: Row[], lines: readonly Line[]): Row[] {
  const neighbours = new Map<string, string[]>()
  for (const { from, to } of lines) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to])
    neighbours.set(to, [...(neighbours.get(to) ?? []), from])
  }
  let current = rows
  for (let sweep = 0; sweep < 6; sweep++) {
    const place = new Map(
      current.flatMap(({ nodes }) => nodes.map(({ id }, index) => [id, (index + 0.5) / nodes.length] as const)),
    )
    const mean = (id: string): number => {
      const places = (neighbours.get(id) ?? []).map((other) => place.get(other)!).filter((one) => one !== undefined)
      return places.length === 0 ? place.get(id)! : places.reduce((sum, one) => sum + one, 0) / places.length
    }
    current = current.map((row, index) =>
      index % 2 === sweep % 2 ? { ...row, nodes: [...row.nodes].sort((a, b) => mean(a.id) - mean(b.id)) } : row,
    )
  }
  return current
}

function placed(node: SurveyNode, x: number, y: number, { services }: SurveyReport): PlacedNode {
  const service = services.find(({ id }) => id === node.id)
  const ports = node.ports.slice(0, 3).join(' ')
  const below = [service?.language ?? node.title ?? '', ports].filter((text) => text !== '').join(' · ')
  const told = [
    node.id,
    service?.path,
    node.file && `${node.file}:${node.line ?? 1}`,
    service && `risk ${service.risk}`,
  ]
  return {
    id: node.id,
    kind: node.kind,
    x,
    y: Math.round(y),
    width: NODE.width,
    height: NODE.height,
    name: cut(node.id, 19),
    below: cut(below, 26),
    told: told.filter(Boolean).join(', '),
  }
}

/** From the lower side to the upper one; inside a row, an arc above it. */
function drawn(line: Line, from: PlacedNode, to: PlacedNode, index: number): PlacedEdge {
  const middle = (node: PlacedNode): number => node.x + node.width / 2
  // Lines that leave one node do not lie on each other.
  const spread = ((index % 5) - 2) * 9
  const down = to.y > from.y
  const same = to.y === from.y
  const start = { x: middle(from) + spread, y: same || !down ? from.y : from.y + from.height }
  const end = { x: middle(to) + spread, y: down ? to.y : same ? to.y : to.y + to.height }
  const reach = same ? -Math.min(44, 18 + Math.abs(end.x - start.x) / 12) : (end.y - start.y) / 2
  const handles = [
    { x: start.x, y: start.y + reach },
    { x: end.x, y: same ? end.y + reach : end.y - reach },
  ] as const
  const t = 0.3 + 0.1 * (index % 4)
  return {
    ...line,
    points: [point(start), point(handles[0]), point(handles[1]), point(end)],
    at: {
      x: Math.round(bezier(t, start.x, handles[0].x, handles[1].x, end.x)),
      y: Math.round(bezier(t, start.y, handles[0].y, handles[1].y, end.y)),
    },
  }
}

function bezier(t: number, a: number, b: number, c: number, d: number): number {
  const u = 1 - t
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
}

function point({ x, y }: { x: number; y: number }): string {
  return `${Math.round(x)} ${Math.round(y)}`
}
