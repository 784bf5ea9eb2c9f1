// Where a service listens: loopback becomes all interfaces of its container, unless the listener is for its own machine.
import { addressDrafts, draft, hostText, reshaping } from './address.ts'
import { ask } from './ask.ts'
import { isPrivateListener } from './calls.ts'
import { openForm } from './constants.ts'
import type { Decision, Draft } from './decision.ts'
import { dialledToo } from './places.ts'
import { type Answers, questionId } from './questions.ts'
import type { Target } from './registry.ts'
import type { Part } from './render.ts'
import { isLaunchSettings } from './roles/bind.ts'
import type { Rule } from './roles/rule.ts'
import { namesOf, type Subject } from './subject.ts'

/** Answer that opens a listener. */
const OPEN = '0.0.0.0'

export function decideBind(subject: Subject, rule: Rule, reason: string, answers: Answers): Decision {
  const keep = (why: string): Decision => ({
    role: 'bind',
    rule: rule.id,
    drafts: [draft(subject, 'keep', `${reason}; ${why}`)],
  })
  if ([...namesOf(subject), subject.file].some(isPrivateListener))
    return keep('debug and admin listeners stay on loopback')
  if (isLaunchSettings(subject)) return keep('no container reads it')
  const own = subject.port && (subject.own.get(subject.port.value) ?? subject.starts)
  if (isSecond(subject, own)) {
    const said = privateByComment(subject)
    if (said !== undefined) return keep(`the comment says "${said}": it stays private to its machine`)
    if (answers[questionId(subject, 'role')] !== OPEN) {
      const why = `${reason}, beside the main listener, on loopback only, and no other service speaks of its port`
      return ask(subject, { role: 'bind', rule: rule.id }, 'role', why, [OPEN], answers)
    }
  }
  return { role: 'bind', rule: rule.id, drafts: [...opened(subject, own, reason), ...dialledToo(subject)] }
}

function opened(subject: Subject, own: Target | undefined, reason: string): Draft[] {
  const constant = openForm(subject.hit.text)
  if (constant !== undefined) {
    const [host, ...rest] = addressDrafts(subject, [constant], own, reason)
    return [reshaping(host!), ...rest]
  }
  const isOpen = /^(0\.0\.0\.0|\[::\]|::)/.test(subject.hit.text)
  const host: Part = isOpen ? hostText(subject) : { kind: 'bind' }
  return addressDrafts(subject, [host], own, reason)
}

/** Not the service's main port, on loopback, and nobody else speaks of it. */
function isSecond({ port, hit, service, registry, text }: Subject, own: Target | undefined): boolean {
  if (registry.mentions === undefined || port === undefined || port.kind === 'implied') return false
  if (/^(0\.0\.0\.0|\[::\]|::($|[^1]))/.test(hit.text)) return false
  const [main] = Object.keys(service.ports)
  if (own !== undefined && own.port === main) return false
  // Configuration of a program nobody knows: one of several listeners in its file may be for its own machine.
  if (main === undefined && (text.match(/^[ \t]*(bind|listen)[ \t]/gm) ?? []).length < 2) return false
  return [...(registry.mentions.get(port.value) ?? [])].every((id) => id === service.id)
}

/** A remark above the listener that says whom it is for. */
function privateByComment({ text, site }: Subject): string | undefined {
  const above = text
    .slice(Math.max(0, site.start - 400), site.start)
    .split('\n')
    .slice(-6)
    .join('\n')
  const comments = above.match(/(?:\/\/|#|--|\*|;)[^\n]*/g) ?? []
  return comments
    .map((comment) =>
      /\b(admin\w*|debug\w*|private|internal use|lock|(only|just) (from|on|for) (this|the same|the local) (machine|host|box)|local only|localhost only|(one|second|single) (copy|instance))\b/i.exec(
        comment,
      ),
    )
    .find((match) => match !== null)?.[0]
}
