// Inventory of a legacy tree: services, graph with file:line, waves, risks, and what would be rewritten. Reads only.
// The rewrite part is planRewrite itself: what a survey reports is what migrate does.
import type { SurveyedService, SurveyReport } from '../model/endpoint.ts'
import { WAVES } from '../model/ids.ts'
import type { Grammars, SourceFiles } from '../model/source.ts'
import { planRewrite } from './rewrite/plan.ts'
import type { Answers } from './rewrite/questions.ts'
import type { Registry } from './rewrite/registry.ts'
import { caseTwins } from './survey/case-twins.ts'
import { discover, type FoundService } from './survey/discover.ts'
import { type Dependencies, dependenciesOf } from './survey/edges/dependencies.ts'
import { cyclesOf, graphOf, nodesOf, wavesOf } from './survey/graph.ts'
import { hardPlaces } from './survey/hard-to-move.ts'
import { launchOwners, type OwnerOf } from './survey/launch/owners.ts'
import { type LiveEvidence, liveClaims, liveReport } from './survey/live.ts'
import { isOf, ownerAmong, SHARED } from './survey/owner.ts'
import { mergeShared, partOfPlan, type ToldPlan } from './survey/plan-parts.ts'
import { effortMinutes, type Facts, riskLevel, risksOf } from './survey/risk.ts'
import { scopedFiles } from './survey/scope/files.ts'
import { isInScope } from './survey/scope/scope.ts'
import { below, subtree } from './survey/tree.ts'

export interface SurveyInput {
  /** Name of the tree for the report. */
  source: string
  files: SourceFiles
  registry: Registry
  endpoints?: Record<string, string>
  answers?: Answers
  grammars: Grammars
  /** Sockets of the running host. */
  live?: LiveEvidence
}

export async function surveyTree(input: SurveyInput): Promise<SurveyReport> {
  const { services, said, infra, sightings, registry } = await discover(input)
  const plans = await plansOf(services, registry, input)
  const all = [...plans.values()]
  const endpoints = all.flatMap((one) => one.findings)
  const dependencies = dependenciesOf({
    files: input.files,
    services,
    findings: endpoints,
    registry,
    sightings,
    catalog: registry.services,
    observed: input.live ? liveClaims(services, input.live, registry) : [],
  })
  const { edges, flows, shared } = dependencies
  const graph = graphOf(services, edges)
  const waves = wavesOf(graph)
  const cycles = cyclesOf(graph, edges)
  const nodes = nodesOf(services, edges, infra, registry)
  const hard = hardPlaces(input.files)
  const twins = caseTwins(input.files.list().map(({ path }) => path))
  const external = new Set(nodes.filter(({ kind }) => kind === 'external').map(({ id }) => id))
  const report = (service: FoundService): SurveyedService => {
    const plan = plans.get(service.id)!
    const cycle = cycles.find((one) => one.services.includes(service.id))
    const facts: Facts = {
      service,
      findings: plan.findings,
      questions: plan.questions,
      notCovered: plan.notCovered,
      ...(cycle ? { cycle } : {}),
      edges,
      shared,
      hard: hard.filter(({ file }) => isOf(service, file)),
      caseTwins: twins.filter(({ file }) => isOf(service, file)),
    }
    return surveyed(service, facts, dependencies, waves, external)
  }
  return {
    source: input.source,
    services: services.map(report),
    nodes,
    edges,
    flows,
    shared,
    cycles,
    endpoints,
    waves,
    questions: all.flatMap((one) => one.questions),
    notCovered: all.flatMap((one) => one.notCovered),
    ...(input.live ? { live: liveReport(said, edges, input.live) } : {}),
  }
}

async function plansOf(
  services: readonly FoundService[],
  registry: Registry,
  { files, answers = {}, grammars }: SurveyInput,
): Promise<Map<string, ToldPlan>> {
  const plans = new Map<string, ToldPlan>()
  const common = { registry, answers, grammars, askedFor: (file: string) => ownerAmong(services, file) }
  const shared: ToldPlan = { findings: [], questions: [], notCovered: [] }
  for (const service of services) {
    const { root } = service.scope
    const whole = await planRewrite({ ...common, service: service.id, root, files: scopedFiles(files, service.scope) })
    plans.set(
      service.id,
      partOfPlan(whole, (file) => isOf(service, file)),
    )
    // Each user has it rewritten alike: what the first one says is told.
    mergeShared(
      shared,
      partOfPlan(whole, (file) => ownerAmong(services, file) === SHARED),
    )
  }
  const plan = async (service: string, root: string, except: readonly string[], ownerOf?: OwnerOf): Promise<void> => {
    const own = subtree(files, root, except)
    const rest = {
      ...own,
      list: () => own.list().filter(({ path }) => !isTold(root === '' ? path : `${root}/${path}`)),
    }
    const owners = ownerOf === undefined ? {} : { ownerOf }
    plans.set(service, await planRewrite({ ...common, ...owners, service, root, files: rest }))
  }
  const isTold = (file: string): boolean => services.some(({ scope }) => isInScope(scope, file))
  plans.set(SHARED, shared)
  if (services.some((service) => service.path === '')) return plans
  // A folder named like a service the operator knows is that service's, even where nothing in it says how it is started.
  const folders = foldersNamed(registry, services, files)
  for (const [id, folder] of folders) await plan(id, folder, [])
  await plan(SHARED, '', [...services.map((service) => service.path), ...folders.values()], launchOwners(services))
  mergeShared(plans.get(SHARED)!, shared)
  return plans
}

function foldersNamed(registry: Registry, services: readonly FoundService[], files: SourceFiles): Map<string, string> {
  const taken = new Set(services.map(({ id }) => id))
  const folders = new Set(
    files.list().flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])),
  )
  const free = [...folders].filter((folder) => !services.some(({ path }) => below(path, folder) || below(folder, path)))
  return new Map(
    free.filter((id) => registry.services.get(id)?.kind === 'app' && !taken.has(id)).map((id) => [id, id] as const),
  )
}

function surveyed(
  service: FoundService,
  facts: Facts,
  { edges }: Dependencies,
  waves: readonly string[][],
  external: ReadonlySet<string>,
): SurveyedService {
  const risks = risksOf(facts)
  const wave = waves.findIndex((members) => members.includes(service.id))
  const minutes = effortMinutes(facts)
  const needs = edges.filter(({ from, to }) => from === service.id && !external.has(to)).map(({ to }) => to)
  return {
    id: service.id,
    path: service.path,
    language: service.language,
    ...(service.framework ? { framework: service.framework } : {}),
    entry: service.entry,
    command: service.command,
    ports: service.ports,
    priority: WAVES[wave]!,
    risk: riskLevel(risks, facts),
    effortHours: Math.round(minutes / 6) / 10,
    effortMinutes: minutes,
    dependsOn: [...new Set(needs)].sort(),
    portDetails: service.portDetails,
    published: service.published,
    portNotes: service.portNotes,
    manifests: service.manifests,
    lockFiles: service.lockFiles,
    configuration: service.configuration,
    secrets: service.secrets,
    dataFolders: service.dataFolders,
    launchers: service.launchers,
    shared: service.shared,
    environment: service.environment,
    ...(service.healthPath ? { healthPath: service.healthPath } : {}),
    risks,
  }
}
