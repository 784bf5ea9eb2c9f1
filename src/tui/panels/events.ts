// Two panels that answer "what just happened" and "what is wrong now".
import { type Line, span, type Tone } from '../cells.ts'
import { block, titleRule } from '../components/box.ts'
import { clockTime, millis } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import { isMissing, LEVEL_LOOK, levelWord, serviceLevel } from '../health.ts'
import type { Look, Size } from '../look.ts'
import { isStale, retryText } from '../stale.ts'
import type { EventLine } from '../store.ts'
import { gateRows } from './gates.ts'

const LEVEL_TONE: Record<EventLine['level'], Tone> = { info: 'dim', warn: 'warn', error: 'bad' }
const LEVEL_GLYPH: Record<EventLine['level'], string> = { info: '·', warn: GLYPH.warn, error: GLYPH.bad }

function eventLine(event: EventLine): Line {
  return [
    span(`${clockTime(event.atMs)} `, 'dim'),
    span(`${LEVEL_GLYPH[event.level]} `, LEVEL_TONE[event.level]),
    span(event.text, event.level === 'info' ? 'plain' : LEVEL_TONE[event.level]),
  ]
}

export function eventsPanel(look: Look, size: Size): Line[] {
  const newestFirst = look.state.events.slice(-Math.max(1, size.height - 1)).reverse()
  const lines: Line[] = newestFirst.length === 0 ? [[span('nothing happened yet', 'dim')]] : newestFirst.map(eventLine)
  return block([titleRule('Events', size.width), ...lines], size.width, size.height)
}

export interface Alert {
  rank: number
  glyph: string
  tone: Tone
  text: string
}

/** Everything that is wrong at this moment, worst first; nothing here is remembered from before. */
export function alerts({ state, ui, nowMs }: Look): Alert[] {
  const found: Alert[] = []
  for (const service of state.services?.value ?? []) {
    const level = serviceLevel(service)
    if (level !== 'bad' && level !== 'warn') continue
    const { glyph, tone, rank } = LEVEL_LOOK[level]
    const reason = service.reason ? `: ${service.reason}` : ''
    found.push({ rank, glyph, tone, text: `${service.id} ${levelWord(service)}${reason}` })
  }
  const missing = (state.services?.value ?? []).filter((service) => isMissing(state, service))
  if (missing.length > 0) {
    const names = missing.map((service) => service.id).join(', ')
    found.push({ rank: 1, glyph: GLYPH.warn, tone: 'warn', text: `${missing.length} needed not started: ${names}` })
  }
  for (const source of state.sources.values()) {
    if (!source.up) {
      const text = `no ${source.source}${retryText(source, nowMs)}${source.detail ? `: ${source.detail}` : ''}`
      found.push({ rank: 1, glyph: GLYPH.warn, tone: 'warn', text })
    } else if (isStale(source.atMs, nowMs)) {
      found.push({ rank: 1, glyph: GLYPH.stale, tone: 'warn', text: `${source.source} is silent` })
    }
  }
  for (const latency of state.latency.values()) {
    const { p99Ms, targetP99Ms } = latency
    if (p99Ms === null || targetP99Ms === undefined || p99Ms <= targetP99Ms || isStale(latency.atMs, nowMs)) continue
    const text = `${latency.service} P99 ${millis(p99Ms)} ms over ${targetP99Ms}`
    found.push({ rank: 1, glyph: GLYPH.warn, tone: 'warn', text })
  }
  const everyGate = { state, nowMs, interactive: false, ui: { ...ui, filter: '', faultsOnly: false } }
  for (const row of gateRows(everyGate)) {
    if (row.verdict === 'fail') found.push({ rank: 2, glyph: GLYPH.bad, tone: 'bad', text: `gate ${row.id} failed` })
  }
  return found.sort((one, other) => one.rank - other.rank)
}

export function alertsPanel(look: Look, size: Size): Line[] {
  const found = alerts(look)
  const shown = found.slice(0, size.height - 1)
  const lines: Line[] = shown.map((alert) => [span(`${alert.glyph} `, alert.tone), span(alert.text, alert.tone)])
  const quiet: Line =
    look.state.services === null ? [span('nothing is known yet', 'dim')] : [span(`${GLYPH.ok} all quiet`, 'ok')]
  const count = found.length === 0 ? [] : [span(String(found.length), 'bad')]
  return block(
    [titleRule('Alerts', size.width, count), ...(lines.length > 0 ? lines : [quiet])],
    size.width,
    size.height,
  )
}
