// Why the rewrite does what it does at one place, and why the survey believes in an edge that begins there.
import type { EndpointFinding, SurveyEdge } from '../model/endpoint.ts'
import { safely } from './safe.ts'
import { changeOf } from './survey.ts'

export function renderExplanation(
  place: string,
  findings: EndpointFinding[],
  edges: readonly SurveyEdge[] = [],
): string {
  if (findings.length === 0 && edges.length === 0)
    return `${safely(place)}: no address or legacy path was found there\n`
  return `${[...safely(findings).map(explanation), ...safely([...edges]).map(edgeExplanation)].join('\n\n')}\n`
}

function explanation(finding: EndpointFinding): string {
  const { file, line, column, role, action, rule, reason, evidence, alternatives, question } = finding
  return [
    `${file}:${line}:${column}  ${changeOf(finding)}`,
    `  role      ${role}`,
    `  action    ${action}`,
    `  rule      ${rule}`,
    `  because   ${reason}`,
    ...evidence.map((one, index) => `  ${index === 0 ? 'evidence ' : '         '} ${one}`),
    ...alternatives.map((one, index) => `  ${index === 0 ? 'else     ' : '         '} ${one}`),
    ...(question === undefined ? [] : [`  question  ${question}: answer it in a file for --answers`]),
  ].join('\n')
}

function edgeExplanation({ from, to, confidence, parts }: SurveyEdge): string {
  return [
    `${from} → ${to}  ${Math.round(confidence * 100)} %${parts.length > 1 ? ': signs of different sorts, combined as independent' : ''}`,
    ...parts.map(
      (part) =>
        `  ${String(Math.round(part.confidence * 100)).padStart(3)} %  ${part.kind}  ${part.file}:${part.line}  ${part.via}`,
    ),
  ].join('\n')
}
