// How well a survey draws the graph of a labelled system: F1 over services and over edges (migration.md 14, G7).
import type { SurveyReport } from '../../src/model/endpoint.ts'
import { type Corpus, plainName } from './corpus.ts'

export interface GraphScore {
  nodes: number
  edges: number
  ports: number
  summary: string
}

export function scoreGraph(corpus: Corpus, report: SurveyReport): GraphScore {
  // Labels name no external systems.
  const external = new Set(report.nodes.filter(({ kind }) => kind === 'external').map(({ id }) => id))
  const nodes = compare(
    corpus.services.map(({ id }) => id),
    report.services.map(({ id }) => id),
  )
  const edges = compare(
    corpus.edges.map(([from, to]) => `${from}→${plainName(to)}`),
    report.edges.filter(({ to }) => !external.has(to)).map(({ from, to }) => `${from}→${plainName(to)}`),
  )
  const ports = compare(
    corpus.services.flatMap(({ id, ports: own }) => own.map((port) => `${id}:${port}`)),
    report.services.flatMap(({ id, ports: own }) => own.map((port) => `${id}:${port}`)),
  )
  const summary = `nodes F1 ${nodes.f1.toFixed(2)}${said(nodes)}  ports F1 ${ports.f1.toFixed(2)}${said(ports)}  edges F1 ${edges.f1.toFixed(2)}${said(edges)}`
  return { nodes: nodes.f1, edges: edges.f1, ports: ports.f1, summary }
}

interface Comparison {
  f1: number
  missing: string[]
  extra: string[]
}

function compare(expected: string[], found: string[]): Comparison {
  const missing = expected.filter((one) => !found.includes(one))
  const extra = found.filter((one) => !expected.includes(one))
  const right = expected.length - missing.length
  const f1 =
    right === 0 ? (expected.length === 0 && found.length === 0 ? 1 : 0) : (2 * right) / (expected.length + found.length)
  return { f1, missing, extra }
}

function said({ missing, extra }: Comparison): string {
  return `${missing.length > 0 ? ` −[${missing.join(' ')}]` : ''}${extra.length > 0 ? ` +[${extra.join(' ')}]` : ''}`
}
