// Reports of the stack as text: ps, up, doctor.
import { formatDuration } from '../kit/duration.ts'
import type { DoctorReport, PsReport, PsService, UpReport } from '../model/report.ts'
import { painter, type Screen, type Tone, wrap } from './paint.ts'
import { type Cell, renderTable } from './table.ts'

/** What runs, how it is, since when; reasons below the services that have one; what was never started in one line. */
export function renderPs(report: PsReport, screen: Screen): string {
  const paint = painter(screen.color)
  const present = report.services.filter((service) => service.state !== 'absent')
  const absent = report.services.filter((service) => service.state === 'absent')
  const well = present.filter((service) => wellness(service).tone === 'good').length
  const title = `${paint('bold', report.platform)} · ${report.runtime} · ${well} of ${present.length} healthy`
  if (present.length === 0) {
    return `${title}\n\nnothing runs: ${paint('bold', 'trade2026 up')} starts the platform\n`
  }
  const columns = [
    { title: '' },
    { title: 'SERVICE' },
    { title: 'STATE' },
    { title: 'HEALTH' },
    { title: 'UP', align: 'right' as const },
    { title: 'RESTARTS', align: 'right' as const },
    { title: 'PORTS' },
  ]
  const table = renderTable(columns, present.map(psRow), screen)
  const reasons = present.filter((service) => service.reason && wellness(service).tone !== 'good')
  const told = reasons.map((service) => wrap(`${service.id}: ${service.reason}`, textColumns(screen), '  '))
  const rest = absent.map((service) => service.id).join(' ')
  return [
    title,
    '',
    table,
    ...(told.length > 0 ? ['', ...told] : []),
    ...(absent.length > 0 ? ['', paint('dim', wrap(`not running: ${rest}`, textColumns(screen)))] : []),
    '',
  ].join('\n')
}

function psRow(service: PsService): Cell[] {
  const { mark, tone } = wellness(service)
  const { state, health, uptimeSeconds, restarts } = service
  const ports = Object.entries(service.ports).map(([name, port]) => `${name} ${port}`)
  return [
    { text: mark, tone },
    service.id,
    state,
    { text: health === 'none' ? '–' : health, tone: tone === 'good' ? 'plain' : tone },
    uptimeSeconds > 0 ? formatDuration(uptimeSeconds * 1000) : '–',
    { text: String(restarts), tone: restarts > 0 ? 'warn' : 'plain' },
    { text: ports.join(' · '), tone: 'dim' },
  ]
}

function wellness({ state, health }: PsService): { mark: string; tone: Tone } {
  if (state === 'failed' || state === 'exited' || health === 'unhealthy') return { mark: '✖', tone: 'bad' }
  if (state === 'restarting' || state === 'starting' || health === 'starting') return { mark: '◌', tone: 'warn' }
  if (health === 'degraded') return { mark: '◐', tone: 'warn' }
  if (health === 'healthy') return { mark: state === 'embedded' ? '◇' : '●', tone: 'good' }
  return { mark: '?', tone: 'warn' }
}

/** What `up` did to each service, and how long it took. */
export function renderUp(report: UpReport, screen: Screen): string {
  const paint = painter(screen.color)
  const changed = report.services.filter(({ outcome }) => outcome !== 'unchanged')
  const unchanged = report.services.length - changed.length
  const took = formatDuration(report.durationMs)
  const verdict = report.ready ? paint('good', '✔ ready') : paint('bad', '✖ not ready')
  const rows = changed.map(({ id, outcome, afterMs, reason }): Cell[] => {
    const good = outcome === 'started' || outcome === 'restarted'
    const tone: Tone = good ? 'good' : outcome === 'failed' ? 'bad' : 'warn'
    const mark = good ? '✔' : outcome === 'failed' ? '✖' : '–'
    return [{ text: mark, tone }, id, outcome, formatDuration(afterMs), { text: reason ?? '', tone: 'dim' }]
  })
  const columns = [{ title: '' }, { title: '' }, { title: '' }, { title: '', align: 'right' as const }, { title: '' }]
  const lines = rows.length > 0 ? [renderTable(columns, rows, screen), ''] : []
  if (unchanged > 0) lines.push(`${unchanged} unchanged`)
  if (report.notImplemented.length > 0) {
    const names = report.notImplemented.join(' ')
    lines.push(paint('dim', wrap(`no implementation yet: ${names}`, textColumns(screen))))
  }
  return [...lines, `${verdict} on ${report.runtime} after ${took}`, ''].join('\n')
}

/** Each check with what was found; what is expected and how to get there only where something is missing. */
export function renderDoctor(report: DoctorReport, screen: Screen): string {
  const paint = painter(screen.color)
  const marks = { pass: ['✔', 'good'], warn: ['!', 'warn'], fail: ['✖', 'bad'] } as const
  const width = Math.max(0, ...report.checks.map(({ title }) => title.length))
  const lines = report.checks.flatMap(({ title, verdict, found, expected, hints }) => {
    const [mark, tone] = marks[verdict]
    const line = `${paint(tone, mark)} ${title.padEnd(width)}  ${found}`
    if (verdict === 'pass') return [line]
    return [line, `    expected ${expected}`, ...hints.map((hint) => `    try: ${paint('bold', hint)}`)]
  })
  const bad = report.checks.filter(({ verdict }) => verdict === 'fail').length
  const end = report.ok ? paint('good', '✔ ready') : paint('bad', `✖ ${bad} of ${report.checks.length} checks failed`)
  return [...lines, '', end, ''].join('\n')
}

function textColumns(screen: Screen): number {
  return screen.interactive === false ? Math.max(screen.columns, 100) : screen.columns
}
