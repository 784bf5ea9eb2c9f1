// Edits of a path: the span is the whole path in its literal; interpolations inside it stay, separators turn.

import { TradeError } from '../../model/errors.ts'
import { draft, environmentRegion } from './address.ts'
import type { Decision, Draft } from './decision.ts'
import { decoded } from './model.ts'
import { decidePath, isWindowsPath } from './paths.ts'
import { type Answers, questionId } from './questions.ts'
import { CONTAINER_TARGETS, type MountName, type Part, renderParts } from './render.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'

/** Raw span of the path a hit begins: to the end of the literal, of a list element, or of a word in a sentence. */
export function pathSpan(subject: { text: string; site: { start: number; end: number }; hit: { start: number } }): {
  start: number
  end: number
} {
  const { text, site, hit } = subject
  const atStart =
    hit.start === site.start ||
    /[=;,]$/.test(text.slice(site.start, hit.start)) ||
    /:(\\?\/){3}$/.test(text.slice(site.start, hit.start))
  const stop = atStart ? /[\r\n;"'`?*<>|,]/ : /[\s;"'`?*<>|,)&]/
  const tail = text.slice(hit.start, site.end)
  const length = stop.exec(tail)?.index ?? tail.length
  return { start: hit.start, end: hit.start + tail.slice(0, length).trimEnd().length }
}

/** False for an escape or a pattern in disguise (`"a:\n"`, `\d:\w`). */
export function isPathHit(text: string, span: { start: number; end: number }, escapes: 'backslash' | 'none'): boolean {
  return isWindowsPath(decoded({ raw: text.slice(span.start, span.end), escapes }))
}

export function decidePathRole(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  const span = pathSpan(subject)
  const raw = subject.text.slice(span.start, span.end)
  const path = decoded({ raw, escapes: subject.site.escapes })
  const id = questionId(subject, 'path')
  const answered = answers[id]
  if (answered === 'keep') return decision(rule, { ...draft(subject, 'keep', 'the operator says: keep'), ...span })
  const decided = answered === undefined ? decidePath(path, clues(subject)) : mountOf(id, answered)
  if ('open' in decided) {
    const candidates = ['/data', '/app/config', '/secrets', '/tmp']
    return {
      ...decision(rule, {
        ...draft(subject, 'ask', `${reason}: ${decided.open}`),
        ...span,
        question: id,
        alternatives: candidates,
      }),
      question: {
        id,
        kind: 'path',
        service: subject.home,
        prompt: `${subject.file}: ${path}: ${decided.open}. Which path in the container is meant, or keep?`,
        candidates: [...candidates, 'keep'],
        occurrences: [],
      },
    }
  }
  const kept = keepEnd(raw, decided.rest)
  const parts: Part[] = [{ kind: 'mount', mount: decided.mount, rest: decided.rest }, ...kept]
  const region = environmentRegion(subject, span.start)
  const why = `${reason}: ${decided.why}`
  const one: Draft = {
    ...span,
    action: region ? 'env' : 'edit',
    replacement: { ...span, parts, ...(region ? { region } : {}) },
    reason: region ? `${why}; covered by env ${region.variable}` : why,
    evidence: [`${path} is ${decided.why}`],
    alternatives: [],
  }
  return { ...decision(rule, one), mount: { path, target: renderParts(parts, CONTAINER_TARGETS) } }
}

/** A path that ends in a separator goes on at run time: it must still end in one. */
function keepEnd(raw: string, rest: string): string[] {
  return /[\\/]$/.test(raw) && !rest.endsWith('/') ? ['/'] : []
}

function clues(subject: Subject): Parameters<typeof decidePath>[1] {
  const { service, registry } = subject
  return {
    names: namesOf(subject),
    service: service.id,
    serviceNames: service.names,
    legacyRoots: registry.legacyRoots,
  }
}

function decision(rule: Rule, one: Draft): Decision {
  return { role: 'path', rule: rule.id, drafts: [one] }
}

/** An answered path of the container, as mount and rest. */
function mountOf(id: string, path: string): { mount: MountName; rest: string; why: string } {
  const mounts: [MountName, string][] = [
    ['config', '/app/config'],
    ['app', '/app'],
    ['data', '/data'],
    ['secrets', '/secrets'],
    ['tmp', '/tmp'],
  ]
  const found = mounts.find(([, prefix]) => path === prefix || path.startsWith(`${prefix}/`))
  if (!found || path.split('/').includes('..'))
    throw new TradeError(
      'ANSWERS_INVALID',
      `answers: ${id}: found ${path}, expected keep or a path below ${mounts.map(([, prefix]) => prefix).join(', ')}`,
      { facts: { id, found: path }, hints: [`set ${id}: /data`] },
    )
  const [mount, base] = found
  return { mount, rest: path.slice(base.length).replace(/^\//, ''), why: 'the operator said so' }
}
