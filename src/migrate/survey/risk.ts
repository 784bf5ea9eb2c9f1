// Risk and effort of one service, from counted facts: never a bare number (migration.md 2).
import type { EndpointFinding, Question } from '../../model/endpoint.ts'
import type { FoundService } from './discover.ts'

export interface Facts {
  service: FoundService
  findings: readonly EndpointFinding[]
  questions: readonly Question[]
  notCovered: readonly { file: string; reason: string; hits: number }[]
  inCycle: boolean
}

export function risksOf({ service, findings, questions, notCovered, inCycle }: Facts): string[] {
  const entry = `${service.path}/${service.entry}:1`
  const at = (finding: EndpointFinding): string => `${finding.file}:${finding.line}`
  return [
    ...(inCycle ? [`${entry} is part of a cycle of dependencies`] : []),
    ...(service.healthPath === undefined ? [`${entry} no health route found`] : []),
    ...(service.ports.length === 0 ? [`${entry} no listening port found`] : []),
    ...(service.hasTests ? [] : [`${entry} no tests`]),
    ...findings
      .filter((finding) => finding.role === 'dynamic' || finding.action === 'risk')
      .map((finding) => `${at(finding)} ${finding.reason}`),
    ...findings
      .filter((finding) => finding.role === 'host-peer')
      .map((finding) => `${at(finding)} ${finding.text} stays on the host`),
    ...notCovered.map((one) => `${one.file}:1 ${one.hits} traces not covered: ${one.reason}`),
    ...questions.map(
      (question) =>
        `${question.occurrences[0]?.file ?? service.path}:${question.occurrences[0]?.line ?? 1} open question ${question.id}`,
    ),
  ]
}

export function riskLevel(risks: readonly string[], facts: Facts): string {
  if (facts.inCycle || facts.questions.length > 3 || risks.length > 8) return 'high'
  return facts.questions.length > 0 || risks.length > 3 ? 'medium' : 'low'
}

/** Hours, to a tenth; the weights are a first guess that the journal's times will correct. */
export function effortHours({ service, findings, questions, notCovered }: Facts): number {
  const edits = findings.filter((finding) => finding.action === 'edit' || finding.action === 'env').length
  const hours =
    0.5 +
    service.files * 0.02 +
    edits * 0.04 +
    questions.length * 0.25 +
    service.dependencies * 0.03 +
    notCovered.length * 0.2
  return Math.round(hours * 10) / 10
}
