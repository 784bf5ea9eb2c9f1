// The services view: the whole list, and below it all that is known of the selected one.
import { type Line, span } from '../cells.ts'
import { block, titleRule } from '../components/box.ts'
import { age, bytes, percent, UNKNOWN } from '../format.ts'
import { LEVEL_LOOK, levelWord, serviceLevel } from '../health.ts'
import type { Look, Size } from '../look.ts'
import { type ServiceRow, selectedIndex, serviceRows, servicesPanel } from '../panels/services.ts'

const DETAIL_ROWS = 5

export function servicesView(look: Look, size: Size): Line[] {
  const rows = serviceRows(look)
  const selected =
    rows[
      selectedIndex(
        look.ui,
        rows.map((row) => row.id),
      )
    ]
  const withDetail = look.interactive && selected !== undefined
  const listRows = size.height - 1 - (withDetail ? DETAIL_ROWS : 0)
  const list = block(servicesPanel(look, { width: size.width, height: listRows }), size.width, listRows)
  const detail = withDetail ? block(detailLines(selected, look, size.width), size.width, DETAIL_ROWS) : []
  return [titleRule('Services', size.width), ...list, ...detail]
}

function detailLines({ service }: ServiceRow, { state, nowMs }: Look, width: number): Line[] {
  const look = LEVEL_LOOK[serviceLevel(service)]
  const heardMs = state.services ? nowMs - state.services.atMs : undefined
  const ports = Object.entries(service.ports).map(([name, port]) => `${name} ${port}`)
  return [
    titleRule(service.id, width, [span(`seen ${age(heardMs)} ago`, 'dim')]),
    [
      span(`${look.glyph} ${levelWord(service)}`, look.tone),
      span(`  up ${service.state === 'running' ? age(service.uptimeSeconds * 1000) : UNKNOWN}`),
      span(`  restarts ${service.restarts}`),
      span(`  cpu ${percent(service.cpuPercent)}%  mem ${bytes(service.memoryBytes)}`),
    ],
    [
      span('ports ', 'dim'),
      span(ports.length > 0 ? ports.join(', ') : UNKNOWN),
      span('  from ', 'dim'),
      span(service.origin ?? UNKNOWN),
      span(service.container ? '  container ' : '  pid ', 'dim'),
      span(service.container?.slice(0, 12) ?? String(service.pid ?? UNKNOWN)),
    ],
    [span('because ', 'dim'), span(service.reason ?? UNKNOWN)],
  ]
}
