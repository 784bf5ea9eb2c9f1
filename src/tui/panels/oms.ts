// OMS latency against its target: the figures the whole migration is about, with the gap spelled out.
import { type Line, type Span, span, toWidth } from '../cells.ts'
import { bar, sparkline } from '../charts.ts'
import { block, titleRule } from '../components/box.ts'
import { grouped, millis, scaled, UNKNOWN } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import type { Look, Size } from '../look.ts'
import { readSamples } from '../samples.ts'
import { isStale, staleMark } from '../stale.ts'
import type { Latency } from '../store.ts'

/** Where a value stands to its target: `● 8.2ms under`, `▲ 25x over`, or nothing known. */
export function gap(valueMs: number | null, targetMs: number | undefined): Span {
  if (targetMs === undefined) return span('no target', 'dim')
  if (valueMs === null) return span('no samples', 'dim')
  if (valueMs <= targetMs) return span(`${GLYPH.ok} ${millis(targetMs - valueMs)} spare`, 'ok')
  const factor = valueMs / targetMs
  const times = factor < 10 ? factor.toFixed(1) : factor.toFixed(0)
  return span(`${GLYPH.warn} +${millis(valueMs - targetMs)} ${times}x`, factor >= 2 ? 'bad' : 'warn')
}

function quantileLine(name: string, valueMs: number | null, targetMs: number | undefined, stale: boolean): Line {
  const over = valueMs !== null && targetMs !== undefined && valueMs > targetMs
  const tone = stale ? 'dim' : valueMs === null ? 'dim' : over ? 'bad' : 'strong'
  return [
    span(`${name} `, 'dim'),
    span(`${millis(valueMs).padStart(6)} `, tone),
    span(`/${targetMs === undefined ? UNKNOWN : targetMs}`.padEnd(5), 'dim'),
    stale ? span('', 'dim') : gap(valueMs, targetMs),
  ]
}

function trendLine(label: string, samples: readonly number[], value: string, width: number): Line {
  const chart = Math.max(8, width - 4 - value.length - 1)
  return [span(label.padEnd(4), 'dim'), span(sparkline(samples, chart), 'accent'), span(` ${value}`, 'plain')]
}

/** The stages of an order with their share of the P50, widest first. */
function stageLines(latency: Latency, width: number): Line[] {
  const stages = Object.entries(latency.stages ?? {}).sort((one, other) => other[1].p50Ms - one[1].p50Ms)
  if (stages.length === 0) return []
  const total = stages.reduce((sum, [, stage]) => sum + stage.p50Ms, 0)
  const barWidth = Math.max(4, width - 27)
  return [
    toWidth([span('stage         P50    P99  share', 'dim')], width),
    ...stages.map(
      ([name, stage]): Line => [
        span(
          toWidth([span(name)], 9)
            .map((part) => part.text)
            .join(''),
        ),
        span(millis(stage.p50Ms).padStart(8)),
        span(`${millis(stage.p99Ms).padStart(7)}  `, 'dim'),
        span(bar(total === 0 ? 0 : stage.p50Ms / total, barWidth), 'accent'),
      ],
    ),
  ]
}

export function omsLines(look: Look, width: number): Line[] {
  const latency = look.state.latency.get('oms')
  if (latency === undefined)
    return [[span(`P50 ${UNKNOWN}  P99 ${UNKNOWN}`, 'dim')], [span('no figures from oms yet', 'dim')]]
  const stale = isStale(latency.atMs, look.nowMs)
  const chart = Math.min(60, Math.max(8, width - 10))
  return [
    quantileLine('P50', latency.p50Ms, latency.targetP50Ms, stale),
    quantileLine('P99', latency.p99Ms, latency.targetP99Ms, stale),
    trendLine('P99', readSamples(latency.p99Samples, look.nowMs, chart), millis(latency.p99Ms), width),
    trendLine(
      'ord',
      readSamples(latency.orderSamples, look.nowMs, chart),
      `${scaled(latency.ordersPerSecond)}/s`,
      width,
    ),
    [
      span('n ', 'dim'),
      span(grouped(latency.samples)),
      span('  rejects ', 'dim'),
      span(latency.rejects === null ? UNKNOWN : grouped(latency.rejects), latency.rejects ? 'warn' : 'plain'),
    ],
    ...stageLines(latency, width),
  ]
}

export function omsPanel(look: Look, size: Size): Line[] {
  const latency = look.state.latency.get('oms')
  const mark = latency && staleMark(latency.atMs, look.nowMs)
  const title = titleRule('OMS latency ms', size.width, mark ? [mark] : [])
  return block([title, ...omsLines(look, size.width)], size.width, size.height)
}

/** The full view: the same figures with room for long trends and what they mean. */
export function omsView(look: Look, size: Size): Line[] {
  const height = Math.min(size.height, omsLines(look, size.width).length + 1)
  const note: Line = [span('trends: one sample a second, newest right; a dot = nothing heard', 'dim')]
  return block([...omsPanel(look, { width: size.width, height }), [], note], size.width, size.height)
}
