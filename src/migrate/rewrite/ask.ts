// Asking the operator, or doing what an earlier answer says.
import type { Question, Role } from '../../model/endpoint.ts'
import { addressDrafts, draft, edit } from './address.ts'
import type { Decision } from './decision.ts'
import { type Answers, answerFor, questionId } from './questions.ts'
import type { Subject } from './subject.ts'

/** Asks, or does what an answer says. */
export function ask(
  subject: Subject,
  { role, rule }: { role: Role; rule: string },
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
  return { id, kind, service: subject.home, prompt, candidates: [...candidates, 'keep'], occurrences: [] }
}

export function originStart(subject: Subject): number {
  const scheme = /[a-z][a-z0-9+.-]*\\?:(?:\\?\/){2}$/i.exec(subject.text.slice(subject.site.start, subject.hit.start))
  return subject.hit.start - (scheme?.[0].length ?? 0)
}
