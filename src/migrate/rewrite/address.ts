// Drafts of one address: host and port change together, wherever their spans are; a default of a variable is left alone.
import type { Draft, Replacement } from './decision.ts'
import { isData } from './language.ts'
import { variableOf } from './model.ts'
import type { PortPart } from './port-part.ts'
import type { Target } from './registry.ts'
import type { Part } from './render.ts'
import type { Subject } from './subject.ts'
import { show } from './target.ts'

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
  if (port.kind === 'digits') return [editIn(port.file, subject, port.start, port.end, [portPart(target)], reason)]
  const { site } = port
  const { start, end } = site.literal ?? site
  const region = site.context.env === undefined ? undefined : { start, end, variable: site.context.env }
  return [withRegion(subject, site.start, site.end, [portPart(target)], reason, region, site.file)]
}

/** An edit that may lie in another file, where a constant of this one is used. */
export function editIn(
  file: string | undefined,
  subject: Subject,
  start: number,
  end: number,
  parts: Part[],
  reason: string,
): Draft {
  return file === undefined || file === subject.file
    ? edit(subject, start, end, parts, reason)
    : withRegion(subject, start, end, parts, reason, undefined, file)
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
  file?: string,
): Draft {
  const elsewhere = file !== undefined && file !== subject.file
  if (!elsewhere && subject.model.damaged(start, end))
    return { ...draft(subject, 'risk', `${reason}; the parser cannot make sense of the place`), start, end }
  return {
    start,
    end,
    ...(elsewhere ? { file } : {}),
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
  if (!isData(model.language)) return undefined
  const before = /\$\{([A-Za-z_][\w.-]*?)(:[-=]?|[-=])([^${}]*)$/.exec(text.slice(site.start, start))
  const close = text.slice(start, site.end).indexOf('}')
  if (!before || close < 0) return undefined
  return { start: start - before[3]!.length, end: start + close, variable: variableOf(before[1]!) }
}

export function draft(subject: Subject, action: Draft['action'], reason: string): Draft {
  return { start: subject.hit.start, end: subject.hit.end, action, reason, evidence: [], alternatives: [] }
}

export function hostText(subject: Subject): string {
  const { hit, text } = subject
  return hit.port ? text.slice(hit.start, hit.port.start - 1).replace(/\\$/, '') : text.slice(hit.start, hit.end)
}

/** A name gives way to text, or to another name: the tree may change shape there. */
export function reshaping(one: Draft): Draft {
  return one.replacement === undefined ? one : { ...one, replacement: { ...one.replacement, reshapes: true } }
}
