// Benchmarks as text: each figure with its spread, limits where something is promised, and on what machine it was measured.
import type { BenchMetric, BenchReport } from '../model/bench.ts'
import type { Verdict } from '../model/verdict.ts'
import { painter, type Screen, type Tone, wrap } from './paint.ts'
import { type Cell, renderTable } from './table.ts'

const MARK: Record<Verdict, [string, Tone]> = {
  pass: ['✔', 'good'],
  fail: ['✖', 'bad'],
  inconclusive: ['?', 'warn'],
}

export function renderBench(report: BenchReport, screen: Screen): string {
  const paint = painter(screen.color)
  const columns = [
    { title: '' },
    { title: 'METRIC' },
    { title: 'VALUE', align: 'right' as const },
    { title: 'LIMIT', align: 'right' as const },
    { title: 'SPREAD' },
  ]
  const table = report.metrics.length === 0 ? [] : [renderTable(columns, report.metrics.map(row), screen), '']
  const width = screen.interactive === false ? Math.max(100, screen.columns) : screen.columns
  const notes = report.metrics.flatMap(({ name, note }) =>
    note === undefined ? [] : [wrap(`${name}: ${note}`, width, '  ')],
  )
  const skipped = report.skipped.map(
    ({ name, missing }) => `– ${name}: not run; needs ${missing.join(', ')}: trade2026 up`,
  )
  const environment = Object.entries(report.environment).map(([name, value]) => `${name} ${value}`)
  const [mark, tone] = MARK[report.verdict]
  return [
    ...table,
    ...(notes.length === 0 ? [] : [...notes, '']),
    ...(skipped.length === 0 ? [] : [...skipped, '']),
    paint('dim', wrap(environment.join(' · '), width)),
    '',
    `${paint(tone, `${mark} ${report.verdict}`)}  ${report.name}${promises(report)}`,
    '',
  ].join('\n')
}

function row(metric: BenchMetric): Cell[] {
  const { name, value, unit, limit, bound, spread, rounds, verdict } = metric
  const [mark, tone]: [string, Tone] = verdict === undefined ? ['', 'plain'] : MARK[verdict]
  const sign = bound === 'atLeast' ? '≥' : '≤'
  const range =
    spread === undefined || rounds < 2 ? '' : `${shown(spread[0])} – ${shown(spread[1])} in ${rounds} rounds`
  return [
    { text: mark, tone },
    name,
    `${shown(value)} ${unit}`,
    limit === undefined ? '' : `${sign} ${limit}`,
    { text: range, tone: 'dim' },
  ]
}

function promises({ metrics }: BenchReport): string {
  const judged = metrics.filter(({ verdict }) => verdict !== undefined)
  const kept = judged.filter(({ verdict }) => verdict === 'pass').length
  return judged.length === 0 ? '' : `: ${kept} of ${judged.length} limits kept`
}

/** Three digits are as many as two runs agree on. */
function shown(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
