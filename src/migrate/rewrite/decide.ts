// From a subject and its role to a decision: keep, edit, set by environment, or ask. One function per way of acting.
import type { Question, Role } from '../../model/endpoint.ts'
import { isPrivateListener } from './calls.ts'
import type { Decision, Draft, Replacement } from './decision.ts'
import type { PortPart } from './join.ts'
import { decidePathRole } from './path-edit.ts'
import { decidePlaces } from './places.ts'
import { type Answers, answerFor, questionId } from './questions.ts'
import type { Target } from './registry.ts'
import type { Part } from './render.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'
import { show } from './target.ts'

export function decide(subject: Subject, rule: Rule | undefined, why: string | undefined, answers: Answers): Decision {
  if (rule === undefined)
    return ask(subject, 'unknown', 'none', 'port', 'nothing says what it is or which port belongs to it', [], answers)
  const role = rule.role
  const reason = why!
  if (role === 'dynamic') return { role, rule: rule.id, drafts: [draft(subject, 'risk', reason)] }
  if (subject.model.language === 'launcher' && subject.site.form === 'opaque' && role !== 'doc') {
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
      return bind(subject, rule, reason)
    case 'browser':
      return ask(subject, role, rule.id, 'target', reason, [`/api/${browserStem(subject)}`], answers)
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
  const own = subject.port && subject.own.get(subject.port.value)
  if (!own) return { role: 'self-probe', rule: rule.id, drafts: [draft(subject, 'keep', reason)] }
  const host: Part = { kind: 'loopback', text: hostText(subject) }
  return { role: 'self-probe', rule: rule.id, drafts: addressDrafts(subject, [host], own, reason) }
}

function bind(subject: Subject, rule: Rule, reason: string): Decision {
  const around = [...namesOf(subject), subject.file]
  if (around.some(isPrivateListener))
    return {
      role: 'bind',
      rule: rule.id,
      drafts: [draft(subject, 'keep', `${reason}; debug and admin listeners stay on loopback`)],
    }
  const own = subject.port && (subject.own.get(subject.port.value) ?? undefined)
  const open = /^(0\.0\.0\.0|\[::\]|::)/.test(subject.hit.text)
  const host: Part = open ? hostText(subject) : { kind: 'bind' }
  return { role: 'bind', rule: rule.id, drafts: addressDrafts(subject, [host], own, reason) }
}

function advertised(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  const own = subject.port && subject.own.get(subject.port.value)
  if (!own) return ask(subject, 'advertised', rule.id, 'target', reason, [...answersOfSelf(subject)], answers)
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
  const apart = decidePlaces(subject, rule)
  if (apart) return apart
  const { resolution } = subject
  if (subject.hit.kind === 'foreign' && !isKnown(subject)) {
    const candidates = resolution?.kind === 'target' ? [show(resolution.target)] : (resolution?.candidates ?? [])
    return ask(subject, 'peer', rule.id, 'name', `${hostText(subject)} is another machine`, candidates, answers)
  }
  if (resolution?.kind === 'target') {
    const drafts = addressDrafts(
      subject,
      [{ kind: 'host', service: resolution.target.service }],
      resolution.target,
      reason,
    )
    for (const one of drafts)
      Object.assign(one, { evidence: resolution.evidence, alternatives: resolution.alternatives })
    return { role: 'peer', rule: rule.id, drafts }
  }
  const kind = subject.port === undefined ? 'port' : 'target'
  const open = subject.computed
    ? 'its port is computed'
    : subject.port === undefined
      ? 'no port belongs to it'
      : resolution!.evidence.join('; ')
  return ask(subject, 'peer', rule.id, kind, open, resolution?.candidates ?? [], answers)
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

/** Host and port of one address, together: both change, or neither does. */
export function addressDrafts(subject: Subject, host: Part[], target: Target | undefined, reason: string): Draft[] {
  const { hit, port } = subject
  const shown = target ? { target: show(target) } : {}
  if (target === undefined || port === undefined || port.kind === 'implied') {
    const behind = target && port?.kind === 'implied' && target.value !== port.value ? [':', portPart(target)] : []
    const tail: Part[] = hit.port ? [subject.text.slice(hit.port.start - 1, hit.port.end)] : behind
    return [{ ...edit(subject, hit.start, hit.end, [...host, ...tail], reason), ...shown }]
  }
  if (hit.port) return [{ ...edit(subject, hit.start, hit.end, [...host, ':', portPart(target)], reason), ...shown }]
  const hostDraft = { ...edit(subject, hit.start, hit.end, host, reason), ...shown }
  return [hostDraft, ...portDrafts(subject, port, target, reason).map((one) => ({ ...one, ...shown }))]
}

/** The port's own span; a port that stays the same in containers is planned (the local runtime moves it), not reported. */
export function portDrafts(subject: Subject, port: PortPart, target: Target, reason: string): Draft[] {
  if (port.kind === 'implied') return []
  if (port.kind === 'digits') return [edit(subject, port.start, port.end, [portPart(target)], reason)]
  const { site } = port
  const region =
    site.context.env === undefined ? undefined : { start: site.start, end: site.end, variable: site.context.env }
  return [withRegion(subject, site.start, site.end, [portPart(target)], reason, region)]
}

export function portPart(target: Target): Part {
  return { kind: 'port', service: target.service, port: target.port, value: target.value }
}

export function edit(subject: Subject, start: number, end: number, parts: Part[], reason: string): Draft {
  return withRegion(subject, start, end, parts, reason, environmentRegion(subject, start))
}

function withRegion(
  subject: Subject,
  start: number,
  end: number,
  parts: Part[],
  reason: string,
  region: Replacement['region'],
): Draft {
  if (subject.model.damaged(start, end))
    return { ...draft(subject, 'risk', `${reason}; the parser cannot make sense of the place`), start, end }
  return {
    start,
    end,
    action: region ? 'env' : 'edit',
    replacement: { start, end, parts, ...(region ? { region } : {}) },
    reason: region ? `${reason}; covered by env ${region.variable}` : reason,
    evidence: [],
    alternatives: region ? ['edit the default in the source'] : [],
  }
}

/** The default of an environment variable the span lies in: a literal of code, or `${K:-…}` in a data file. */
export function environmentRegion(subject: Subject, start: number): Replacement['region'] {
  const { site, text, model } = subject
  const variable = site.context.env
  if (variable !== undefined)
    return start >= site.start && start < site.end ? { start: site.start, end: site.end, variable } : undefined
  if (!['yaml', 'json', 'dotenv'].includes(model.language)) return undefined
  const before = /\$\{([A-Za-z_][A-Za-z0-9_]*)(:[-=]?|[-=])([^${}]*)$/.exec(text.slice(site.start, start))
  const close = text.slice(start, site.end).indexOf('}')
  if (!before || close < 0) return undefined
  return { start: start - before[3]!.length, end: start + close, variable: before[1]! }
}

export function draft(subject: Subject, action: Draft['action'], reason: string): Draft {
  return { start: subject.hit.start, end: subject.hit.end, action, reason, evidence: [], alternatives: [] }
}

/** Asks, or does what an answer says. */
function ask(
  subject: Subject,
  role: Role,
  rule: string,
  kind: Question['kind'],
  why: string,
  candidates: string[],
  answers: Answers,
): Decision {
  const id = questionId(subject, kind)
  const answer = answerFor(id, kind, subject, answers)
  if (answer?.kind === 'keep') return { role, rule, drafts: [draft(subject, 'keep', 'the operator says: keep')] }
  if (answer?.kind === 'target') {
    const drafts = addressDrafts(
      subject,
      [{ kind: 'host', service: answer.target.service }],
      answer.target,
      'the operator said so',
    )
    return { role: role === 'unknown' ? 'peer' : role, rule, drafts }
  }
  if (answer?.kind === 'text')
    return {
      role,
      rule,
      drafts: [edit(subject, originStart(subject), subject.hit.end, [answer.text], 'the operator said so')],
    }
  return {
    role,
    rule,
    drafts: [{ ...draft(subject, 'ask', why), question: id, alternatives: candidates }],
    question: questionOf(subject, id, kind, why, candidates),
  }
}

function questionOf(subject: Subject, id: string, kind: Question['kind'], why: string, candidates: string[]): Question {
  const prompt = `${subject.file}: ${subject.hit.text}: ${why}. Which ${kind === 'path' ? 'path in the container' : 'service:port'} is meant, or keep?`
  return { id, kind, service: subject.service.id, prompt, candidates: [...candidates, 'keep'], occurrences: [] }
}

function hostText(subject: Subject): string {
  const { hit, text } = subject
  return text.slice(hit.start, hit.port ? hit.port.start - 1 : hit.end)
}

/** Start of `http://` when a whole origin is to be replaced by a path. */
function originStart(subject: Subject): number {
  const scheme = /[a-z][a-z0-9+.-]*:(?:\\?\/){2}$/i.exec(subject.text.slice(subject.site.start, subject.hit.start))
  return subject.hit.start - (scheme?.[0].length ?? 0)
}

function browserStem(subject: Subject): string {
  const name = namesOf(subject).at(-1) ?? 'api'
  return (
    name
      .replace(/^(NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_)/, '')
      .replace(/_?(URL|HOST|BASE|API)$/i, '')
      .toLowerCase()
      .replaceAll('_', '-') || 'api'
  )
}

function answersOfSelf(subject: Subject): string[] {
  const [, port] = Object.entries(subject.service.ports)[0] ?? []
  return port === undefined ? [] : [`${subject.service.id}:${port}`]
}
