// A new platform as files: what a survey found becomes definitions that the catalog accepts, each marked as a draft.
import { sha256 } from '../../kit/digest.ts'
import type { SurveyEdge, SurveyedService, SurveyNode, SurveyReport } from '../../model/endpoint.ts'
import type { InfraKind } from '../survey/infra-kinds.ts'
import { draftInfra, kindOfNode, runsLocally } from './infra.ts'
import { draftId, hostPortsOf, portAllotment } from './names.ts'
import { draftConfig, draftDefinition, draftGate, type ServiceDraft } from './service.ts'
import { lines } from './yaml.ts'

export interface DraftFile {
  /** Relative to the platform folder. */
  path: string
  text: string
}

export interface DraftOptions {
  name: string
  /** As written into trade2026.yaml: absolute, or relative to the platform folder. */
  legacyRoot?: string
}

export function draftPlatform(report: SurveyReport | undefined, options: DraftOptions): DraftFile[] {
  return [
    { path: 'trade2026.yaml', text: settings(options) },
    { path: '.gitignore', text: 'stack/\n.trade2026/\n' },
    ...(report === undefined ? [] : definitions(report)),
  ]
}

function definitions(report: SurveyReport): DraftFile[] {
  const allot = portAllotment()
  const servers = report.nodes.flatMap((node): [SurveyNode, InfraKind][] => {
    const kind = node.kind === 'infra' ? kindOfNode(node) : undefined
    return kind === undefined ? [] : [[node, kind]]
  })
  const kinds = new Map(servers.map(([node, kind]) => [node.id, kind]))
  // Services first: a service keeps its port on the host, a server can move.
  const apps = report.services.map((service) => draftOf(service, report, kinds, allot))
  return [
    ...servers.map(([node, kind]) => ({ path: `infra/${draftId(node.id)}.yaml`, text: draftInfra(node, kind, allot) })),
    ...apps.flatMap((draft) => {
      const folder = `services/${draftId(draft.service.id)}`
      return [
        { path: `${folder}/service.yaml`, text: draftDefinition(draft) },
        { path: `${folder}/config.yaml`, text: draftConfig(draft) },
        { path: `${folder}/gate.yaml`, text: draftGate(draft) },
      ]
    }),
  ]
}

function draftOf(
  service: SurveyedService,
  { services, edges, endpoints }: SurveyReport,
  kinds: ReadonlyMap<string, InfraKind>,
  allot: (wanted: number) => number,
): ServiceDraft {
  const ports = portsOf(service)
  const own = endpoints.filter((finding) => finding.service === service.id)
  const isFront = own.some(({ role }) => role === 'browser')
  const known = new Set(services.map(({ id }) => id))
  return {
    service,
    ports,
    hostPorts: hostPortsOf(ports, allot),
    lanes: isFront ? ['frontend', 'backend'] : ['backend'],
    needs: edges
      .filter(({ from, to }) => from === service.id && (known.has(to) || kinds.has(to)))
      .map((edge) => needOf(edge, kinds.get(edge.to))),
    keepsData: own.some(({ role, replacement }) => role === 'path' && replacement?.startsWith('/data') === true),
  }
}

/** Services wait for no other service: a start order among them is for people to say. */
function needOf(edge: SurveyEdge, kind: InfraKind | undefined): ServiceDraft['needs'][number] {
  const id = draftId(edge.to)
  if (kind === undefined) return { id, need: 'soft', edge }
  return runsLocally(kind)
    ? { id, need: 'hard', edge }
    : { id, need: 'soft', edge, why: 'hard once the runtime can start it' }
}

/** The first port is the one callers dial. */
function portsOf({ ports, portDetails }: SurveyedService): Record<string, number> {
  const named: Record<string, number> = {}
  for (const [index, port] of ports.entries()) {
    const role = portDetails?.find((detail) => detail.port === port)?.role
    const wanted =
      index === 0
        ? role === 'grpc'
          ? 'grpc'
          : 'http'
        : role === undefined || role === 'main'
          ? `port${index + 1}`
          : role
    named[named[wanted] === undefined ? wanted : `port${index + 1}`] = port
  }
  return named
}

function settings({ name, legacyRoot }: DraftOptions): string {
  // Networks of several platforms on one machine must not overlap.
  const net = 64 + (Number.parseInt(sha256(name).slice(0, 4), 16) % 128)
  const lane = (id: string, index: number): string[] => [
    `  ${id}:`,
    `    network: ${name}-${id}`,
    `    subnet: 10.${net}.${index}.0/24`,
    `    gateway: 10.${net}.${index}.1`,
    `    bridge: ${name.slice(0, 10)}-${id.slice(0, 4)}`,
    '    ports: any',
  ]
  return lines(
    '# A platform is a folder; this file names it. The tool finds it by walking up from the working directory.',
    `name: ${name}`,
    'imagePrefix: localhost',
    legacyRoot !== undefined && `legacyRoot: ${JSON.stringify(legacyRoot)}`,
    'defaultRuntime: auto',
    'lanes:',
    ['frontend', 'lowlatency', 'backend'].flatMap((id, index) => lane(id, index + 1)),
    'local:',
    '  portOffset: 0',
  )
}
