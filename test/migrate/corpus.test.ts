// The labelled corpora as a ratchet: what was reached once is not lost again (migration.md 14, G1–G3, G7). Better is always
// green; `npm run bench:rewrite -- --floor` then raises the floor.
import { describe, expect, test } from 'vitest'
import { corpora, judge, readCorpus, surveyCorpus } from '../support/corpus.ts'
import { belowFloor, floorOf, missesOf, readFloor } from '../support/score.ts'

const floor = readFloor()

describe('a labelled system', () => {
  test.for(corpora())('%s is rewritten and drawn as well as before', async (name) => {
    const least = floor[name]
    if (least === undefined) throw new Error(`${name}: no floor yet; npm run bench:rewrite -- --floor ${name}`)
    const corpus = readCorpus(name)
    const report = await surveyCorpus(corpus)
    const judged = judge(corpus, report)
    const fallen = belowFloor(least, floorOf(corpus, judged, report))
    expect(fallen, missesOf(judged).join('\n')).toEqual([])
  })
})

test('a floor stands for a corpus that is there', () => {
  expect(Object.keys(floor).filter((name) => !corpora().includes(name))).toEqual([])
})

test('each figure can turn red', () => {
  const now = Object.values(floor)[0]!
  const errors = { harmful: now.harmful + 1, wrong: now.wrong + 1, silent: now.silent + 1 }
  const shares = { recall: -1, withAsked: -1, nodes: -1, ports: -1, edges: -1 }
  expect(belowFloor(now, { ...errors, ...shares })).toHaveLength(8)
  expect(belowFloor(now, now)).toEqual([])
})
