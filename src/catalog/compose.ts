// The compose files, rendered from the catalog (F42: what is defined is what is composed). Plain `docker compose` runs them too.
import { stringify } from 'yaml'
import { formatDuration } from '../kit/duration.ts'
import type { Catalog } from '../model/platform.ts'
import type { HealthSpec, ServiceDefinition } from '../model/service.ts'
import { containerEndpoints, hostPorts } from './endpoints.ts'
import { appEnvironment } from './environment.ts'
import type { Scope } from './placeholders.ts'

export interface RenderedFile {
  file: string
  content: string
}

const HEADER = '# Generated from services/*/service.yaml and infra/*.yaml by `trade2026 compose render`. Do not edit.\n'
const CPGS_VERSION = '1.0'

/** Values of the placeholders inside containers. */
export function containerScope(services: Catalog['services']): Scope {
  return {
    endpoints: containerEndpoints(services),
    dirs: { data: '/data', config: '/app/config', secrets: '/secrets' },
    bindHost: '0.0.0.0',
    timeseriesUrl: 'http://questdb:9000',
    lakeUrl: 's3://trader2026/lake',
  }
}

/** compose/*.yml of the whole platform, in the order in which they are merged. */
export function renderCompose(catalog: Catalog): RenderedFile[] {
  const all = [...catalog.services.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const services = (kind: ServiceDefinition['kind']): Record<string, unknown> =>
    Object.fromEntries(all.filter((it) => it.kind === kind).map((it) => [it.id, renderService(it, catalog)]))
  return [
    file('compose/networks.yml', { networks: renderNetworks(catalog) }),
    file('compose/infra.yml', { services: services('infra'), volumes: renderVolumes(all, 'infra') }),
    file('compose/apps.yml', { services: services('app'), volumes: renderVolumes(all, 'app') }),
    file('compose/compose.yml', {
      name: catalog.platform.settings.name,
      include: [{ path: ['networks.yml', 'infra.yml', 'apps.yml'] }],
    }),
  ]
}

function file(path: string, content: unknown): RenderedFile {
  return { file: path, content: HEADER + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }) }
}

function renderNetworks(catalog: Catalog): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(catalog.platform.settings.lanes).map(([lane, settings]) => [
      lane,
      {
        name: settings.network,
        driver: 'bridge',
        driver_opts: { 'com.docker.network.bridge.name': settings.bridge },
        ipam: { config: [{ subnet: settings.subnet, gateway: settings.gateway }] },
        labels: {
          'com.trade2026.cpgs.version': CPGS_VERSION,
          'com.trade2026.cpgs.lane': lane,
          'com.trade2026.cpgs.ports': settings.ports,
        },
      },
    ]),
  )
}

function renderVolumes(all: ServiceDefinition[], kind: ServiceDefinition['kind']): Record<string, unknown> {
  const volumes = all.filter((definition) => definition.kind === kind).flatMap((definition) => definition.volumes)
  return Object.fromEntries(volumes.map((volume) => [volume.name, { name: `trade2026-${volume.name}` }]))
}

/** One compose service. Also used for the fragment of a migrated service. */
export function renderService(definition: ServiceDefinition, catalog: Catalog): Record<string, unknown> {
  const { settings } = catalog.platform
  const isApp = definition.kind === 'app'
  const healthcheck = renderHealthcheck(definition)
  const dependsOn = renderDependsOn(definition, catalog)
  return {
    image: isApp ? `${settings.imagePrefix}/${definition.image}` : definition.image,
    container_name: `trade2026-${definition.id}`,
    ...(definition.profile === 'full' ? { profiles: ['full'] } : {}),
    restart: 'unless-stopped',
    stop_grace_period: formatDuration(definition.stopGraceMs),
    ...(definition.command ? { command: definition.command } : {}),
    environment: isApp
      ? appEnvironment(definition, catalog.services, {
          scope: containerScope(catalog.services),
          logLevel: 'INFO',
        })
      : definition.environment,
    ports: Object.entries(hostPorts(definition)).map(([name, host]) => `127.0.0.1:${host}:${definition.ports[name]}`),
    volumes: renderMounts(definition),
    // The bare name works on every lane the service joins.
    networks: Object.fromEntries(definition.lanes.map((lane) => [lane, { aliases: [definition.id] }])),
    ...(healthcheck ? { healthcheck } : {}),
    ...(Object.keys(dependsOn).length > 0 ? { depends_on: dependsOn } : {}),
    mem_limit: `${definition.resources.memoryMb}m`,
    ...(isApp ? { user: '1000:1000', init: true } : {}),
    labels: renderLabels(definition),
  }
}

function renderMounts(definition: ServiceDefinition): string[] {
  const named = definition.volumes.map((volume) => `${volume.name}:${volume.target}${volume.readOnly ? ':ro' : ''}`)
  if (definition.kind === 'infra') return named
  // Folders, never single files: a single-file mount keeps its old inode after a rename.
  return [
    `../stack/config/${definition.id}:/app/config:ro`,
    ...(definition.secrets.length > 0 ? [`../secrets/${definition.id}:/secrets:ro`] : []),
    ...named,
  ]
}

function renderLabels(definition: ServiceDefinition): Record<string, string> {
  const latency = definition.slo.find((slo) => slo.quantile === 0.5 && slo.unit === 'ms')
  return {
    'com.trade2026.service': definition.id,
    'com.trade2026.cpgs.version': CPGS_VERSION,
    'com.trade2026.component': definition.kind === 'app' ? 'application' : 'infrastructure',
    'com.trade2026.network.lane': definition.lanes.join(','),
    ...(definition.wave ? { 'com.trade2026.priority': definition.wave } : {}),
    ...(definition.critical ? { 'com.trade2026.critical': 'true' } : {}),
    ...(definition.optional ? { 'com.trade2026.optional': 'true' } : {}),
    ...(latency ? { 'com.trade2026.sla.latency_ms': String(latency.limit) } : {}),
  }
}

/** Hard needs only: a soft need never blocks a start. */
function renderDependsOn(definition: ServiceDefinition, catalog: Catalog): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definition.needs)
      .filter(([, need]) => need === 'hard')
      .map(([id]) => {
        const peer = catalog.services.get(id)
        const probed = peer !== undefined && healthCommand(peer) !== undefined
        return [id, { condition: probed ? 'service_healthy' : 'service_started' }]
      }),
  )
}

function renderHealthcheck(definition: ServiceDefinition): Record<string, unknown> | undefined {
  const test = healthCommand(definition)
  if (!test) return undefined
  const { intervalMs, timeoutMs, retries, startPeriodMs } = definition.health
  return {
    test: ['CMD', ...test],
    interval: formatDuration(intervalMs),
    timeout: formatDuration(timeoutMs),
    retries,
    start_period: formatDuration(startPeriodMs),
  }
}

/** Images of these have no tool to probe with (F38): the tool probes them from outside. */
const PROBED_FROM_OUTSIDE = new Set(['questdb', 'seaweedfs', 'opa', 'authn'])

/** Exec form, without curl: the image's own runtime or client asks. */
function healthCommand(definition: ServiceDefinition): string[] | undefined {
  if (PROBED_FROM_OUTSIDE.has(definition.id)) return undefined
  if (definition.health.probe.kind === 'process') return undefined
  if (definition.kind === 'app') return nodeProbe(definition.ports, definition.health)
  const infra: Record<string, string[]> = {
    nats: ['wget', '-q', '-O-', `http://127.0.0.1:${definition.ports.monitor}/healthz`],
    valkey: ['valkey-cli', 'ping'],
    clickhouse: ['clickhouse-client', '--query', 'SELECT 1'],
    opensearch: ['curl', '-sf', `http://127.0.0.1:${definition.ports.http}/_cluster/health`],
  }
  return infra[definition.id]
}

function nodeProbe(ports: Record<string, number>, health: HealthSpec): string[] {
  const path = health.probe.kind === 'http' ? health.probe.path : '/health'
  const url = `http://127.0.0.1:${ports[health.probe.port ?? '']}${path}`
  return ['node', '-e', `fetch('${url}').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`]
}
