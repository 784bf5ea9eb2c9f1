// Gate results: text for people, and the door to the formats for machines.
import { formatDuration } from '../kit/duration.ts'
import type { CheckResult, GateResult, Verdict } from '../model/verdict.ts'
import { gatesDocument } from './json.ts'
import { renderJunit } from './junit.ts'
import { type Paint, painter, type Screen, type Tone, wrap } from './paint.ts'
import { renderTable } from './table.ts'
import { renderTap } from './tap.ts'

const MARK: Record<Verdict, string> = { pass: '✔', fail: '✖', inconclusive: '?' }
const TONE: Record<Verdict, Tone> = { pass: 'good', fail: 'bad', inconclusive: 'warn' }

/** One document in the asked format; unknown formats are refused by the flag. */
export function renderGates(results: GateResult[], format: string, screen: Screen): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(gatesDocument(results), null, 2)}\n`
    case 'junit':
      return renderJunit(results)
    case 'tap':
      return renderTap(results)
    default:
      return results.map((result) => renderGate(result, screen)).join('\n')
  }
}

function renderGate(result: GateResult, screen: Screen): string {
  const paint = painter(screen.color)
  const { gate, title, verdict, checks, durationMs, grade } = result
  const graded = grade === undefined || grade === verdict ? '' : `, grade ${grade}`
  const head = `${paint(TONE[verdict], `${MARK[verdict]} ${verdict}${graded}`)}  ${paint('bold', gate)} · ${title}`
  const width = Math.max(0, ...checks.map(({ id }) => id.length))
  const lines = checks.flatMap((check) => renderCheck(check, width, screen, paint))
  const counts = (['pass', 'fail', 'inconclusive'] as const)
    .map((kind) => [kind, checks.filter((check) => check.verdict === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => paint(TONE[kind], `${count} ${kind}`))
  const sum = `${counts.length > 0 ? counts.join(' · ') : 'no checks'} · ${formatDuration(durationMs)}`
  return [head, '', ...lines, '', sum, ''].join('\n')
}

/** What passed takes one line; what did not says what was asked, what came back and what was wanted. */
function renderCheck(check: CheckResult, width: number, screen: Screen, paint: Paint): string[] {
  const mark = paint(TONE[check.verdict], MARK[check.verdict])
  const figure = figureOf(check)
  const retried = check.attempts > 1 && check.verdict === 'pass' ? ` (attempt ${check.attempts})` : ''
  const line = `  ${mark} ${check.id.padEnd(width)}  ${check.title}${figure}${retried}`
  if (check.verdict === 'pass') return [line]
  const columns = screen.interactive === false ? Math.max(100, screen.columns) : screen.columns
  return [line, paint('dim', wrap(check.reason, columns, '      '))]
}

function figureOf({ observed, expected, unit }: CheckResult): string {
  if (unit === undefined || observed === null) return ''
  const shown = unit === 'share' ? `${percent(observed)} of ${percent(expected)}` : `${observed} of ${expected} ${unit}`
  return ` · ${shown}`
}

const percent = (share: string | number | null): string => `${Number((Number(share) * 100).toFixed(2))} %`

export function renderGateList(gates: { name: string; title: string; needs: string[] }[]): string {
  const rows = gates.map(({ name, title, needs }) => [name, title, { text: needs.join(' '), tone: 'dim' as const }])
  const columns = [{ title: 'GATE' }, { title: 'DECIDES WHETHER' }, { title: 'NEEDS' }]
  return `${renderTable(columns, rows, { color: false, columns: 80, interactive: false })}\n`
}
