// The overview: everything one glance must answer. Wide terminals get the services and the figures side by side with events below;
// narrow ones the same panels with fewer columns.
import type { Line } from '../cells.ts'
import { beside, block, shareHeight, titleRule } from '../components/box.ts'
import type { Look, Size } from '../look.ts'
import { alertsPanel, eventsPanel } from '../panels/events.ts'
import { gateRows, gatesPanel } from '../panels/gates.ts'
import { marketPanel } from '../panels/market.ts'
import { migrationPanel, migrationRows } from '../panels/migration.ts'
import { omsLines, omsPanel } from '../panels/oms.ts'
import { servicesPanel } from '../panels/services.ts'

/** Widths and heights of the five regions. The right side is as wide as its widest line needs, no wider. */
export function overviewLayout({ width, height }: Size): { left: number; right: number; top: number; bottom: number } {
  const right = width >= 160 ? Math.floor(width * 0.4) : width >= 120 ? 43 : width >= 76 ? 32 : 27
  const bottom = height >= 34 ? 9 : height >= 18 ? 4 : 3
  return { left: width - right - 1, right, top: height - bottom, bottom }
}

export function overviewView(look: Look, size: Size): Line[] {
  const { left, right, top, bottom } = overviewLayout(size)
  const services = [titleRule('Services', left), ...servicesPanel(look, { width: left, height: top - 1 })]
  const upper = beside(
    block(services, left, top),
    block(figures(look, { width: right, height: top }), right, top),
    true,
  )
  const lower = beside(
    eventsPanel(look, { width: left, height: bottom }),
    alertsPanel(look, { width: right, height: bottom }),
  )
  return [...upper, ...lower]
}

/** OMS, market, migration, gates stacked; each gets what it can use. */
function figures(look: Look, { width, height }: Size): Line[] {
  const started = migrationRows(look).filter((row) => row.phase !== 'none').length
  const decided = gateRows(look).filter((row) => row.verdict !== 'waiting').length
  const [oms = 0, market = 0, migration = 0, gates = 0] = shareHeight(height, [
    { least: 4, wish: 1 + omsLines(look, width).length },
    { least: 4, wish: 2 + Math.max(3, look.state.quotes.size) },
    { least: 2, wish: 2 + Math.max(1, started) },
    { least: 2, wish: 2 + decided },
  ])
  return [
    ...(oms > 0 ? omsPanel(look, { width, height: oms }) : []),
    ...(market > 0 ? marketPanel(look, { width, height: market }) : []),
    ...(migration > 0 ? migrationPanel(look, { width, height: migration }) : []),
    ...(gates > 0 ? gatesPanel(look, { width, height: gates }) : []),
  ]
}
