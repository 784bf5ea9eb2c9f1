// The inventory of a legacy tree, as text: what there is, in which order it moves, what stands in the way.
import type { EndpointFinding, SurveyedService, SurveyReport } from '../model/endpoint.ts'
import { painter, type Screen } from './paint.ts'
import { safely } from './safe.ts'
import { type Cell, renderTable } from './table.ts'

/** Never cut: a survey is read in a pager and searched. */
const WHOLE: Screen = { color: false, columns: 120, interactive: false }

export function renderSurvey(unsafe: SurveyReport, screen: Screen = WHOLE): string {
  const report = safely(unsafe)
  const { services, waves, questions, notCovered, cycles, flows, shared } = report
  const paint = painter(screen.color)
  const section = (title: string, lines: string[]): string =>
    lines.length === 0 ? '' : `${paint('bold', title)}\n${lines.join('\n')}`
  const sections = [
    headline(report, paint('bold', report.source)),
    serviceTable(services, screen),
    section(
      'waves',
      waves.flatMap((wave, index) => (wave.length > 0 ? [`  P${index + 1}  ${wave.join(' ')}`] : [])),
    ),
    section('dependencies', dependencyLines(report, screen)),
    section('messages', flowLines(flows, screen)),
    section(
      'shared',
      shared.map(({ kind, name, services: who }) => `  ${kind} ${name}: ${who.join(' ')}`),
    ),
    section(
      'cycles',
      cycles.flatMap(({ services: who, edges }) => [
        `  ${who.join(' ⇄ ')}: one wave`,
        ...edges.map(({ from, to, file, line }) => `    ${from} → ${to}  ${file}:${line}`),
      ]),
    ),
    section('risks', services.flatMap(riskLines)),
    section('seen on this host', liveLines(report.live)),
    ...findingSections(report, screen),
    section('open questions', [
      ...questions.map(({ id, prompt, candidates }) => `  ? ${id}: ${prompt} (${candidates.join(' | ')})`),
      ...(questions.length > 0
        ? ['  answer in a YAML file, a line `"<id>": <answer>` each, and give it by --answers FILE']
        : []),
    ]),
    section(
      'not covered by the rewrite',
      notCovered.map(({ file, reason, hits }) => `  ${file}: ${reason}${hits > 0 ? `, ${count(hits, 'trace')}` : ''}`),
    ),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function headline({ services, nodes, edges, endpoints, questions }: SurveyReport, source: string): string {
  const servers = nodes.filter(({ kind }) => kind === 'infra').length
  const hours = services.reduce((sum, { effortMinutes }) => sum + effortMinutes, 0) / 60
  const parts = [
    count(services.length, 'service'),
    ...(servers > 0 ? [count(servers, 'server')] : []),
    count(edges.length, 'dependency', 'dependencies'),
    count(endpoints.length, 'address or path', 'addresses and paths'),
    ...(questions.length > 0 ? [count(questions.length, 'open question')] : []),
    `about ${Math.round(hours * 10) / 10} h`,
  ]
  return `${source}: ${parts.join(', ')}`
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

function serviceTable(services: SurveyedService[], screen: Screen): string {
  if (services.length === 0) return 'no service was found: an entry point or a manifest makes one'
  const tones = { high: 'bad', medium: 'warn' } as const
  const rows = services.map((service): Cell[] => [
    service.id,
    service.framework === undefined ? service.language : `${service.language}/${service.framework}`,
    service.ports.join(' ') || '–',
    service.priority,
    { text: service.risk, tone: tones[service.risk as keyof typeof tones] ?? 'good' },
    `${service.effortHours} h`,
    service.dependsOn.join(' ') || '–',
  ])
  const titles = ['SERVICE', 'LANGUAGE', 'PORTS', 'WAVE', 'RISK', 'EFFORT', 'DEPENDS ON']
  return renderTable(
    titles.map((title) => ({ title })),
    rows,
    screen,
  )
}

function dependencyLines({ edges, nodes }: SurveyReport, screen: Screen): string[] {
  const outside = new Set(nodes.filter(({ kind }) => kind === 'external').map(({ id }) => id))
  const rows = edges.map(({ from, to, kind, via, file, line, confidence }): Cell[] => [
    `  ${from} → ${to}${outside.has(to) ? ' (outside)' : ''}`,
    kind,
    `${Math.round(confidence * 100)} %`,
    { text: `${file}:${line}  ${oneLine(via)}`, tone: 'dim' },
  ])
  return rows.length === 0 ? [] : [plainTable(rows, screen)]
}

function flowLines(flows: SurveyReport['flows'], screen: Screen): string[] {
  const rows = flows.map(({ from, to, subject, pattern, broker, publish, subscribe }): Cell[] => [
    `  ${from} ⇢ ${to}`,
    pattern === undefined ? subject : `${subject} (${pattern})`,
    broker ?? '–',
    { text: `${publish.file}:${publish.line} → ${subscribe.file}:${subscribe.line}`, tone: 'dim' },
  ])
  return rows.length === 0 ? [] : [plainTable(rows, screen)]
}

function liveLines(live: SurveyReport['live']): string[] {
  if (live === undefined) return []
  const { processes, ports, edges, unreadable } = live
  const differs = { tree: 'only the tree says so', host: 'only the host shows it', both: '' }
  return [
    ...(processes.length === 0 ? ['  no process of this tree holds a socket'] : []),
    ...processes.map(({ service, pid }) => `  ${service}: process ${pid}`),
    ...ports.map(
      ({ service, port, seen }) => `  ${service} listens on ${port}${seen === 'both' ? '' : `: ${differs[seen]}`}`,
    ),
    ...edges
      .filter(({ seen }) => seen !== 'tree')
      .map(({ from, to, seen }) => `  ${from} → ${to} is connected${seen === 'both' ? '' : `: ${differs[seen]}`}`),
    ...edges
      .filter(({ seen }) => seen === 'tree')
      .map(({ from, to }) => `  ${from} → ${to} is not connected now: ${differs.tree}`),
    ...(unreadable > 0 ? [`  ${unreadable} processes of others could not be looked into`] : []),
  ]
}

function riskLines({ id, risks }: SurveyedService): string[] {
  return risks.map((risk) => `  ${id}  ${risk}`)
}

function findingSections({ endpoints }: SurveyReport, screen: Screen): string[] {
  const services = [...new Set(endpoints.map(({ service }) => service))]
  return services.map((service) => {
    const own = endpoints.filter((finding) => finding.service === service)
    const counts = new Map<string, number>()
    for (const { action } of own) counts.set(action, (counts.get(action) ?? 0) + 1)
    const sum = [...counts].map(([action, number]) => `${number} ${action}`).join(', ')
    const rows = own.map((finding): Cell[] => [
      `  ${finding.file}:${finding.line}:${finding.column}`,
      finding.role,
      finding.action,
      changeOf(finding),
    ])
    return `${painter(screen.color)('bold', service)}: ${sum}\n${plainTable(rows, screen)}`
  })
}

/** Whole on a narrow terminal, too: what is cut there is the address a place will get. */
function plainTable(rows: Cell[][], screen: Screen): string {
  return renderTable(
    rows[0]!.map(() => ({ title: '' })),
    rows,
    { ...screen, interactive: false },
  )
}

export function changeOf({ text, action, replacement, variable, target }: EndpointFinding): string {
  const shown = oneLine(text)
  if (action === 'edit' && replacement !== undefined) return `${shown} → ${oneLine(replacement)}`
  if (action === 'env' && variable !== undefined) return `${shown} (${variable} = ${target ?? 'as configured'})`
  return shown
}

const oneLine = (text: string): string => text.replace(/\s*(\n|\\n)\s*/g, ' ⏎ ')
