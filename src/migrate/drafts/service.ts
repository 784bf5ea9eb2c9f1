// services/<id>/: definition, configuration template and gate of a service the survey found.
import { baseName } from '../../kit/path.ts'
import type { SurveyEdge, SurveyedService } from '../../model/endpoint.ts'
import { draftId } from './names.ts'
import { comment, flow, lines, seen } from './yaml.ts'

export interface ServiceDraft {
  service: SurveyedService
  /** Container ports by name. */
  ports: Record<string, number>
  hostPorts: Record<string, number>
  lanes: readonly string[]
  needs: readonly { id: string; need: 'hard' | 'soft'; edge: SurveyEdge; why?: string }[]
  /** It keeps files: some path of the legacy host became /data. */
  keepsData: boolean
}

const MEMORY_MB: Record<string, number> = { java: 768, kotlin: 768, csharp: 512, go: 128, rust: 128 }
/** What a runtime needs before it can answer. */
const START: Record<string, string> = { java: '60s', kotlin: '60s', csharp: '30s' }

export function draftDefinition(draft: ServiceDraft): string {
  const { service, ports, hostPorts, lanes, needs, keepsData } = draft
  const id = draftId(service.id)
  const entry = service.path === '' ? service.entry : `${service.path}/${service.entry}`
  const names = [...new Set([service.id, baseName(service.path)])].filter((name) => name !== '')
  const legacy = { ...(service.path === '' ? {} : { path: service.path }), ports: service.ports, names }
  return lines(
    seen(entry ?? service.path, 1),
    `id: ${id}`,
    'kind: app',
    `title: ${id}`,
    `role: ${JSON.stringify([service.language, service.framework, 'service'].filter(Boolean).join(' '))}`,
    `priority: ${service.priority}`,
    `estimateHours: ${Math.max(0.1, service.effortHours)}`,
    Object.keys(ports).length > 0
      ? ['ports:', ...Object.entries(ports).map(([name, port]) => `  ${name}: ${port}`)]
      : 'ports: {}',
    Object.keys(hostPorts).length > 0 && `hostPorts: ${flow(hostPorts)}`,
    `lanes: ${flow(lanes)}`,
    needs.length > 0 && ['needs:', ...needs.map(needLine)],
    'health:',
    `  probe: ${flow(probeOf(draft))}`,
    '  interval: 10s',
    '  timeout: 5s',
    '  retries: 3',
    `  startPeriod: ${START[service.language] ?? '15s'}`,
    'slo:',
    '  - { name: reply, quantile: 0.99, limit: 500, unit: ms } # draft: agree on a figure',
    `legacy: ${flow(legacy)}`,
    `image: ${id}:latest`,
    keepsData && `volumes: [${flow({ name: `${id}-data`, target: '/data' })}]`,
    `resources: { memoryMb: ${MEMORY_MB[service.language] ?? 384} }`,
  )
}

function needLine({ id, need, edge, why }: ServiceDraft['needs'][number]): string {
  const reason = why === undefined ? '' : `; ${why}`
  return `  ${id}: ${need} ${comment(`${edge.file}:${edge.line}, ${Math.round(edge.confidence * 100)} %${reason}`)}`
}

function probeOf({ service, ports }: ServiceDraft): object {
  const [port] = Object.keys(ports)
  if (port === undefined) return { kind: 'process' }
  return service.healthPath === undefined || port !== 'http'
    ? { kind: 'tcp', port }
    : { kind: 'http', port, path: service.healthPath }
}

export function draftConfig({ service, ports }: ServiceDraft): string {
  return lines(
    comment(
      `Configuration template of ${draftId(service.id)}; keys of the legacy configuration are carried over by \`configure\`.`,
    ),
    `service: ${draftId(service.id)}`,
    ports.http !== undefined && ['http:', '  port: ${self.port.http}'],
  )
}

/** Checks that are true of any service: it runs, it answers, it answers in time. What it should answer is for people to add. */
export function draftGate({ service, ports, needs }: ServiceDraft): string {
  const id = draftId(service.id)
  const path = service.healthPath
  const running = [
    '  - id: running',
    '    title: runs without a restart',
    '    kind: process',
    `    service: ${id}`,
    '    within: 60s',
    '    expect: [{ at: restartsDuringRun, equals: 0 }]',
  ]
  const answers = (name: string, title: string): string[] =>
    ports.http === undefined
      ? []
      : [
          `  - id: ${name}`,
          `    title: ${JSON.stringify(title)}`,
          '    kind: http',
          `    url: "http://\${self.address.http}${path ?? '/'}"`,
          '    within: 60s',
          `    expect: [${path === undefined ? '{ at: status, atMost: 499 }' : '{ at: status, equals: 200 }'}]`,
        ]
  const neighbours = needs.filter(({ need }) => need === 'hard').map((one) => one.id)
  const subject = path ?? 'a request'
  return lines(
    seen(service.path === '' ? (service.entry ?? id) : `${service.path}/${service.entry}`, 1),
    `title: ${id} does its work`,
    `needs: ${flow([id, ...neighbours])}`,
    '',
    'component:',
    running,
    answers('health', `${subject} is answered`),
    '',
    'integration: # draft: add a request that crosses to a neighbour, and what must come back',
    answers('beside-neighbours', `${subject} is answered beside its neighbours`),
    running.map((line) => line.replace('id: running', 'id: still-running')),
    '',
    'performance:',
    ports.http !== undefined && path !== undefined ? latency(path) : [],
    [
      '  - id: memory',
      `    title: memory stays below ${MEMORY_MB[service.language] ?? 384} MB`,
      '    kind: process',
      `    service: ${id}`,
      `    expect: [{ at: rssMb, atMost: ${MEMORY_MB[service.language] ?? 384} }]`,
    ],
  )
}

function latency(path: string): string[] {
  return [
    '  - id: health-latency',
    `    title: ${JSON.stringify(`${path} one after the other`)}`,
    '    kind: latency',
    `    request: { url: "http://\${self.address.http}${path}" }`,
    // A bound on the 99th percentile needs 459 independent samples.
    '    load: { mode: closed, samples: 500 }',
    '    warmup: 20',
    '    quantiles: [{ quantile: 0.5, limit: 100ms }, { quantile: 0.99, limit: 500ms }]',
  ]
}
