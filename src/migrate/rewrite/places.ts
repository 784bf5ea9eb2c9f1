// A host constant that several uses complete with different ports: each use names its own service, the definition stays.

import { draft, edit, editIn, portDrafts, portPart } from './address.ts'
import type { Decision, Draft } from './decision.ts'
import type { Place } from './join.ts'
import type { Target } from './registry.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'
import { resolveTarget, show } from './target.ts'

interface Resolved {
  place: Place
  target: Target
}

/** Undefined when there is only one address behind the constant. */
export function decidePlaces(subject: Subject, rule: Rule): Decision | undefined {
  const withPort = subject.places.filter((place) => place.port !== undefined)
  if (subject.hit.port || new Set(withPort.map(portPlace)).size < 2) return undefined
  const resolved = withPort.map((place) => resolve(place, subject))
  if (resolved.some((one) => one === undefined)) return undefined
  const all = resolved as Resolved[]
  if (new Set(all.map((one) => one.target.service)).size === 1) return together(all, subject, rule)
  if (withPort.length < subject.places.length) return undefined
  const prefix = subject.text.slice(subject.site.start, subject.hit.start)
  return {
    role: 'peer',
    rule: rule.id,
    drafts: [
      draft(subject, 'keep', 'each use names its own service now'),
      ...all.flatMap((one) => atUse(one, prefix, subject)),
    ],
  }
}

/** The same number written at two uses is two places to change. */
function portPlace({ port }: Place): string {
  const { start, file } = port!.kind === 'digits' ? port! : { start: undefined, file: undefined }
  return start === undefined ? String(port!.value) : `${port!.value} at ${file ?? ''}:${start}`
}

function portOf(place: Place): number {
  return place.port!.value
}

function resolve(place: Place, subject: Subject): Resolved | undefined {
  const names = [...place.use.context.path, ...namesOf(subject)]
  const found = resolveTarget(
    'localhost',
    portOf(place),
    { names, self: subject.service.id, ...(subject.scheme ? { scheme: subject.scheme } : {}) },
    subject.registry,
  )
  return found.kind === 'target' ? { place, target: found.target } : undefined
}

/** One service behind all ports: the definition gets its name, each port its new number. */
function together(all: Resolved[], subject: Subject, rule: Rule): Decision {
  const host = edit(
    subject,
    subject.hit.start,
    subject.hit.end,
    [{ kind: 'host', service: all[0]!.target.service }],
    'all uses dial one service',
  )
  return {
    role: 'peer',
    rule: rule.id,
    drafts: [
      host,
      ...all.flatMap((one) => portDrafts(subject, one.place.port!, one.target, 'the port of that service')),
    ],
  }
}

function atUse({ place, target }: Resolved, prefix: string, subject: Subject): Draft[] {
  const { use, port } = place
  const shown = { target: show(target) }
  const piece = use.pieces?.find(
    (candidate) => candidate.kind === 'ref' && candidate.start <= use.start && use.end <= candidate.end,
  )
  const address = [prefix, { kind: 'host' as const, service: target.service }]
  const interpolated = piece !== undefined && piece.end > use.end
  if (interpolated && port?.kind === 'digits' && port.start === piece.end + 1) {
    return [
      reshaped(
        editIn(use.file, subject, piece.start, port.end, [...address, ':', portPart(target)], 'its use names the port'),
        shown,
      ),
    ]
  }
  const [start, end] = interpolated ? [piece.start, piece.end] : [use.start, use.end]
  const words = interpolated ? address : ['"', ...address, '"']
  return [
    reshaped(editIn(use.file, subject, start, end, words, 'its use names the port'), shown),
    ...portDrafts(subject, port!, target, 'the port of that service').map((one) => ({ ...one, ...shown })),
  ]
}

function reshaped(one: Draft, shown: { target: string }): Draft {
  return { ...one, ...shown, ...(one.replacement ? { replacement: { ...one.replacement, reshapes: true } } : {}) }
}
