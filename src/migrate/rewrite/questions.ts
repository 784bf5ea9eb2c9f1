// Questions and answers: one id for one meaning, stable while lines move (migration.md 9).
import { sha256 } from '../../kit/digest.ts'
import { nearest } from '../../kit/nearest.ts'
import type { Question } from '../../model/endpoint.ts'
import { TradeError } from '../../model/errors.ts'
import type { Registry, Target } from './registry.ts'
import type { Subject } from './subject.ts'

export type Answers = Readonly<Record<string, string>>

export type Answer = { kind: 'keep' } | { kind: 'target'; target: Target } | { kind: 'text'; text: string }

/** Kind + service + path + key path, or digest of the line where nothing has a name. A machine is asked about once. */
export function questionId(subject: Subject, kind: Question['kind']): string {
  const { hit, site, home, file, text } = subject
  if (hit.kind === 'foreign') return `${kind}:${hit.text}`
  const names = site.context.path.join('.')
  const lineStart = text.lastIndexOf('\n', hit.start - 1) + 1
  const lineEnd = text.indexOf('\n', hit.start)
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).trim()
  return [kind, home, file, names === '' ? sha256(line).slice(0, 8) : names].join(':')
}

export function answerFor(id: string, kind: Question['kind'], subject: Subject, answers: Answers): Answer | undefined {
  const given = answers[id]
  if (given === undefined) return undefined
  if (given === 'keep') return { kind: 'keep' }
  if (given.startsWith('/') || given.includes('://')) return { kind: 'text', text: given }
  const target = targetOf(given, subject.port?.value, subject.registry)
  if (target) return { kind: 'target', target }
  const near = nearest(given, subject.registry.services.keys())
  throw new TradeError(
    'ANSWERS_INVALID',
    `answers: ${id}: found ${given}, expected service:port, keep${kind === 'path' ? ' or a path' : ''}`,
    {
      facts: { id, found: given, nearest: near },
      hints: [`set ${id}: ${near ?? 'keep'}`],
    },
  )
}

function targetOf(text: string, port: number | undefined, registry: Registry): Target | undefined {
  const match = /^([a-z0-9][a-z0-9.-]*)(?::(\d+))?$/.exec(text)
  const service = match && registry.services.get(match[1]!)
  if (!match || !service) return undefined
  const ports = Object.entries(service.ports)
  const legacy = registry.ports.get(port ?? -1)?.find((entry) => entry.service === service.id)
  const wanted = match[2] === undefined ? undefined : Number(match[2])
  const [name, value] =
    ports.find(([, number]) => number === wanted) ??
    (wanted === undefined && legacy ? [legacy.port, legacy.value] : (ports[0] ?? ['http', wanted ?? 0]))
  return { service: service.id, port: name, value: wanted ?? value }
}
