// The services panel: one row per service of the catalog, what it is doing, and how old that knowledge is.
import type { PsService } from '../../model/report.ts'
import { dim, type Line, type Span, span, textWidth } from '../cells.ts'
import { type Column, renderTable } from '../components/table.ts'
import { parseFilter } from '../filter.ts'
import { age, bytes, millis, percent, scaled, UNKNOWN } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import { isMissing, LEVEL_LOOK, levelWord, serviceLevel } from '../health.ts'
import type { Look, Size } from '../look.ts'
import { isStale, staleMark } from '../stale.ts'
import type { DashboardState } from '../store.ts'
import type { UiState } from '../ui.ts'

export interface ServiceRow {
  id: string
  service: PsService
  p99Ms: number | null
  p99TargetMs: number | undefined
  atMs: number
}

/** Rows in display order: filtered, faults only when asked, worst first unless another sort is chosen. */
export function serviceRows({ state, ui, nowMs }: Look): ServiceRow[] {
  const heard = state.services
  if (heard === null) return []
  const matches = parseFilter(ui.filter)
  return heard.value
    .map((service): ServiceRow => {
      const latency = state.latency.get(service.id)
      const fresh = latency !== undefined && !isStale(latency.atMs, nowMs)
      return {
        id: service.id,
        service,
        p99Ms: fresh ? latency.p99Ms : null,
        p99TargetMs: latency?.targetP99Ms,
        atMs: heard.atMs,
      }
    })
    .filter(({ service }) => matches(`${service.id} ${service.kind} ${levelWord(service)} ${service.reason ?? ''}`))
    .filter(({ service }) => !ui.faultsOnly || isFault(state, service))
    .sort(order(ui))
}

function isFault(state: DashboardState, service: PsService): boolean {
  return ['bad', 'warn', 'unknown'].includes(serviceLevel(service)) || isMissing(state, service)
}

type Order = (one: ServiceRow, other: ServiceRow) => number

function order(ui: UiState): Order {
  const most = (value: (row: ServiceRow) => number | null | undefined): Order => {
    return (one, other) => (value(other) ?? -1) - (value(one) ?? -1)
  }
  const orders: Record<UiState['sort'], Order> = {
    // What was never started sinks: it is neither news nor trouble.
    default: (one, other) => rank(one) - rank(other),
    name: (one, other) => one.id.localeCompare(other.id),
    cpu: most((row) => row.service.cpuPercent),
    mem: most((row) => row.service.memoryBytes),
    restarts: most((row) => row.service.restarts),
    p99: most((row) => row.p99Ms),
    age: most((row) => row.service.uptimeSeconds),
  }
  const chosen = orders[ui.sort]
  return ui.sortInverted ? (one, other) => chosen(other, one) : chosen
}

const rank = (row: ServiceRow) => LEVEL_LOOK[serviceLevel(row.service)].rank

const number = (text: string): Line => [span(text, text === UNKNOWN ? 'dim' : 'plain')]

function status(service: PsService): Span[] {
  const look = LEVEL_LOOK[serviceLevel(service)]
  return [span(look.glyph, look.tone), span(` ${levelWord(service)}`, look.tone)]
}

const isUp = (service: PsService) => service.state !== 'absent' && service.state !== 'embedded'

function p99Cell(row: ServiceRow): Line {
  if (row.p99Ms === null) return number(UNKNOWN)
  const over = row.p99TargetMs !== undefined && row.p99Ms > row.p99TargetMs
  return [span(`${millis(row.p99Ms)}${over ? GLYPH.warn : ''}`, over ? 'warn' : 'plain')]
}

function columns(nowMs: number, nameWidth: number): Column<ServiceRow>[] {
  const stale = (row: ServiceRow, line: Line) => (isStale(row.atMs, nowMs) ? dim(line) : line)
  const column = (of: Column<ServiceRow>): Column<ServiceRow> => ({ ...of, cell: (row) => stale(row, of.cell(row)) })
  return [
    column({ title: 'SERVICE', width: nameWidth, flex: true, priority: 1, cell: (row) => [span(row.id)] }),
    {
      title: 'STATE',
      width: 11,
      priority: 1,
      // The age takes the state's place: what a service did that long ago is not what it does.
      cell: (row) => {
        const mark = staleMark(row.atMs, nowMs)
        return mark ? [mark, ...dim([span(` ${levelWord(row.service)}`)])] : status(row.service)
      },
    },
    column({
      title: 'CPU%',
      width: 5,
      align: 'right',
      priority: 2,
      cell: (row) => number(percent(row.service.cpuPercent)),
    }),
    column({
      title: 'MEM',
      width: 5,
      align: 'right',
      priority: 2,
      cell: (row) => number(bytes(row.service.memoryBytes)),
    }),
    column({
      title: 'RST',
      width: 3,
      align: 'right',
      priority: 2,
      cell: (row) => [span(scaled(row.service.restarts), row.service.restarts > 0 ? 'warn' : 'dim')],
    }),
    column({ title: 'P99', width: 5, align: 'right', priority: 3, cell: p99Cell }),
    column({
      title: 'UP',
      width: 4,
      align: 'right',
      priority: 1,
      cell: (row) => number(isUp(row.service) ? age(row.service.uptimeSeconds * 1000) : UNKNOWN),
    }),
    column({
      title: 'PORT',
      width: 5,
      align: 'right',
      priority: 3,
      cell: (row) => number(String(row.service.ports.http ?? Object.values(row.service.ports)[0] ?? UNKNOWN)),
    }),
    column({
      title: 'PID',
      width: 7,
      align: 'right',
      priority: 3,
      cell: (row) => number(String(row.service.pid ?? UNKNOWN)),
    }),
  ]
}

export function selectedIndex(ui: UiState, ids: readonly string[]): number {
  const at = ids.indexOf(ui.selected[ui.view] ?? '')
  return Math.max(0, at)
}

export function servicesPanel(look: Look, size: Size): Line[] {
  const rows = serviceRows(look)
  return renderTable({
    columns: columns(look.nowMs, look.interactive ? 12 : longestName(rows)),
    rows,
    width: size.width,
    height: size.height,
    selected: look.interactive
      ? selectedIndex(
          look.ui,
          rows.map((row) => row.id),
        )
      : undefined,
    empty: emptyText(look),
  })
}

/** In a snapshot names are whole, so that they can be searched for; other columns give way. */
function longestName(rows: readonly ServiceRow[]): number {
  return Math.max(12, ...rows.map((row) => textWidth(row.id)))
}

function emptyText({ state, ui }: Look): string {
  if (state.services === null) return 'waiting for the first answer …'
  if (ui.faultsOnly) return 'no faults'
  return ui.filter === '' ? 'no services' : `no row matches ${ui.filter}`
}
