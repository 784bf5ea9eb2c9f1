// One picture: the state and the operator's choices in, exactly `rows` lines of exactly `cols` cells out. Pure, so a frame can be compared.
import { type Line, span, textWidth, toWidth } from './cells.ts'
import { block } from './components/box.ts'
import type { Look, Size } from './look.ts'
import { headerLine, hintsLine, tabsLine } from './panels/chrome.ts'
import { gateRows, gatesPanel } from './panels/gates.ts'
import { helpPanel } from './panels/help.ts'
import { marketPanel, marketRows } from './panels/market.ts'
import { migrationPanel, migrationRows } from './panels/migration.ts'
import { omsView } from './panels/oms.ts'
import { serviceRows } from './panels/services.ts'
import type { ViewId } from './view-list.ts'
import { overviewView } from './views/overview.ts'
import { servicesView } from './views/services.ts'

export const LEAST_COLS = 60
export const LEAST_ROWS = 15

export interface FrameSize {
  cols: number
  rows: number
}

const BODY: Record<ViewId, (look: Look, size: Size) => Line[]> = {
  overview: overviewView,
  services: servicesView,
  market: marketPanel,
  oms: omsView,
  migration: migrationPanel,
  gates: gatesPanel,
}

/** `clockMs` is the time of day in the header: it goes on while the picture is paused. */
export function renderFrame(look: Look, { cols, rows }: FrameSize, clockMs: number = look.nowMs): Line[] {
  if (cols < LEAST_COLS || rows < LEAST_ROWS) return tooSmall(cols, rows)
  const size = { width: cols, height: rows - 3 }
  const body = look.ui.help ? helpPanel(look, size) : BODY[look.ui.view](look, size)
  return [
    headerLine(look, cols, clockMs),
    tabsLine(look, cols),
    ...block(body, cols, size.height),
    hintsLine(look, cols, clockMs),
  ]
}

function tooSmall(cols: number, rows: number): Line[] {
  const text = `too small (need ${LEAST_COLS}x${LEAST_ROWS})`
  const blank = block([], cols, rows)
  const at = Math.min(rows - 1, rows >> 1)
  const left = Math.max(0, (cols - textWidth(text)) >> 1)
  if (rows > 0) blank[at] = toWidth([span(' '.repeat(left)), span(text, 'warn')], cols)
  return blank
}

/** Ids of the rows that a view lists, in order: what the selection moves over. */
export function rowIds(look: Look): string[] {
  switch (look.ui.view) {
    case 'overview':
    case 'services':
      return serviceRows(look).map((row) => row.id)
    case 'market':
      return marketRows(look).map((row) => row.symbol)
    case 'migration':
      return migrationRows(look).map((row) => row.id)
    case 'gates':
      return gateRows(look).map((row) => row.id)
    case 'oms':
      return []
  }
}
