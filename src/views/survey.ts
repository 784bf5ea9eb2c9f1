// The inventory of a legacy tree, and why the rewrite does what it does at one place.
import type { EndpointFinding, SurveyedService, SurveyReport } from '../model/endpoint.ts'
import { type Cell, renderTable } from './table.ts'

/** Never cut: a survey is read in a pager and searched. */
const WHOLE = { color: false, columns: 120, interactive: false }

export function renderSurvey(report: SurveyReport): string {
  const { source, services, edges, endpoints, waves, questions, notCovered } = report
  const sections = [
    `${source}: ${services.length} services, ${edges.length} dependencies, ${endpoints.length} addresses and paths`,
    serviceTable(services),
    section(
      'waves',
      waves.flatMap((wave, index) => (wave.length > 0 ? [`  P${index + 1}  ${wave.join(' ')}`] : [])),
    ),
    section('dependencies', edges.map(edgeLine)),
    ...services.map(({ id }) => findingTable(id, endpoints)),
    section(
      'open questions',
      questions.map(({ id, prompt, candidates }) => `  ? ${id}: ${prompt} (${candidates.join(' | ')})`),
    ),
    section(
      'not covered by the rewrite',
      notCovered.map(({ file, reason, hits }) => `  ${file}: ${reason}${hits > 0 ? `, ${hits} hits` : ''}`),
    ),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function serviceTable(services: SurveyedService[]): string {
  if (services.length === 0) return 'no service was found: an entry point or a manifest makes one'
  const rows = services.map((service): Cell[] => [
    service.id,
    service.language,
    service.ports.join(' ') || '–',
    service.priority,
    service.risk,
    `${service.effortHours} h`,
    service.dependsOn.join(' ') || '–',
  ])
  const titles = ['SERVICE', 'LANGUAGE', 'PORTS', 'WAVE', 'RISK', 'EFFORT', 'DEPENDS ON']
  return renderTable(
    titles.map((title) => ({ title })),
    rows,
    WHOLE,
  )
}

function edgeLine({ from, to, via, file, line, confidence }: SurveyReport['edges'][number]): string {
  return `  ${from} → ${to}  ${via}  ${file}:${line}  ${Math.round(confidence * 100)} %`
}

function findingTable(service: string, endpoints: EndpointFinding[]): string {
  const own = endpoints.filter((finding) => finding.service === service)
  if (own.length === 0) return ''
  const rows = own.map((finding): Cell[] => [
    `  ${finding.file}:${finding.line}:${finding.column}`,
    finding.role,
    finding.action,
    change(finding),
  ])
  const counts = new Map<string, number>()
  for (const { action } of own) counts.set(action, (counts.get(action) ?? 0) + 1)
  const sum = [...counts].map(([action, count]) => `${count} ${action}`).join(', ')
  const columns = [{ title: '' }, { title: '' }, { title: '' }, { title: '' }]
  return `${service}: ${sum}\n${renderTable(columns, rows, WHOLE)}`
}

function change({ text, action, replacement, variable, target }: EndpointFinding): string {
  const shown = oneLine(text)
  if (action === 'edit' && replacement !== undefined) return `${shown} → ${oneLine(replacement)}`
  if (action === 'env' && variable !== undefined) return `${shown} (${variable} = ${target ?? 'as configured'})`
  return shown
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ⏎ ')

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.join('\n')}`
}

export function renderExplanation(place: string, findings: EndpointFinding[]): string {
  if (findings.length === 0) return `${place}: no address or legacy path was found there\n`
  return `${findings.map(explanation).join('\n\n')}\n`
}

function explanation(finding: EndpointFinding): string {
  const { file, line, column, role, action, rule, reason, evidence, alternatives, question } = finding
  return [
    `${file}:${line}:${column}  ${change(finding)}`,
    `  role      ${role}`,
    `  action    ${action}`,
    `  rule      ${rule}`,
    `  because   ${reason}`,
    ...evidence.map((one, index) => `  ${index === 0 ? 'evidence ' : '         '} ${one}`),
    ...alternatives.map((one, index) => `  ${index === 0 ? 'else     ' : '         '} ${one}`),
    ...(question === undefined ? [] : [`  question  ${question}: answer it in a file for --answers`]),
  ].join('\n')
}
