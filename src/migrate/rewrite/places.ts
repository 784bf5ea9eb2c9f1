// A host constant that several uses complete: with ports of different services, or to listen on and to dial. Each use names
// its own service then, and the definition stays (or says where to listen); what no use can say is asked.

import { draft, edit, editIn, portDrafts, portPart } from './address.ts'
import { ask } from './ask.ts'
import { bindingCall, isLogging } from './calls.ts'
import type { Decision, Draft } from './decision.ts'
import { impliedPort, type Place } from './join.ts'
import { type Context, definesConstant, type Piece, type Use } from './model.ts'
import type { PortPart } from './port-part.ts'
import type { Answers } from './questions.ts'
import type { Target } from './registry.ts'
import type { Part } from './render.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'
import { resolveTarget, show } from './target.ts'

interface Resolved {
  place: Place
  port: PortPart
  target: Target
}

/** What the uses of one host are: those that dial, with their services; those to listen on; those nobody can tell. */
interface Uses {
  dialled: Resolved[]
  listens: boolean
  open: boolean
}

/** Undefined when there is only one address behind the constant. */
export function decidePlaces(subject: Subject, rule: Rule, answers: Answers): Decision | undefined {
  const withPort = subject.places.filter((place) => place.port !== undefined)
  if (subject.hit.port || withPort.length === 0) return undefined
  const { dialled, open } = usesOf(subject)
  const services = new Set(dialled.map(({ target }) => target.service))
  if (services.size === 1 && services.has(subject.service.id) && !open)
    return { role: 'self-probe', rule: rule.id, drafts: stayingHere(dialled, subject) }
  if (services.size < 2) {
    const written = new Set(dialled.map(({ port }) => portPlace(port)))
    return services.size === 1 && written.size > 1 ? together(dialled, subject, rule) : undefined
  }
  if (open || wouldBeUnused(subject, dialled)) {
    const candidates = dialled.map(({ target }) => show(target))
    return ask(subject, { role: 'peer', rule: rule.id }, 'target', DIFFERENT, [...new Set(candidates)], answers)
  }
  return {
    role: 'peer',
    rule: rule.id,
    drafts: [
      draft(subject, 'keep', 'each use names its own service now'),
      ...dialled.flatMap((one) => atUse(one, subject, true)),
    ],
  }
}

/** The service's own address: loopback is right, the port follows the container's. */
function stayingHere(dialled: readonly Resolved[], subject: Subject): Draft[] {
  return [
    draft(subject, 'keep', 'all uses ask the service itself'),
    ...dialled.flatMap((one) => atUse(one, subject, true)),
  ]
}

const DIFFERENT = 'its uses belong to different services'

/** Go refuses a local that nobody uses. */
function wouldBeUnused({ model, site, places, service }: Subject, dialled: readonly Resolved[]): boolean {
  const name = definesConstant(site, model)
  const isLocal = model.language === 'go' && name !== undefined && model.exported(name).length === 0
  return isLocal && dialled.every(({ target }) => target.service !== service.id) && dialled.length === places.length
}

/** A name to listen on that is dialled, too: those who dial get the service's name. */
export function dialledToo(subject: Subject): Draft[] {
  if (subject.hit.port) return []
  const { dialled, listens } = usesOf(subject)
  return listens ? dialled.flatMap((one) => atUse(one, subject, false)).map((one) => ({ ...one, role: 'peer' })) : []
}

function usesOf(subject: Subject): Uses {
  const uses: Uses = { dialled: [], listens: false, open: false }
  for (const place of subject.places) {
    const { context } = place.use
    if (bindingCall(context) !== undefined) uses.listens = true
    else if (!isSpoken(context)) {
      const found = resolve(place, subject)
      if (found === undefined) uses.open = true
      else uses.dialled.push(found)
    }
  }
  return uses
}

function isSpoken({ compared, raised, call }: Context): boolean {
  return compared === true || raised === true || (call !== undefined && isLogging(call.name))
}

/** The same number written at two uses is two places to change. */
function portPlace(port: PortPart): string {
  return port.kind === 'digits' ? `${port.value} at ${port.file ?? ''}:${port.start}` : String(port.value)
}

function resolve(place: Place, subject: Subject): Resolved | undefined {
  const { context } = place.use
  const port = place.port ?? impliedPort(subject.scheme, undefined, [context], subject.text)
  if (port === undefined) return undefined
  const names = [...context.path, ...namesOf(subject)]
  const found = resolveTarget(
    'localhost',
    port.value,
    { names, self: subject.service.id, ...(subject.scheme ? { scheme: subject.scheme } : {}) },
    subject.registry,
  )
  return found.kind === 'target' ? { place, port, target: found.target } : undefined
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
    drafts: [host, ...all.flatMap((one) => portDrafts(subject, one.port, one.target, 'the port of that service'))],
  }
}

/** `stays`: the definition stays loopback, which is right for the service's own address. */
function atUse({ place: { use }, port, target }: Resolved, subject: Subject, stays: boolean): Draft[] {
  const shown = { target: show(target) }
  const own = target.service === subject.service.id
  const ports = (): Draft[] =>
    portDrafts(subject, port, target, 'the port of that service').map((one) => ({ ...one, ...shown }))
  if (own && stays) return ports()
  const piece = use.pieces?.find(
    (candidate) => candidate.kind === 'ref' && candidate.start <= use.start && use.end <= candidate.end,
  )
  const prefix = subject.text.slice(subject.site.start, subject.hit.start)
  const host: Part = own ? { kind: 'loopback', text: subject.hit.text } : { kind: 'host', service: target.service }
  const address = [prefix, host]
  const interpolated = piece !== undefined && isInterpolated(piece, use)
  if (interpolated && port.kind === 'digits' && port.start === piece.end + 1) {
    const words = [...address, ':', portPart(target)]
    return [reshaped(editIn(use.file, subject, piece.start, port.end, words, 'its use names the port'), shown)]
  }
  const [start, end] = interpolated ? [piece.start, piece.end] : [use.start, use.end]
  const words = interpolated ? address : ['"', ...address, '"']
  return [reshaped(editIn(use.file, subject, start, end, words, 'its use names the port'), shown), ...ports()]
}

/** Inside a text: braces or a dollar around the name, or letters of the text right beside it. */
function isInterpolated(piece: Piece, use: Use): boolean {
  return (
    piece.start < use.start ||
    use.end < piece.end ||
    use.pieces!.some((one) => one.kind === 'text' && (one.end === piece.start || one.start === piece.end))
  )
}

function reshaped(one: Draft, shown: { target: string }): Draft {
  return { ...one, ...shown, ...(one.replacement ? { replacement: { ...one.replacement, reshapes: true } } : {}) }
}
