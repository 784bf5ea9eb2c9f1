// One picture as plain text, for pipes, logs and CI: no escape byte, every row shown, nothing that only a live terminal needs.

import { type Line, plainText } from './cells.ts'
import { LEAST_COLS, renderFrame } from './frame.ts'
import { toAscii } from './glyphs.ts'
import { overallHealth } from './health.ts'
import type { DashboardState } from './store.ts'
import { paint, type Theme } from './theme.ts'
import { initialUi } from './ui.ts'
import type { ViewId } from './view-list.ts'
import { overviewLayout } from './views/overview.ts'

export interface SnapshotOptions {
  view: ViewId
  /** Cells; less than 60 becomes 60, because a snapshot may not be empty. */
  width: number
  nowMs: number
  ascii?: boolean
  /** Only when the caller knows that a terminal reads it; plain text otherwise. */
  theme?: Theme
}

export function renderSnapshot(state: DashboardState, options: SnapshotOptions): string {
  const look = { state, ui: initialUi(options.view), nowMs: options.nowMs, interactive: false }
  const frame = renderFrame(look, { cols: Math.max(LEAST_COLS, options.width), rows: rowsNeeded(state, options) })
  // The last row holds key hints, which a file cannot use; health takes its place.
  const lines = [...frame.slice(0, -1), healthLine(state)]
  const text = lines.map((line) => write(line, options).trimEnd())
  return `${dropTrailingBlanks(text).join('\n')}\n`
}

function write(line: Line, { theme, ascii }: SnapshotOptions): string {
  if (theme) return paint(line, theme)
  return ascii ? toAscii(plainText(line)) : plainText(line)
}

function dropTrailingBlanks(lines: string[]): string[] {
  const health = lines.at(-1) ?? ''
  const body = lines.slice(0, -1)
  while (body.length > 0 && /^[\s│|]*$/.test(body.at(-1) ?? '')) body.pop()
  return [...body, health]
}

function healthLine(state: DashboardState): Line {
  const { healthy, reasons } = overallHealth(state)
  const text = healthy ? 'healthy' : `not healthy: ${reasons.join(', ')}`
  return [{ text, tone: 'plain' }]
}

/** Tall enough for the longest list of the view, at least the smallest terminal. */
function rowsNeeded(state: DashboardState, { view, width }: SnapshotOptions): number {
  const services = state.services?.value.length ?? 0
  const longest = Math.max(
    services,
    view === 'market' ? state.quotes.size : 0,
    view === 'gates' ? state.gateNames.length + (state.gates?.value.length ?? 0) : 0,
    view === 'migration' ? Object.keys(state.migration?.value.services ?? {}).length + services : 0,
  )
  const around = view === 'overview' ? overviewLayout({ width, height: 40 }).bottom + 2 : 4
  return Math.max(24, longest + around + 3)
}
