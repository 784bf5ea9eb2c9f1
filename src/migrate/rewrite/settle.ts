// Many wishes, one text: each span gets one edit. Where uses of one span need different words, nobody's wish is done
// and the operator is asked; what belongs to the same address waits with it (both parts change or neither does).
import { sha256 } from '../../kit/digest.ts'
import type { PlannedEdit } from './apply.ts'
import type { Draft } from './decision.ts'
import type { FilePlan } from './file-plan.ts'
import { CONTAINER_TARGETS, renderParts } from './render.ts'

type FileDraft = FilePlan['drafts'][number]

export function settleEdits(file: string, service: string, found: FilePlan): PlannedEdit[] {
  for (let clash = firstClash(found.drafts); clash !== undefined; clash = firstClash(found.drafts)) {
    askAbout(clash, file, service, found)
  }
  const edits = new Map<number, PlannedEdit>()
  for (const one of found.drafts) {
    if (!isEdit(one)) continue
    const { start, end, parts, reshapes } = one.replacement
    const original = found.text.slice(start, end)
    const replacement = renderParts(parts, CONTAINER_TARGETS)
    edits.set(start, { start, end, replacement, parts, original, ...(reshapes ? { reshapes } : {}) })
  }
  return [...edits.values()].sort((a, b) => a.start - b.start)
}

/** Two drafts that want different words for spans that touch. Equal in containers is not enough: the local form differs. */
function firstClash(drafts: readonly FileDraft[]): [FileDraft, FileDraft] | undefined {
  const edits = drafts.filter(isEdit).sort((a, b) => a.replacement.start - b.replacement.start)
  for (const [index, one] of edits.entries()) {
    for (let next = index + 1; next < edits.length; next++) {
      const other = edits[next]!
      if (other.replacement.start >= one.replacement.end) break
      if (!sameWish(one, other)) return [one, other]
    }
  }
  return undefined
}

function sameWish(one: FileDraft & WithReplacement, other: FileDraft & WithReplacement): boolean {
  const wish = ({ start, end, parts }: WithReplacement['replacement']): string => JSON.stringify([start, end, parts])
  return wish(one.replacement) === wish(other.replacement)
}

function askAbout(clash: [FileDraft, FileDraft], file: string, service: string, found: FilePlan): void {
  const span = clash[0]
  const line = lineAround(found.text, span.start)
  const id = ['role', service, file, sha256(line).slice(0, 8)].join(':')
  const candidates = clash.map(
    (one) => `${renderParts(one.replacement!.parts, CONTAINER_TARGETS)}${one.target ? ` (${one.target})` : ''}`,
  )
  const text = found.text.slice(span.start, span.end)
  const groups = new Set(clash.map((one) => one.group))
  const kept = found.answers[id] === 'keep'
  for (const one of found.drafts) {
    if (!groups.has(one.group) || (one.action !== 'edit' && one.action !== 'env')) continue
    const reason = kept ? 'the operator says: keep' : `${text} is used for different services`
    Object.assign(one, {
      action: kept ? 'keep' : 'ask',
      reason,
      alternatives: candidates,
      ...(kept ? {} : { question: id }),
    })
  }
  if (kept) return
  const prompt = `${file}: ${text} is used for different services; give each use its own value in the source, or keep?`
  found.questions.push({
    id,
    kind: 'role',
    service,
    prompt,
    candidates: ['keep'],
    occurrences: [{ file, line: span.start, text }],
  })
}

interface WithReplacement {
  replacement: NonNullable<Draft['replacement']>
}

function isEdit(one: FileDraft): one is FileDraft & WithReplacement {
  return one.action === 'edit' && one.replacement !== undefined
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end).trim()
}
