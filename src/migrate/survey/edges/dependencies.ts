// All readers of edges, put together for one tree.
import type { EndpointFinding, SharedThing, SurveyEdge, SurveyFlow } from '../../../model/endpoint.ts'
import type { SourceFiles } from '../../../model/source.ts'
import type { Registry, RegistryService } from '../../rewrite/registry.ts'
import type { InfraSighting } from '../infra.ts'
import type { InfraKind } from '../infra-kinds.ts'
import { type Claim, combine } from './claim.ts'
import { dialled, dialledServers } from './dialled.ts'
import { brokerClaims, flowsOf, messageEnds } from './flows.ts'
import { named, stubbed } from './named.ts'
import { proxied } from './proxies.ts'
import { composed, external, variables } from './settings.ts'
import { sharedThings } from './shared.ts'
import { throughShared } from './through-shared.ts'
import { edgeFiles, namesOfServices, type Owner } from './tree.ts'

export interface EdgeInput {
  files: SourceFiles
  services: readonly Owner[]
  findings: readonly EndpointFinding[]
  registry: Registry
  sightings: readonly InfraSighting[]
  /** Names the catalog has for servers, also where the tree is not its own. */
  catalog: ReadonlyMap<string, RegistryService>
  /** What was seen at run time. */
  observed?: readonly Claim[]
}

export interface Dependencies {
  edges: SurveyEdge[]
  flows: SurveyFlow[]
  shared: SharedThing[]
}

export function dependenciesOf(input: EdgeInput): Dependencies {
  const { services, findings, registry, sightings, catalog, observed = [] } = input
  const files = edgeFiles(input.files, services)
  const names = namesOfServices(registry, services)
  const ends = messageEnds(files)
  const broker = (kind: InfraKind): string | undefined =>
    [...registry.services.values()].find(
      (service) => service.kind === 'infra' && (service.id === kind.id || service.names.includes(kind.id)),
    )?.id
  const edges = combine([
    ...dialled(findings, services, registry),
    ...dialledServers(sightings, services, registry, catalog),
    ...throughShared(input.files, files, findings, sightings, services, registry),
    ...proxied(files, registry),
    ...named(files, names, registry),
    ...stubbed(files),
    ...variables(files, names),
    ...composed(files, services, names, registry),
    ...external(files),
    ...brokerClaims(ends, broker),
    ...observed,
  ])
  return { edges, flows: flowsOf(ends, broker), shared: sharedThings(files, findings, edges) }
}
