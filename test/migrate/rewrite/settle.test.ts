// What happens where two addresses want the same text.
import { describe, expect, test } from 'vitest'
import type { FilePlan } from '../../../src/migrate/rewrite/file-plan.ts'
import { settleEdits } from '../../../src/migrate/rewrite/settle.ts'

const TEXT = 'one = "localhost:6105"\ntwo = "localhost:6107"\n'

type FileDraft = FilePlan['drafts'][number]

/** A wish to put `word` where `span` stands in TEXT. */
function wish(span: string, word: string, group: number, more: Partial<FileDraft> = {}): FileDraft {
  const start = TEXT.indexOf(span)
  const end = start + span.length
  return {
    ...{ start, end, action: 'edit', reason: 'a wish', evidence: [], alternatives: [], role: 'peer', rule: 'peer' },
    ...{ hit: true, group, replacement: { start, end, parts: [word] } },
    ...more,
  } as FileDraft
}

function settle(drafts: FileDraft[], answers: FilePlan['answers'] = {}) {
  const plan: FilePlan = { text: TEXT, drafts, answers, questions: [], mounts: [], dismissed: [], free: () => {} }
  const edits = settleEdits('a.py', 'crane', plan)
  return { edits: edits.map(({ original, replacement }) => [original, replacement]), plan }
}

describe('settling the edits of one file', () => {
  test('equal wishes for one span are one edit', () => {
    const { edits, plan } = settle([wish('localhost:6105', 'tariff:8080', 1), wish('localhost:6105', 'tariff:8080', 2)])
    expect(edits).toEqual([['localhost:6105', 'tariff:8080']])
    expect(plan.questions).toEqual([])
  })

  test('spans that only touch do not clash', () => {
    const { edits, plan } = settle([wish('localhost', 'tariff', 1), wish(':6105', ':8080', 2)])
    expect(edits).toEqual([
      ['localhost', 'tariff'],
      [':6105', ':8080'],
    ])
    expect(plan.questions).toEqual([])
  })

  test('different wishes are asked once, and nobody’s is done', () => {
    const { edits, plan } = settle([wish('localhost:6105', 'tariff:8080', 1), wish('localhost:6105', 'depot:8080', 2)])
    expect(edits).toEqual([])
    expect(plan.questions).toMatchObject([{ kind: 'role', candidates: ['keep'] }])
    expect(plan.drafts.map(({ action }) => action)).toEqual(['ask', 'ask'])
  })

  test('what belongs to the same address waits with it, set by the environment or not; others go on', () => {
    const { edits, plan } = settle([
      wish('localhost:6105', 'tariff:8080', 1),
      wish('localhost:6105', 'depot:8080', 2),
      wish('one', 'uno', 1, { action: 'env' }),
      wish('localhost:6107', 'depot:8080', 3),
    ])
    expect(plan.drafts.map(({ action }) => action)).toEqual(['ask', 'ask', 'ask', 'edit'])
    expect(edits).toEqual([['localhost:6107', 'depot:8080']])
  })

  test('the answer keep leaves the text and asks no more', () => {
    const drafts = () => [wish('localhost:6105', 'tariff:8080', 1), wish('localhost:6105', 'depot:8080', 2)]
    const asked = settle(drafts()).plan.questions[0]!.id
    const { edits, plan } = settle(drafts(), { [asked]: 'keep' })
    expect(edits).toEqual([])
    expect(plan.questions).toEqual([])
    expect(plan.drafts.map(({ action }) => action)).toEqual(['keep', 'keep'])
  })
})
