// Answers to the questions of a migration, and what the operator knows of endpoints: read, checked before any effect, and
// the file that is handed out when something is still open. An answer is a name, port, path or role, never a secret.
import { parseDocument, stringify } from 'yaml'
import { digestOf } from '../kit/digest.ts'
import { nearest } from '../kit/nearest.ts'
import type { Question } from '../model/endpoint.ts'
import { TradeError } from '../model/errors.ts'
import type { MigrationState } from '../model/state.ts'

/** `id: value` pairs of an answers or endpoints file. Throws ANSWERS_INVALID naming the line. */
export function parsePairs(text: string, file: string): Record<string, string> {
  const value = parsed(text, file) ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${file}: found ${Array.isArray(value) ? 'a list' : typeof value}, expected a map of name to value`)
  }
  const pairs = Object.entries(value).filter(([, answer]) => answer !== null && answer !== '')
  const nested = pairs.find(([, answer]) => typeof answer === 'object')
  if (nested) throw invalid(`${file}: ${nested[0]}: found a map or list, expected one value`)
  return Object.fromEntries(pairs.map(([id, answer]) => [id, String(answer)]))
}

function parsed(text: string, file: string): unknown {
  try {
    const document = parseDocument(text, { prettyErrors: true })
    const problem = document.errors[0]
    if (problem) throw invalid(`${file}: ${problem.message.split('\n')[0]}`)
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // The parser throws where a document nests without end or its aliases would fill the memory.
    if (error instanceof RangeError || error instanceof ReferenceError)
      throw invalid(`${file}: nested too deeply, or aliases that expand without end`)
    throw error
  }
}

/** Refuses answers to questions nobody asked, naming the nearest one that was; one file may serve services not looked at. */
export function checkAnswers(
  answers: Record<string, string>,
  asked: readonly Question[],
  file: string,
  unread: ReadonlySet<string> = new Set(),
): void {
  const known = new Set(asked.map(({ id }) => id))
  for (const id of Object.keys(answers)) {
    if (known.has(id) || unread.has(id.split(':')[1] ?? '')) continue
    const near = nearest(id, known)
    throw new TradeError('ANSWERS_INVALID', `${file}: ${id}: no such question${near ? `, nearest is ${near}` : ''}`, {
      facts: { file, id, known: [...known] },
      hints: ['trade2026 migrate --dry-run'],
    })
  }
}

export interface Answer {
  id: string
  value: string
  /** Digest of what the answer rests on. */
  evidence: string
}

/** Digest of what an answer rests on: when it changes, the question is asked again. Line numbers are no part of it. */
export function evidenceOf(question: Question): string {
  return digestOf(question.occurrences.map(({ file, text }) => `${file} ${text}`).sort())
}

/** Earlier answers that still rest on the same evidence. */
export function rememberedAnswers(state: MigrationState, asked: readonly Question[]): Record<string, string> {
  const held = asked.flatMap((question) => {
    const known = state.answers[question.id]
    return known && known.evidence === evidenceOf(question) ? [[question.id, known.value]] : []
  })
  return Object.fromEntries(held)
}

/** The file to fill in: each question as a comment above its id, with the candidates; nothing is answered beforehand. */
export function renderAnswers(questions: readonly Question[]): string {
  const blocks = questions.map((question) => {
    const places = question.occurrences.map(({ file, line, text }) => `#   ${file}:${line}  ${text}`)
    const candidates = question.candidates.length > 0 ? [`#   candidates: ${question.candidates.join(', ')}`] : []
    return [`# ${question.prompt}`, ...places, ...candidates, stringify({ [question.id]: '' }).trimEnd(), ''].join('\n')
  })
  return [
    '# Fill in a value after each id, then: trade2026 migrate <service> --answers <this file>',
    '',
    ...blocks,
  ].join('\n')
}

function invalid(message: string): TradeError {
  return new TradeError('ANSWERS_INVALID', message, { hints: ['trade2026 migrate --dry-run'] })
}
