// The gates panel: which decisions stand, which are open, and by how much a failing check misses.
import type { CheckResult, GateResult, Verdict } from '../../model/verdict.ts'
import { type Line, span, type Tone } from '../cells.ts'
import { block, titleRule } from '../components/box.ts'
import { type Column, renderTable } from '../components/table.ts'
import { parseFilter } from '../filter.ts'
import { age, UNKNOWN } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import type { Look, Size } from '../look.ts'
import { staleMark } from '../stale.ts'
import { selectedIndex } from './services.ts'

export interface GateRow {
  id: string
  verdict: Verdict | 'waiting'
  /** The check that decided against it, if one did. */
  worst: CheckResult | undefined
  checks: string
  finishedMs: number | undefined
}

const VERDICT_LOOK: Record<GateRow['verdict'], { glyph: string; tone: Tone; rank: number }> = {
  fail: { glyph: GLYPH.bad, tone: 'bad', rank: 0 },
  inconclusive: { glyph: GLYPH.warn, tone: 'warn', rank: 1 },
  waiting: { glyph: GLYPH.idle, tone: 'dim', rank: 2 },
  pass: { glyph: GLYPH.ok, tone: 'ok', rank: 3 },
}

function gateRow(name: string, result: GateResult | undefined): GateRow {
  if (result === undefined)
    return { id: name, verdict: 'waiting', worst: undefined, checks: UNKNOWN, finishedMs: undefined }
  const passed = result.checks.filter((check) => check.verdict === 'pass').length
  const worst =
    result.checks.find((check) => check.verdict === 'fail') ?? result.checks.find((check) => check.verdict !== 'pass')
  return {
    id: name,
    verdict: result.verdict,
    worst,
    checks: `${passed}/${result.checks.length}`,
    finishedMs: Date.parse(result.startedAt) + result.durationMs,
  }
}

/** Every gate there is, with its latest result; failed first. */
export function gateRows({ state, ui }: Look): GateRow[] {
  const results = new Map((state.gates?.value ?? []).map((result) => [result.gate, result]))
  const names = [...new Set([...state.gateNames, ...results.keys()])]
  const filtering = ui.view === 'gates'
  const matches = parseFilter(filtering ? ui.filter : '')
  return names
    .map((name) => gateRow(name, results.get(name)))
    .filter((row) => matches(`${row.id} ${row.verdict} ${row.worst?.title ?? ''}`))
    .filter((row) => !(filtering && ui.faultsOnly) || row.verdict === 'fail' || row.verdict === 'inconclusive')
    .sort(
      (one, other) =>
        VERDICT_LOOK[one.verdict].rank - VERDICT_LOOK[other.verdict].rank || one.id.localeCompare(other.id),
    )
}

/** `oms.p50 249 ms, need 10 ms`. */
function reason(check: CheckResult | undefined): string {
  if (check === undefined) return ''
  const unit = check.unit ? ` ${check.unit}` : ''
  if (check.observed === null) return `${check.id}: ${check.reason}`
  return `${check.id} ${check.observed}${unit}, need ${check.expected ?? UNKNOWN}${unit}`
}

function columns(nowMs: number): Column<GateRow>[] {
  return [
    {
      title: ' ',
      width: 1,
      priority: 1,
      cell: (row) => [span(VERDICT_LOOK[row.verdict].glyph, VERDICT_LOOK[row.verdict].tone)],
    },
    { title: 'GATE', width: 12, priority: 1, cell: (row) => [span(row.id)] },
    { title: 'VERDICT', width: 12, priority: 2, cell: (row) => [span(row.verdict, VERDICT_LOOK[row.verdict].tone)] },
    { title: 'CHECKS', width: 6, align: 'right', priority: 1, cell: (row) => [span(row.checks)] },
    {
      title: 'AGE',
      width: 4,
      align: 'right',
      priority: 2,
      cell: (row) => [span(row.finishedMs === undefined ? UNKNOWN : age(nowMs - row.finishedMs), 'dim')],
    },
    { title: 'WHY', width: 20, flex: true, priority: 3, cell: (row) => [span(reason(row.worst), 'plain')] },
  ]
}

/** `●18 ok ✖2 fail ○5 wait`. */
export function gateCounts(rows: readonly GateRow[]): Line {
  const count = (verdict: GateRow['verdict']) => rows.filter((row) => row.verdict === verdict).length
  const part = (verdict: GateRow['verdict'], word: string): Line => {
    const look = VERDICT_LOOK[verdict]
    const number = count(verdict)
    return [span(`${word === 'ok' ? '' : ' '}${look.glyph}${number} ${word}`, number === 0 ? 'dim' : look.tone)]
  }
  const open = count('inconclusive') > 0 ? part('inconclusive', 'unclear') : []
  return [...part('pass', 'ok'), ...part('fail', 'fail'), ...open, ...part('waiting', 'wait')]
}

export function gatesPanel(look: Look, size: Size): Line[] {
  const mark = look.state.gates && staleMark(look.state.gates.atMs, look.nowMs)
  const title = titleRule('Gates', size.width, mark ? [mark] : [])
  const rows = gateRows(look)
  if (look.ui.view !== 'gates') {
    const decided = rows.filter((row) => row.verdict !== 'waiting')
    const lines = decided.map(
      (row): Line => [
        span(`${VERDICT_LOOK[row.verdict].glyph} `, VERDICT_LOOK[row.verdict].tone),
        span(`${row.id} `),
        span(row.worst ? reason(row.worst) : `${row.checks} checks`, 'dim'),
      ],
    )
    return block([title, gateCounts(rows), ...lines], size.width, size.height)
  }
  const table = renderTable({
    columns: columns(look.nowMs),
    rows,
    width: size.width,
    height: size.height - 2,
    selected: look.interactive
      ? selectedIndex(
          look.ui,
          rows.map((row) => row.id),
        )
      : undefined,
    empty: rows.length === 0 && look.ui.filter === '' ? 'no gates are defined' : 'no row matches',
  })
  return block([title, gateCounts(rows), ...table], size.width, size.height)
}
