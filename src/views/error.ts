// Words for errors, made from facts: what is wrong, what was expected, what to type next. Secrets are masked here.
import { redact } from '../kit/redact.ts'
import type { TradeError } from '../model/errors.ts'
import type { ErrorDocument } from './json.ts'
import { painter, type Screen } from './paint.ts'

export function renderError(error: TradeError, screen: Screen, secrets: Iterable<string> = []): string {
  const paint = painter(screen.color)
  const known = [...secrets]
  const [first = '', ...more] = redact(error.message, known).split('\n')
  const reasons = factLines(error.facts).map((line) => `  ${redact(line, known)}`)
  const hints = error.hints.map((hint) => `  try: ${paint('bold', redact(hint, known))}`)
  const head = `${paint('bad', '✖')} ${first} ${paint('dim', `[${error.code}]`)}`
  return `${[head, ...more.map((line) => `  ${line}`), ...reasons, ...hints].join('\n')}\n`
}

export function errorDocument(error: TradeError, secrets: Iterable<string> = []): ErrorDocument {
  const document = { error: { code: error.code, message: error.message, facts: error.facts, hints: error.hints } }
  return masked(document, [...secrets]) as ErrorDocument
}

/** Masks inside texts, not in the printed document: a mask must never break the JSON around it. */
function masked(value: unknown, secrets: string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets)
  if (Array.isArray(value)) return value.map((member) => masked(member, secrets))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member, secrets)]))
}

/** Facts that people read: reasons of several services, and last lines of a log. The rest is for --json. */
function factLines(facts: Record<string, unknown>): string[] {
  return ['reasons', 'lastLines'].flatMap((name) => {
    const value = facts[name]
    return Array.isArray(value) ? value.filter((line) => typeof line === 'string') : []
  })
}
