// From a subject and its role to a decision: keep, edit, set by environment, or ask. One function per way of acting.
import { addressDrafts, draft, edit, hostText, portDrafts, portPart, reshaping } from './address.ts'
import { ask, originStart } from './ask.ts'
import { libraryAddress, openForm } from './constants.ts'
import { decideBind } from './decide-bind.ts'
import type { Decision, Draft } from './decision.ts'
import { isData } from './language.ts'
import { decidePathRole } from './path-edit.ts'
import { decidePlaces } from './places.ts'
import type { Answers } from './questions.ts'
import type { Target } from './registry.ts'
import type { Part } from './render.ts'
import { BROWSER_PREFIX } from './roles/browser.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'
import { resolveTarget, show } from './target.ts'

export function decide(subject: Subject, rule: Rule | undefined, why: string | undefined, answers: Answers): Decision {
  const numbersOnly = openForm(subject.hit.text) !== undefined || subject.contexts[0]!.numeric === true
  if (numbersOnly && (rule === undefined || /^(peer|host-peer|advertised)$/.test(rule.role)))
    return byConstant(subject, rule, why)
  if (rule === undefined && subject.model.language === 'other')
    return { role: 'unknown', rule: 'none', drafts: [draft(subject, 'risk', 'no parser reads this kind of file')] }
  if (rule === undefined && subject.site.context.launched === true)
    return {
      role: 'unknown',
      rule: 'none',
      drafts: [draft(subject, 'keep', 'a launcher of the old host: read, not carried over')],
    }
  if (rule === undefined)
    return ask(
      subject,
      { role: 'unknown', rule: 'none' },
      'port',
      'nothing says what it is or which port belongs to it',
      [],
      answers,
    )
  const role = rule.role
  const reason = why!
  if (subject.model.language === 'other' && subject.generated === undefined && role !== 'doc' && role !== 'test')
    return { role, rule: rule.id, drafts: [draft(subject, 'risk', `${reason}; no parser reads this kind of file`)] }
  if (role === 'dynamic') return { role, rule: rule.id, drafts: [draft(subject, 'risk', reason)] }
  if (subject.site.context.launched === true && role !== 'doc') {
    return {
      role,
      rule: rule.id,
      drafts: [draft(subject, 'keep', `a launcher of the old host: read, not carried over (${reason})`)],
    }
  }
  switch (role) {
    case 'doc':
    case 'test':
    case 'local-only':
    case 'origin':
    case 'fallback':
      return { role, rule: rule.id, drafts: [draft(subject, 'keep', reason)] }
    case 'self-probe':
      return selfProbe(subject, rule, reason)
    case 'bind':
      return decideBind(subject, rule, reason, answers)
    case 'browser':
      return browser(subject, rule, reason, answers)
    case 'advertised':
      return advertised(subject, rule, reason, answers)
    case 'host-peer':
      return hostPeer(subject, rule, reason)
    case 'path':
      return decidePathRole(subject, rule, reason, answers)
    default:
      return peer(subject, rule, reason, answers)
  }
}

function selfProbe(subject: Subject, rule: Rule, reason: string): Decision {
  const own = subject.port && (subject.own.get(subject.port.value) ?? subject.starts)
  if (!own) return { role: 'self-probe', rule: rule.id, drafts: [draft(subject, 'keep', reason)] }
  const host: Part = { kind: 'loopback', text: hostText(subject) }
  return { role: 'self-probe', rule: rule.id, drafts: addressDrafts(subject, [host], own, reason) }
}

/** A variable of the bundle names its path through the edge; anything else in the browser needs a public address: ask. */
function browser(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  // A default in code is baked into the bundle when it is built: no variable of the running container reaches it.
  const path = isData(subject.model.language) ? browserPath(subject) : undefined
  if (
    path === undefined ||
    subject.resolution?.kind !== 'target' ||
    subject.scheme === undefined ||
    !isRouted(path, subject)
  ) {
    return ask(subject, { role: 'browser', rule: rule.id }, 'target', reason, path === undefined ? [] : [path], answers)
  }
  if (subject.resolution.target.service === subject.service.id)
    return { role: 'browser', rule: rule.id, drafts: [draft(subject, 'keep', `${reason}: its own address there`)] }
  const one = edit(subject, originStart(subject), subject.hit.end, [path], `${reason}: a path through the edge`)
  const target = show(subject.resolution.target)
  return { role: 'browser', rule: rule.id, drafts: [{ ...one, target, alternatives: ['the public URL of the edge'] }] }
}

function advertised(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  const own = subject.port && subject.own.get(subject.port.value)
  if (!own)
    return ask(subject, { role: 'advertised', rule: rule.id }, 'target', reason, [...answersOfSelf(subject)], answers)
  return {
    role: 'advertised',
    rule: rule.id,
    drafts: addressDrafts(subject, [{ kind: 'host', service: subject.service.id }], own, reason),
  }
}

function hostPeer(subject: Subject, rule: Rule, reason: string): Decision {
  const host: Part = { kind: 'outside', text: hostText(subject) }
  return { role: 'host-peer', rule: rule.id, drafts: addressDrafts(subject, [host], undefined, reason) }
}

function peer(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  if (subject.hit.kind === 'name') return renamed(subject, rule)
  const apart = decidePlaces(subject, rule, answers)
  if (apart) return apart
  const { resolution } = subject
  if (subject.hit.kind === 'foreign' && !isKnown(subject)) {
    const candidates = resolution?.kind === 'target' ? [show(resolution.target)] : (resolution?.candidates ?? [])
    return ask(
      subject,
      { role: 'peer', rule: rule.id },
      'name',
      `${hostText(subject)} is another machine`,
      candidates,
      answers,
    )
  }
  if (resolution?.kind === 'target' && libraryAddress(subject.hit.text))
    return { role: 'peer', rule: rule.id, drafts: [writtenOut(subject, resolution.target, reason)] }
  if (resolution?.kind === 'target') {
    const drafts = addressDrafts(
      subject,
      [{ kind: 'host', service: resolution.target.service }],
      resolution.target,
      reason,
    )
    for (const one of drafts)
      Object.assign(one, { evidence: resolution.evidence, alternatives: resolution.alternatives })
    const more = moreDrafts(subject, resolution.target.service, reason)
    if (more !== undefined) return { role: 'peer', rule: rule.id, drafts: [...drafts, ...more] }
    return ask(
      subject,
      { role: 'peer', rule: rule.id },
      'target',
      'its ports belong to different services',
      [show(resolution.target)],
      answers,
    )
  }
  const kind = subject.port === undefined ? 'port' : 'target'
  const open = subject.computed
    ? 'its port is computed'
    : subject.port === undefined
      ? 'no port belongs to it'
      : resolution!.evidence.join('; ')
  return ask(subject, { role: 'peer', rule: rule.id }, kind, open, resolution?.candidates ?? [], answers)
}

/** A constant of the language where a name would be needed: no edit of this place alone makes it right. */
function byConstant(subject: Subject, rule: Rule | undefined, why: string | undefined): Decision {
  const reason = `${why === undefined ? '' : `${why}; `}${subject.hit.text} is loopback: the code must take a name to dial another container`
  return { role: rule?.role ?? 'unknown', rule: rule?.id ?? 'none', drafts: [draft(subject, 'risk', reason)] }
}

/** A library's constant cannot be edited: the address takes its place, or the variable whose default it is. */
function writtenOut(subject: Subject, target: Target, reason: string): Draft {
  const { scheme } = libraryAddress(subject.hit.text)!
  const address = [`${scheme}://`, { kind: 'host' as const, service: target.service }, ':', portPart(target)]
  const inVariable = subject.site.context.env !== undefined
  const parts = inVariable ? address : ['"', ...address, '"']
  const one = { ...edit(subject, subject.hit.start, subject.hit.end, parts, reason), target: show(target) }
  return inVariable ? one : reshaping(one)
}

/** The other ports beside the host; undefined when one of them belongs to somebody else. */
function moreDrafts(subject: Subject, service: string, reason: string): Draft[] | undefined {
  const drafts: Draft[] = []
  for (const port of subject.morePorts ?? []) {
    const clues = { names: [...namesOf(subject), service], self: subject.service.id }
    const found = resolveTarget('localhost', port.value, clues, subject.registry)
    if (found.kind === 'open' || found.target.service !== service) return undefined
    const shown = { target: show(found.target) }
    drafts.push(...portDrafts(subject, port, found.target, reason).map((one) => ({ ...one, ...shown })))
  }
  return drafts
}

/** Named by the operator's endpoints map. */
function isKnown(subject: Subject): boolean {
  return subject.registry.known.has(subject.hit.text.toLowerCase())
}

function renamed(subject: Subject, rule: Rule): Decision {
  const { hit, registry } = subject
  const word = registry.renames.get(hit.text)!
  return {
    role: 'peer',
    rule: rule.id,
    drafts: [edit(subject, hit.start, hit.end, [word], 'a name of the legacy system')],
  }
}

/** In a surveyed tree the edge must really forward the path. */
function isRouted(path: string, { registry: { routes } }: Subject): boolean {
  return routes === undefined || routes.some((route) => path === route || path.startsWith(`${route}/`))
}

/** `VITE_RATES_URL` → `/api/rates`; undefined when no such variable is around. */
function browserPath(subject: Subject): string | undefined {
  const name = namesOf(subject).find((candidate) => BROWSER_PREFIX.test(candidate))
  const stem = name?.replace(BROWSER_PREFIX, '').replace(/(_?(URL|URI|HOST|BASE|API|ENDPOINT))+$/i, '')
  return stem ? `/api/${stem.toLowerCase().replaceAll('_', '-')}` : undefined
}

function answersOfSelf(subject: Subject): string[] {
  const [, port] = Object.entries(subject.service.ports)[0] ?? []
  return port === undefined ? [] : [`${subject.service.id}:${port}`]
}
