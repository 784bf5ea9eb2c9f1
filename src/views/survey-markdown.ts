// survey.md: the facts of a survey for people and reviews. Same report, same bytes.
import type { SurveyedService, SurveyReport } from '../model/endpoint.ts'
import { safely } from './safe.ts'
import { changeOf } from './survey.ts'

export function renderSurveyMarkdown(unsafe: SurveyReport, picture?: string): string {
  const report = safely(unsafe)
  const { services, nodes, edges, flows, shared, cycles, waves, questions, notCovered, endpoints } = report
  const sections = [
    `# Survey of ${cell(report.source)}`,
    summary(report),
    picture === undefined ? '' : `![graph of the services](${picture})`,
    part(
      'Services',
      table(['Service', 'Path', 'Language', 'Ports', 'Wave', 'Risk', 'Effort', 'Needs'], services.map(serviceRow)),
    ),
    part(
      'Waves',
      waves.map((wave, index) => `- **P${index + 1}**: ${wave.map(code).join(', ') || 'nobody'}`).join('\n'),
    ),
    part(
      'Servers and systems outside',
      table(
        ['Node', 'Kind', 'What', 'Ports', 'First seen'],
        nodes
          .filter(({ kind }) => kind !== 'app')
          .map(({ id, kind, title, ports, file, line }) => [
            code(id),
            kind,
            title ?? '',
            ports.join(' '),
            place(file, line),
          ]),
      ),
    ),
    part(
      'Dependencies',
      table(
        ['From', 'To', 'Kind', 'Confidence', 'Seen at', 'Through'],
        edges.map((edge) => [
          code(edge.from),
          code(edge.to),
          edge.kind,
          `${Math.round(edge.confidence * 100)} %${edge.parts.length > 1 ? ` of ${edge.parts.length} signs` : ''}`,
          place(edge.file, edge.line),
          code(edge.via),
        ]),
      ),
    ),
    part(
      'Messages',
      table(
        ['From', 'To', 'Subject', 'Heard as', 'Broker', 'Sent at', 'Heard at'],
        flows.map((flow) => [
          code(flow.from),
          code(flow.to),
          code(flow.subject),
          flow.pattern === undefined ? '' : code(flow.pattern),
          flow.broker ?? '',
          place(flow.publish.file, flow.publish.line),
          place(flow.subscribe.file, flow.subscribe.line),
        ]),
      ),
    ),
    part(
      'Shared things',
      table(
        ['What', 'Name', 'Services', 'Writers', 'Seen at'],
        shared.map((one) => [
          one.kind,
          code(one.name),
          one.services.map(code).join(' '),
          one.writers.map(code).join(' '),
          one.places.map(({ file, line }) => place(file, line)).join(', '),
        ]),
      ),
    ),
    part(
      'Cycles',
      cycles
        .map(({ services: who, edges: inside }) =>
          [
            `- ${who.map(code).join(' ⇄ ')} move together:`,
            ...inside.map(({ from, to, file, line }) => `  - ${code(from)} → ${code(to)} at ${place(file, line)}`),
          ].join('\n'),
        )
        .join('\n'),
    ),
    part(
      'Risks',
      services
        .filter(({ risks }) => risks.length > 0)
        .map(riskList)
        .join('\n\n'),
    ),
    part(
      'What the rewrite would do',
      table(
        ['Place', 'Role', 'Action', 'Change', 'Reason'],
        endpoints.map((one) => [
          place(one.file, one.line),
          one.role,
          one.action,
          code(changeOf(one)),
          cell(one.reason),
        ]),
      ),
    ),
    part(
      'Open questions',
      questions
        .map(({ id, prompt, candidates, occurrences }) =>
          [
            `- ${code(id)}: ${cell(prompt)}${candidates.length > 0 ? ` Candidates: ${candidates.map(code).join(', ')}.` : ''}`,
            ...occurrences.map(({ file, line, text }) => `  - ${place(file, line)} ${code(text)}`),
          ].join('\n'),
        )
        .join('\n'),
    ),
    part(
      'Not covered',
      table(
        ['File', 'Reason', 'Traces'],
        notCovered.map(({ file, reason, hits }) => [code(file), cell(reason), String(hits)]),
      ),
    ),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function summary({ services, nodes, edges, endpoints, questions, cycles }: SurveyReport): string {
  const actions = ['env', 'edit', 'shim', 'keep', 'ask', 'risk'].map(
    (action) => `${endpoints.filter((one) => one.action === action).length} ${action}`,
  )
  const minutes = services.reduce((sum, { effortMinutes }) => sum + effortMinutes, 0)
  return [
    `- services: ${services.length}; servers and systems outside: ${nodes.length - services.length}; dependencies: ${edges.length}; cycles: ${cycles.length}`,
    `- addresses and paths: ${endpoints.length} (${actions.join(', ')})`,
    `- open questions: ${questions.length}; work: about ${Math.round(minutes / 6) / 10} h`,
  ].join('\n')
}

function serviceRow(service: SurveyedService): string[] {
  const { id, path, language, framework, ports, priority, risk, effortMinutes, dependsOn } = service
  return [
    code(id),
    code(path === '' ? '.' : path),
    cell(framework === undefined ? language : `${language}, ${framework}`),
    ports.join(' ') || 'none',
    priority,
    risk,
    `${effortMinutes} min`,
    dependsOn.map(code).join(' '),
  ]
}

function riskList({ id, risk, risks }: SurveyedService): string {
  return [`**${cell(id)}** (${risk})`, '', ...risks.map((one) => `- ${cell(one)}`)].join('\n')
}

function part(title: string, text: string): string {
  return text === '' ? '' : `## ${title}\n\n${text}`
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

function place(file: string | undefined, line: number | undefined): string {
  return file === undefined ? '' : code(`${file}:${line ?? 1}`)
}

/** Text of the tree inside Markdown: no table, link or tag begins in it. */
function cell(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#]/g, '\\$&')
}

function code(text: string): string {
  if (text === '') return ''
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}
