// Risk and effort of one service, from counted facts: never a bare number (migration.md 2).
import type { EndpointFinding, Question, SharedThing, SurveyCycle, SurveyEdge } from '../../model/endpoint.ts'
import type { CaseTwins } from './case-twins.ts'
import type { HardPlace } from './hard-to-move.ts'

export interface Facts {
  service: {
    id: string
    path: string
    entry: string
    ports: readonly number[]
    /** What the ports leave open, each with file:line. */
    portNotes?: readonly string[]
    healthPath?: string
    hasTests: boolean
    files: number
    dependencies: number
  }
  findings: readonly EndpointFinding[]
  questions: readonly Question[]
  notCovered: readonly { file: string; reason: string; hits: number }[]
  cycle?: SurveyCycle
  edges: readonly SurveyEdge[]
  shared: readonly SharedThing[]
  hard: readonly HardPlace[]
  caseTwins: readonly CaseTwins[]
}

/** Each with the place it was seen at. */
export function risksOf(facts: Facts): string[] {
  const { service, findings, questions, notCovered, cycle, shared, hard, caseTwins } = facts
  const entry = `${service.path === '' ? service.entry : `${service.path}/${service.entry}`}:1`
  return [
    ...cycleRisk(service.id, cycle),
    ...shared
      .filter(
        ({ services, writers, kind }) => services.includes(service.id) && (writers.length > 1 || kind === 'database'),
      )
      .map((thing) => sharedRisk(service.id, thing)),
    ...hard.map(({ file, line, what }) => `${file}:${line} ${what}`),
    ...caseTwins.map(
      ({ name, others, file }) =>
        `${file}:1 ${name} differs only in case from ${others.join(', ')}: a disk that ignores case keeps one of them`,
    ),
    ...(service.healthPath === undefined ? [`${entry} no health route found`] : []),
    ...(service.portNotes ?? []),
    ...(service.ports.length === 0 && !service.portNotes?.length ? [`${entry} no listening port found`] : []),
    ...(service.hasTests ? [] : [`${entry} no tests`]),
    ...findings
      .filter((finding) => finding.role === 'dynamic' || finding.action === 'risk')
      .map((finding) => `${finding.file}:${finding.line} ${finding.reason}`),
    ...findings
      .filter((finding) => finding.role === 'host-peer')
      .map((finding) => `${finding.file}:${finding.line} ${finding.text} stays on the host`),
    ...notCovered.map((one) => `${one.file}:1 ${one.hits} traces not covered: ${one.reason}`),
    ...questions.map(
      (question) =>
        `${question.occurrences[0]?.file ?? service.path}:${question.occurrences[0]?.line ?? 1} open question ${question.id}`,
    ),
  ]
}

function cycleRisk(id: string, cycle: SurveyCycle | undefined): string[] {
  const own = cycle?.edges.find(({ from }) => from === id)
  return own === undefined ? [] : [`${own.file}:${own.line} is part of a cycle: ${cycle!.services.join(', ')}`]
}

function sharedRisk(id: string, { kind, name, services, places }: SharedThing): string {
  const place = places.find(({ service }) => service === id)!
  const others = services.filter((other) => other !== id).join(', ')
  return `${place.file}:${place.line} ${kind} ${name} is shared with ${others}`
}

export function riskLevel(risks: readonly string[], facts: Facts): string {
  const { cycle, questions, hard } = facts
  if (cycle || questions.length > 3 || risks.length > 8 || hard.some(({ minutes }) => minutes >= 60)) return 'high'
  return questions.length > 0 || risks.length > 3 ? 'medium' : 'low'
}

/** Minutes per counted thing; a first guess that the journal's times correct. */
const MINUTES = {
  service: 30,
  file: 1,
  edit: 2,
  question: 15,
  dependency: 2,
  notCovered: 12,
  edge: 4,
  shared: 6,
  cycle: 30,
}

export function effortMinutes(facts: Facts): number {
  const { service, findings, questions, notCovered, edges, shared, hard, cycle } = facts
  const edits = findings.filter(({ action }) => action === 'edit' || action === 'env').length
  return (
    MINUTES.service +
    service.files * MINUTES.file +
    edits * MINUTES.edit +
    questions.length * MINUTES.question +
    service.dependencies * MINUTES.dependency +
    notCovered.length * MINUTES.notCovered +
    edges.filter(({ from }) => from === service.id).length * MINUTES.edge +
    shared.filter(({ services }) => services.includes(service.id)).length * MINUTES.shared +
    hard.reduce((sum, { minutes }) => sum + minutes, 0) +
    (cycle ? MINUTES.cycle : 0)
  )
}
