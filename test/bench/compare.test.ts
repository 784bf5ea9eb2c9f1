import { describe, expect, it } from 'vitest'
import { quantileMetrics, successMetric } from '../../src/bench/compare.ts'
import { atMost } from '../../src/bench/metric.ts'
import type { Traffic } from '../../src/bench/traffic.ts'

function traffic(latencies: number[], options: { failed?: number; late?: number } = {}): Traffic {
  const { failed = 0, late = 0 } = options
  return { latencies, lateness: latencies.map(() => late), perSecond: 0, failed }
}

const claim = { name: 'x.p50', share: 0.5, limitMs: 10, ratio: atMost(1.5) }
const verdicts = (metrics: { name: string; verdict?: string }[]) =>
  Object.fromEntries(metrics.flatMap(({ name, verdict }) => (verdict === undefined ? [] : [[name, verdict]])))

describe('quantileMetrics', () => {
  it('tells the figure over all samples, and the ratio round by round', () => {
    const pairs = { ours: [traffic([1, 2, 3]), traffic([8, 8, 9])], floor: [traffic([2, 2, 2]), traffic([8, 8, 8])] }
    const [ours, floor, ratio] = quantileMetrics(claim, pairs)
    expect(ours).toMatchObject({ name: 'x.p50', value: 3, spread: [2, 8], verdict: 'pass' })
    expect(floor).toMatchObject({ name: 'x.p50.floor', value: 2 })
    expect(ratio).toMatchObject({ name: 'x.p50.ratio', value: 1, verdict: 'pass' })
  })

  it.each([
    ['on time and slow', 20, 0, { 'x.p50': 'fail', 'x.p50.ratio': 'fail' }],
    ['late at this very quantile', 2, 3, { 'x.p50': 'inconclusive', 'x.p50.ratio': 'inconclusive' }],
    ['on time and fast', 2, 1, { 'x.p50': 'pass', 'x.p50.ratio': 'pass' }],
  ])('%s: %d ms, %d ms late', (_name, ms, late, expected) => {
    const pairs = { ours: [traffic([ms, ms], { late })], floor: [traffic([2, 2], { late })] }
    expect(verdicts(quantileMetrics(claim, pairs))).toEqual(expected)
  })

  it('does not fail ours for what a machine out of CPU did: late at P99 only', () => {
    const round = { ...traffic([20, 20, 20]), lateness: [0, 0, 30] }
    expect(verdicts(quantileMetrics(claim, { ours: [round], floor: [traffic([2, 2, 2])] }))).toEqual({
      'x.p50': 'inconclusive',
      'x.p50.ratio': 'inconclusive',
    })
  })
})

describe('successMetric', () => {
  it.each([
    [0, 0, 'pass'],
    [1, 0, 'fail'],
    [1, 30, 'inconclusive'],
  ])('%d failed of 4, %d ms late: %s', (failed, late, verdict) => {
    const ours = [traffic([1, 1, 1, 1], { failed, late })]
    expect(successMetric('x.success', { ours, floor: [traffic([1], { late })] }, 0.99)).toMatchObject({
      value: (4 - failed) / 4,
      verdict,
    })
  })
})
