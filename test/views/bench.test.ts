import { expect, it } from 'vitest'
import type { BenchReport } from '../../src/model/bench.ts'
import { renderBench } from '../../src/views/bench.ts'

const report: BenchReport = {
  name: 'all',
  environment: { node: 'v24.21.0', cores: 2, loadAverage: '0.10 0.20 0.30' },
  metrics: [
    { name: 'cli.ps', value: 158.25, unit: 'ms', spread: [140.1, 171.9], rounds: 9 },
    {
      name: 'cli.ps.ratio',
      value: 6.213,
      unit: '×',
      limit: 8,
      bound: 'atMost',
      ratio: 6.213,
      spread: [5.9, 7.1],
      rounds: 9,
      verdict: 'pass',
    },
    {
      name: 'risk.rate.ratio',
      value: 0.512,
      unit: '×',
      limit: 0.7,
      bound: 'atLeast',
      ratio: 0.512,
      spread: [0.4, 0.6],
      rounds: 5,
      verdict: 'fail',
    },
    {
      name: 'oms.open-loop.p99',
      value: 12.5,
      unit: 'ms',
      limit: 50,
      bound: 'atMost',
      spread: [9, 30],
      rounds: 5,
      verdict: 'inconclusive',
      note: 'the generator was 12.0 ms late',
    },
    { name: 'risk.rate', value: 15_234.4, unit: '/s', spread: [15_000, 16_000], rounds: 5 },
  ],
  skipped: [{ name: 'noop-up', missing: ['gateway', 'normalizer'] }],
  verdict: 'fail',
}

it('shows figures, limits, spread, why not to trust, what was skipped and the machine', () => {
  expect(renderBench(report, { color: false, columns: 80 })).toMatchInlineSnapshot(`
    "   METRIC                VALUE  LIMIT  SPREAD
       cli.ps               158 ms         140 – 172 in 9 rounds
    ✔  cli.ps.ratio         6.21 ×    ≤ 8  5.9 – 7.1 in 9 rounds
    ✖  risk.rate.ratio     0.512 ×  ≥ 0.7  0.4 – 0.6 in 5 rounds
    ?  oms.open-loop.p99   12.5 ms   ≤ 50  9 – 30 in 5 rounds
       risk.rate          15234 /s         15000 – 16000 in 5 rounds

      oms.open-loop.p99: the generator was 12.0 ms late

    – noop-up: not run; needs gateway, normalizer: trade2026 up

    node v24.21.0 · cores 2 · loadAverage 0.10 0.20 0.30

    ✖ fail  all: 1 of 3 limits kept
    "
  `)
})

it('fits 80 columns', () => {
  const lines = renderBench(report, { color: false, columns: 80, interactive: true }).split('\n')
  expect(lines.filter((line) => line.length > 80)).toEqual([])
})

it('says the same with colour', () => {
  const plain = renderBench(report, { color: false, columns: 80 })
  const painted = renderBench(report, { color: true, columns: 80 })
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(plain)
  expect(painted).not.toBe(plain)
})
