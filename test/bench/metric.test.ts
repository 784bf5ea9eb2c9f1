import { describe, expect, it } from 'vitest'
import { atLeast, atMost, metricOf, ratioOf } from '../../src/bench/metric.ts'

describe('metricOf', () => {
  it.each([
    ['all rounds within', [1, 2, 3], atMost(4), 'pass'],
    ['the median on the limit', [1, 4, 9], atMost(4), 'pass'],
    ['the median beyond, a round within', [3, 5, 6], atMost(4), 'inconclusive'],
    ['every round beyond', [5, 6, 7], atMost(4), 'fail'],
    ['a rate above', [8, 9, 10], atLeast(7), 'pass'],
    ['a rate below, a round above', [5, 6, 8], atLeast(7), 'inconclusive'],
    ['a rate below in every round', [4, 5, 6], atLeast(7), 'fail'],
  ] as const)('%s: %j against %j is %s', (_name, rounds, promise, verdict) => {
    expect(metricOf({ name: 'm', unit: 'ms', rounds, promise }).verdict).toBe(verdict)
  })

  it('judges the figure over all samples where there is one', () => {
    const metric = metricOf({ name: 'm', unit: 'ms', rounds: [1, 2, 3], value: 9, promise: atMost(4) })
    expect(metric).toMatchObject({
      value: 9,
      limit: 4,
      bound: 'atMost',
      spread: [1, 3],
      rounds: 3,
      verdict: 'inconclusive',
    })
  })

  it('has no verdict where nothing is promised', () => {
    expect(metricOf({ name: 'm', unit: 'ms', rounds: [1, 2, 3] })).toEqual({
      name: 'm',
      unit: 'ms',
      value: 2,
      spread: [1, 3],
      rounds: 3,
    })
  })

  it.each([[[1]], [[9]]])('concludes nothing from what is not trusted: %j', (rounds) => {
    const metric = metricOf({ name: 'm', unit: 'ms', rounds, promise: atMost(4), distrust: 'late' })
    expect(metric).toMatchObject({ verdict: 'inconclusive', note: 'late' })
  })
})

describe('a doubted metric', () => {
  const of = (rounds: number[]) => metricOf({ name: 'm', unit: 'ms', rounds, promise: atMost(4), doubt: 'out of CPU' })

  it('still passes, and does not mention the doubt', () => {
    expect(of([1, 2, 3])).toMatchObject({ verdict: 'pass' })
    expect(of([1, 2, 3]).note).toBeUndefined()
  })

  it('never fails', () => {
    expect(of([5, 6, 7])).toMatchObject({ verdict: 'inconclusive', note: 'out of CPU' })
  })
})

describe('ratioOf', () => {
  it('is the median of the ratios, not the ratio of the medians', () => {
    const pairs = { ours: [2, 30, 500], floor: [1, 10, 100] }
    expect(ratioOf({ name: 'm.ratio', pairs, promise: atMost(4) })).toEqual({
      name: 'm.ratio',
      unit: '×',
      value: 3,
      ratio: 3,
      limit: 4,
      bound: 'atMost',
      spread: [2, 5],
      rounds: 3,
      verdict: 'pass',
    })
  })
})
