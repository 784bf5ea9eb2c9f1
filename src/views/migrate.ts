// What a migration did: a line per step with its evidence, what failed with its reason, what is asked of the operator.
import { formatDuration } from '../kit/duration.ts'
import type { MigrateReport } from '../model/report.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Paint, painter, type Screen, type Tone, wrap } from './paint.ts'

type Service = MigrateReport['services'][number]
type Step = Service['steps'][number]

const STEP: Record<Step['status'], [string, Tone]> = {
  done: ['✔', 'good'],
  failed: ['✖', 'bad'],
  inconclusive: ['?', 'warn'],
  running: ['◌', 'warn'],
  pending: ['·', 'dim'],
  skipped: ['–', 'dim'],
  undone: ['↺', 'warn'],
}
const VERDICT: Record<Verdict, [string, Tone]> = {
  pass: ['✔', 'good'],
  fail: ['✖', 'bad'],
  inconclusive: ['?', 'warn'],
}

/** Cells before the summary of a step, which goes on below itself. */
const BESIDE = 2 + 2 + 12 + 1 + 12 + 1 + 6 + 2

export function renderMigrate(report: MigrateReport, screen: Screen): string {
  const paint = painter(screen.color)
  const columns = screen.interactive === false ? Math.max(100, screen.columns) : screen.columns
  const services = report.services.flatMap((service) => [...renderService(service, columns, paint), ''])
  return [
    ...services,
    ...planLines(report, paint),
    ...questionLines(report, columns, paint),
    ...rolledBackLine(report),
    sumLine(report, paint),
    '',
  ].join('\n')
}

function renderService({ id, verdict, steps }: Service, columns: number, paint: Paint): string[] {
  const [mark, tone] = VERDICT[verdict]
  const lines = steps.flatMap((step) => renderStep(step, columns, paint))
  return [`${paint(tone, mark)} ${paint('bold', id)}  ${paint(tone, verdict)}`, ...lines]
}

function renderStep({ id, status, durationMs, evidence, error }: Step, columns: number, paint: Paint): string[] {
  const [mark, tone] = STEP[status]
  const took = durationMs > 0 ? formatDuration(durationMs) : ''
  const summary = evidence.find((one) => one.kind === 'measurement') ?? evidence[0]
  const said = error ? '' : (summary?.summary ?? '')
  const line = `  ${paint(tone, mark)} ${id.padEnd(12)} ${status.padEnd(12)} ${took.padStart(6)}`
  const plain = said === '' ? line.trimEnd() : `${line}  ${wrap(said, columns, ' '.repeat(BESIDE)).trimStart()}`
  const reason = error ? [wrap(`${error.message} [${error.code}]`, columns, '      ')] : []
  return [plain, ...reason]
}

function planLines({ plan }: MigrateReport, paint: Paint): string[] {
  if (!plan) return []
  const sign: Record<string, string> = { create: '+', change: '~', remove: '-' }
  const lines = plan.map(({ service, step, target, change }) => `  ${sign[change]} ${target}  (${service} ${step})`)
  const more = plan.length > 0 ? ['  each edit with its reason: trade2026 survey --source DIR'] : []
  return [paint('bold', 'would be written:'), ...lines, ...more, '']
}

function questionLines({ questions, answersFile }: MigrateReport, columns: number, paint: Paint): string[] {
  if (!questions || questions.length === 0) return []
  const lines = questions.map(({ id, prompt, candidates }) =>
    wrap(`? ${id}: ${prompt}${candidates.length > 0 ? ` (${candidates.join(' | ')})` : ''}`, columns, '  '),
  )
  const hint =
    answersFile === undefined
      ? '  answer in a YAML file, a line `"<id>": <answer>` each, and give it by --answers FILE'
      : `  try: edit ${answersFile}, then --answers ${answersFile}`
  return [paint('warn', `${questions.length} open question${questions.length === 1 ? '' : 's'}:`), ...lines, hint, '']
}

function rolledBackLine({ rolledBack }: MigrateReport): string[] {
  return rolledBack && rolledBack.length > 0 ? [`rolled back: ${rolledBack.join(', ')}`] : []
}

function sumLine({ verdict, services, changes, runId, plan }: MigrateReport, paint: Paint): string {
  const [mark, tone] = VERDICT[verdict]
  const count = `${services.length} service${services.length === 1 ? '' : 's'}`
  const changed = changes === 0 ? 'nothing changed' : `${changes} change${changes === 1 ? '' : 's'}`
  const dry = plan ? ' (dry run: nothing was written)' : ''
  // A plan has passed nothing yet.
  const word = plan && verdict === 'pass' ? 'planned' : verdict
  return `${paint(tone, `${mark} ${word}`)} · ${count} · ${changed}${dry} · run ${runId}`
}
