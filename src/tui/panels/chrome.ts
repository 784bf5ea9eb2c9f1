// The fixed rows: who and how healthy on top, views and filter below it, what the keys do at the bottom.
import { type Line, lineWidth, span, spread, toWidth } from '../cells.ts'
import { clockTime, wholeAge } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import { overallHealth } from '../health.ts'
import { bindingsOf, keyLabel } from '../keymap.ts'
import type { Look } from '../look.ts'
import { isStale, retryText } from '../stale.ts'
import type { DashboardState, Source } from '../store.ts'
import { VIEW_IDS, VIEWS } from '../view-list.ts'

function sourceSpans(source: Source, nowMs: number, isShort: boolean): Line {
  if (!source.up) {
    const retry = retryText(source, nowMs)
    return [span(`${source.source}${GLYPH.bad}${isShort ? retry.replace(' retry ', '') : retry} `, 'bad')]
  }
  if (isStale(source.atMs, nowMs)) {
    return [span(`${source.source}${GLYPH.stale}${wholeAge(nowMs - source.atMs)} `, 'warn')]
  }
  return [span(source.source, 'plain'), span(`${GLYPH.ok} `, 'ok')]
}

/** By name: who answers first must not decide the order. */
function sourcesInOrder(state: DashboardState): Source[] {
  return [...state.sources.values()].sort((one, other) => (one.source < other.source ? -1 : 1))
}

/** ` trade2026 local  local● nats● oms●      23/25 up ▲1 ✖1  12:03:41`. */
export function headerLine(look: Look, width: number, clockMs: number): Line {
  const { state, nowMs } = look
  const { counts, expected } = overallHealth(state)
  const left = (isShort: boolean): Line => [
    span(` ${state.platform} `, 'brand'),
    span(' '),
    ...sourcesInOrder(state).flatMap((source) => sourceSpans(source, nowMs, isShort)),
    ...(state.sources.size === 0 ? [span('connecting …', 'dim')] : []),
  ]
  const count: Line =
    state.services === null
      ? [span(`${GLYPH.unknown} up`, 'dim')]
      : [span(`${counts.ok}/${expected} up`, counts.ok === expected && expected > 0 ? 'ok' : 'strong')]
  const right: Line = [
    ...(look.ui.paused ? [span(' PAUSED ', 'brand'), span(' ')] : []),
    ...count,
    ...(counts.warn + counts.unknown > 0 ? [span(` ${GLYPH.warn}${counts.warn + counts.unknown}`, 'warn')] : []),
    ...(counts.bad > 0 ? [span(` ${GLYPH.bad}${counts.bad}`, 'bad')] : []),
    span(`  ${clockTime(clockMs)}Z `, 'plain'),
  ]
  const whole = left(false)
  return spread(lineWidth(whole) + lineWidth(right) <= width ? whole : left(true), right, width)
}

export function tabsLine(look: Look, width: number): Line {
  const { ui, state } = look
  const tabs = VIEW_IDS.flatMap((id): Line => {
    const { key, tab } = VIEWS[id]
    return id === ui.view
      ? [{ text: ` ${key} ${tab} `, tone: 'title', inverse: true }, span(' ')]
      : [span(key, 'key'), span(`${tab} `, 'plain'), span(' ')]
  })
  const right: Line = [
    ...(ui.faultsOnly ? [span('faults only  ', 'warn')] : []),
    ...(ui.sort === 'default' ? [] : [span(`by ${ui.sort}${ui.sortInverted ? '↑' : '↓'}  `, 'accent')]),
    ...(ui.filter === '' ? [] : [span(`/${ui.filter}  `, 'accent')]),
    ...(state.conflation.factor > 1 ? [span(`conflated ×${state.conflation.factor} `, 'dim')] : []),
  ]
  return spread([span(' '), ...tabs], right, width)
}

/** The hint row; the filter prompt or a notice takes its place. */
export function hintsLine({ ui }: Look, width: number, clockMs: number): Line {
  if (ui.prompt !== undefined) {
    const help = [span('Enter keep  Esc give up ', 'dim')]
    return spread([span(' /', 'key'), span(ui.prompt), { text: ' ', tone: 'plain', inverse: true }], help, width)
  }
  if (ui.notice && ui.notice.untilMs > clockMs) return toWidth([span(` ${ui.notice.text}`, 'warn')], width)
  const hints = bindingsOf(ui.view)
    .filter((binding) => binding.hint !== undefined)
    .flatMap(
      (binding): Line => [
        span(` ${keyLabel(binding.keys[0] ?? '')}`, 'key'),
        span(` ${binding.hint} `, binding.disabled ? 'dim' : 'plain'),
      ],
    )
  const views = `1-${VIEWS[VIEW_IDS.at(-1) ?? 'overview'].key}`
  const left: Line = [...hints, span(` ${views}`, 'key'), span(' views', 'plain')]
  const right = span('read-only ', 'dim')
  return lineWidth(left) + right.text.length <= width ? spread(left, [right], width) : toWidth(left, width)
}
