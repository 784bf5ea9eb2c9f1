// Inventory of a legacy tree: services, edges with file:line, waves, risks, and what would be rewritten. Reads only.
// The rewrite part is planRewrite itself: what a survey reports is what migrate does.
import { cycles, layers } from '../kit/graph.ts'
import type { EndpointFinding, SurveyEdge, SurveyedService, SurveyReport } from '../model/endpoint.ts'
import { WAVES } from '../model/ids.ts'
import type { Grammars, SourceFiles } from '../model/source.ts'
import { planRewrite, type RewritePlan } from './rewrite/plan.ts'
import type { Answers } from './rewrite/questions.ts'
import type { Registry } from './rewrite/registry.ts'
import { discover, type FoundService } from './survey/discover.ts'
import { effortHours, riskLevel, risksOf } from './survey/risk.ts'
import { subtree } from './survey/tree.ts'

export interface SurveyInput {
  /** Name of the tree for the report. */
  source: string
  files: SourceFiles
  registry: Registry
  endpoints?: Record<string, string>
  answers?: Answers
  grammars: Grammars
}

/** What belongs to no service: libraries, documents, launchers at the top. */
const SHARED = 'shared'

export async function surveyTree(input: SurveyInput): Promise<SurveyReport> {
  const { services, registry } = await discover(input)
  const plans = new Map<string, RewritePlan>()
  const plan = async (service: string, root: string, except: readonly string[]): Promise<void> => {
    const files = subtree(input.files, root, except)
    plans.set(
      service,
      await planRewrite({ service, root, files, registry, answers: input.answers ?? {}, grammars: input.grammars }),
    )
  }
  for (const service of services) await plan(service.id, service.path, service.nested)
  if (!services.some((service) => service.path === ''))
    await plan(
      SHARED,
      '',
      services.map((service) => service.path),
    )

  const endpoints = [...plans.values()].flatMap((one) => one.findings)
  const edges = edgesOf(endpoints)
  const graph = graphOf(services, edges)
  const inCycle = new Set(cycles(graph).flat())
  const order = layers(graph)
  return {
    source: input.source,
    services: services.map((service) => surveyed(service, plans.get(service.id)!, graph, order, inCycle)),
    edges,
    endpoints,
    waves: wavesOf(order),
    questions: [...plans.values()].flatMap((one) => one.questions),
    notCovered: [...plans.values()].flatMap((one) => one.notCovered),
  }
}

/** A dependency is an address that is dialled; tests, documents and own probes are none. */
function edgesOf(endpoints: readonly EndpointFinding[]): SurveyEdge[] {
  const edges = new Map<string, SurveyEdge>()
  for (const finding of endpoints) {
    const to = finding.target?.slice(0, finding.target.lastIndexOf(':'))
    const dialled = finding.role === 'peer' || finding.role === 'browser'
    if (
      !to ||
      !dialled ||
      to === finding.service ||
      finding.service === SHARED ||
      !['edit', 'env', 'keep'].includes(finding.action)
    )
      continue
    const confidence = finding.alternatives.some((one) => /:\d+$/.test(one)) ? 0.8 : 0.95
    const key = `${finding.service}>${to}`
    const known = edges.get(key)
    if (known && known.confidence >= confidence) continue
    edges.set(key, {
      from: finding.service,
      to,
      via: finding.variable ?? finding.text,
      file: finding.file,
      line: finding.line,
      confidence,
    })
  }
  return [...edges.values()].sort((a, b) => (a.from === b.from ? compare(a.to, b.to) : compare(a.from, b.from)))
}

function graphOf(services: readonly FoundService[], edges: readonly SurveyEdge[]): Map<string, Set<string>> {
  const graph = new Map(services.map((service) => [service.id, new Set<string>()]))
  for (const edge of edges) if (graph.has(edge.to)) graph.get(edge.from)?.add(edge.to)
  return graph
}

/** Five waves at most: everything deeper joins the last, which no edge can leave forward. */
function wavesOf(order: readonly string[][]): string[][] {
  const last = WAVES.length - 1
  return order.length <= WAVES.length ? [...order] : [...order.slice(0, last), order.slice(last).flat().sort()]
}

function surveyed(
  service: FoundService,
  plan: RewritePlan,
  graph: Map<string, Set<string>>,
  order: readonly string[][],
  inCycle: Set<string>,
): SurveyedService {
  const facts = {
    service,
    findings: plan.findings,
    questions: plan.questions,
    notCovered: plan.notCovered,
    inCycle: inCycle.has(service.id),
  }
  const risks = risksOf(facts)
  const wave = order.findIndex((layer) => layer.includes(service.id))
  const targets = plan.findings.flatMap((finding) =>
    finding.role === 'peer' && finding.target ? [finding.target.slice(0, finding.target.lastIndexOf(':'))] : [],
  )
  return {
    id: service.id,
    path: service.path,
    language: service.language,
    ...(service.framework ? { framework: service.framework } : {}),
    entry: service.entry,
    command: service.command,
    ports: service.ports,
    priority: WAVES[Math.min(wave, WAVES.length - 1)]!,
    risk: riskLevel(risks, facts),
    effortHours: effortHours(facts),
    dependsOn: [...new Set([...graph.get(service.id)!, ...targets])].filter((id) => id !== service.id).sort(),
    manifests: service.manifests,
    environment: service.environment,
    ...(service.healthPath ? { healthPath: service.healthPath } : {}),
    risks,
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
