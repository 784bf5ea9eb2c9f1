// The migration panel: how far each service is on its ten steps, what is running and what failed.
import { STEP_IDS } from '../../model/ids.ts'
import type { ServiceMigration } from '../../model/state.ts'
import { type Line, span, type Tone } from '../cells.ts'
import { gauge } from '../charts.ts'
import { block, titleRule } from '../components/box.ts'
import { type Column, renderTable } from '../components/table.ts'
import { parseFilter } from '../filter.ts'
import { GLYPH } from '../glyphs.ts'
import type { Look, Size } from '../look.ts'
import { staleMark } from '../stale.ts'
import { selectedIndex } from './services.ts'

export interface MigrationRow {
  id: string
  phase: 'failed' | 'running' | 'open' | 'done' | 'none'
  done: number
  /** The step it is at, or the one that failed. */
  step: string
  detail: string
}

const PHASE_LOOK: Record<MigrationRow['phase'], { glyph: string; tone: Tone; rank: number }> = {
  failed: { glyph: GLYPH.bad, tone: 'bad', rank: 0 },
  running: { glyph: GLYPH.running, tone: 'accent', rank: 1 },
  open: { glyph: GLYPH.starting, tone: 'warn', rank: 2 },
  done: { glyph: GLYPH.ok, tone: 'ok', rank: 3 },
  none: { glyph: GLYPH.idle, tone: 'dim', rank: 4 },
}

export function migrationRow(migration: ServiceMigration): MigrationRow {
  const done = migration.steps.filter((step) => step.status === 'done').length
  const failed = migration.steps.find((step) => step.status === 'failed' || step.status === 'inconclusive')
  const running = migration.steps.find((step) => step.status === 'running')
  const next = migration.steps.find((step) => step.status === 'pending' || step.status === 'undone')
  const detail = failed?.error?.message ?? (failed ? failed.status : '')
  if (failed) return { id: migration.id, phase: 'failed', done, step: failed.id, detail }
  if (running) return { id: migration.id, phase: 'running', done, step: running.id, detail: '' }
  if (migration.verdict === 'pass' || done === STEP_IDS.length)
    return { id: migration.id, phase: 'done', done, step: '', detail: '' }
  const phase = done === 0 ? 'none' : 'open'
  return { id: migration.id, phase, done, step: next?.id ?? '', detail: '' }
}

/** Apps of the catalog and what the journal says of them, trouble first. */
export function migrationRows({ state, ui }: Look): MigrationRow[] {
  if (state.migration === null) return []
  const known = state.migration.value.services
  const apps = (state.services?.value ?? []).filter((service) => service.kind === 'app').map((service) => service.id)
  const ids = [...new Set([...Object.keys(known), ...apps])]
  const filtering = ui.view === 'migration'
  const matches = parseFilter(filtering ? ui.filter : '')
  return ids
    .map((id) => migrationRow(known[id] ?? { id, verdict: 'none', steps: [] }))
    .filter((row) => matches(`${row.id} ${row.phase} ${row.step} ${row.detail}`))
    .filter((row) => !(filtering && ui.faultsOnly) || row.phase === 'failed')
    .sort((one, other) => PHASE_LOOK[one.phase].rank - PHASE_LOOK[other.phase].rank || one.id.localeCompare(other.id))
}

function columns(barWidth: number): Column<MigrationRow>[] {
  const tone = (row: MigrationRow) => PHASE_LOOK[row.phase].tone
  return [
    { title: ' ', width: 1, priority: 1, cell: (row) => [span(PHASE_LOOK[row.phase].glyph, tone(row))] },
    { title: 'SERVICE', width: 10, flex: true, priority: 1, cell: (row) => [span(row.id)] },
    { title: 'STEP', width: 11, priority: 2, cell: (row) => [span(row.step || row.phase, row.step ? 'plain' : 'dim')] },
    { title: '/10', width: 3, align: 'right', priority: 1, cell: (row) => [span(String(row.done))] },
    {
      title: '',
      width: barWidth,
      priority: 3,
      cell: (row) => [span(gauge(row.done / STEP_IDS.length, barWidth), tone(row))],
    },
  ]
}

/** `3/18 ██████░░░░ 17%`: services whose ten steps are done, over all apps. */
export function migrationTotal(look: Look, width: number): Line {
  const rows = migrationRows({ ...look, ui: { ...look.ui, filter: '', faultsOnly: false } })
  const done = rows.filter((row) => row.phase === 'done').length
  const steps = rows.reduce((total, row) => total + row.done, 0)
  const share = rows.length === 0 ? 0 : steps / (rows.length * STEP_IDS.length)
  const text = `${done}/${rows.length} services `
  const percent = ` ${Math.floor(share * 100)}%`
  return [
    span(text),
    span(gauge(share, Math.max(4, width - text.length - percent.length - 1)), 'accent'),
    span(percent, 'strong'),
  ]
}

export function migrationPanel(look: Look, size: Size): Line[] {
  const { migration } = look.state
  const mark = migration && staleMark(migration.atMs, look.nowMs)
  const title = titleRule('Migration', size.width, mark ? [mark] : [])
  if (migration === null) return block([title, [span('the journal was not read yet', 'dim')]], size.width, size.height)
  const whole = look.ui.view === 'migration'
  const rows = migrationRows(look)
  const listed = whole ? rows : rows.filter((row) => row.phase !== 'none')
  const table = renderTable({
    columns: columns(whole ? Math.max(10, size.width - 40) : 8),
    rows: listed,
    width: size.width,
    // The short list has no head line, so its place goes to one more row.
    height: Math.max(0, size.height - 2) + (whole ? 0 : 1),
    selected:
      look.interactive && whole
        ? selectedIndex(
            look.ui,
            rows.map((row) => row.id),
          )
        : undefined,
    empty: '',
  })
  const body = listed.length === 0 ? [[span('no migration was started', 'dim')]] : whole ? table : table.slice(1)
  return block([title, migrationTotal(look, size.width), ...body], size.width, size.height)
}
