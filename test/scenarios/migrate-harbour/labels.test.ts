// What a survey says of the second fixture, against its labels: written by hand before the engine had seen it.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../support/catalog.ts'
import { judge, readCorpus, surveyCorpus } from '../../support/corpus.ts'

const corpus = readCorpus('harbour', join(ROOT, 'test/fixtures'))
const report = await surveyCorpus(corpus)

describe('a survey of the harbour office', () => {
  it('finds its services, their languages and ports', () => {
    const found = report.services.map(({ id, path, language, ports }) => ({ id, path, language, ports }))
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
    expect(found.sort(byId)).toEqual([...corpus.services].sort(byId))
  })

  it('finds every edge', () => {
    const edges = report.edges.map(({ from, to }) => `${from} → ${to}`)
    const infra: Record<string, string> = { redis: 'valkey' }
    const missing = corpus.edges.filter(
      ([from, to]) => ![to, infra[to]].some((id) => edges.includes(`${from} → ${id}`)),
    )
    expect(missing).toEqual([])
  })

  it('touches nothing that must stay, and leaves nothing out', () => {
    const outcomes = judge(corpus, report)
    const told = outcomes
      .filter(({ outcome }) => outcome !== 'right' && outcome !== 'asked')
      .map(
        ({ label, outcome, finding }) =>
          `${outcome} ${label.file}:${label.line} ${label.text} ${finding?.role ?? ''}/${finding?.action ?? ''} ${finding?.replacement ?? ''}`,
      )
    expect(told).toEqual([])
    expect(outcomes.length).toBeGreaterThan(40)
  })
})
