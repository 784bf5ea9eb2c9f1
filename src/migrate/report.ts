// The report of one run, folded from the journal and the evidence it names: the same journal gives the same bytes.
import { foldOps, standing } from '../journal/ops.ts'
import { sha256 } from '../kit/digest.ts'
import { formatDuration } from '../kit/duration.ts'
import type { EndpointFinding } from '../model/endpoint.ts'
import type { Event, Evidence } from '../model/event.ts'
import type { ServiceId, StepId } from '../model/ids.ts'
import type { CheckResult, Verdict } from '../model/verdict.ts'
import type { SecretPlace } from './secrets/move.ts'
import type { ConfigChange } from './steps/config-diff.ts'

export interface RunReport {
  runId: string
  startedAt?: string
  finishedAt?: string
  operator?: string
  verdict?: Verdict
  services: ServiceRunReport[]
}

export interface ServiceRunReport {
  id: ServiceId
  source?: string
  sourceDigest?: string
  verdict?: Verdict
  steps: {
    id: StepId
    status: string
    durationMs: number
    evidence: Evidence[]
    error?: { code: string; message: string }
  }[]
  /** How many places were settled in which way: env before config before source before shim. */
  split: Record<string, number>
  edits: Pick<EndpointFinding, 'file' | 'line' | 'text' | 'replacement' | 'role' | 'rule' | 'reason'>[]
  /** Places that stay as they are, each with its reason. */
  leftovers: Pick<EndpointFinding, 'file' | 'line' | 'text' | 'role' | 'action' | 'reason'>[]
  environment: Record<string, string>
  /** Values of configuration that are others now, see steps/config-diff.ts. */
  configuration: ConfigChange[]
  /** Keys of the legacy configuration that the template does not know: carried over. */
  carried: string[]
  /** Where credentials were, and where each is now; never what they are. */
  secrets: SecretPlace[]
  checks: CheckResult[]
  answers: { id: string; value: string; by: string }[]
  /** What `rollback` would take back. */
  undo: { restore: number; remove: number; restartsTwin: boolean }
  /** Evidence the journal names that is gone or was changed. */
  damaged: string[]
}

/** Reads a file of the state folder; undefined when it is not there. */
export type ReadEvidence = (path: string) => Uint8Array | undefined

export function reportOf(events: readonly Event[], runId: string, read: ReadEvidence): RunReport {
  const own = events.filter(({ run }) => run === runId)
  const started = own.find((event) => event.type === 'run.started')
  const finished = own.find((event) => event.type === 'run.finished')
  const ids = [...new Set(own.flatMap((event) => (event.type === 'migration.started' ? [event.service] : [])))]
  return {
    runId,
    ...(started ? { startedAt: started.at, operator: started.operator } : {}),
    ...(finished ? { finishedAt: finished.at, verdict: finished.verdict } : {}),
    services: ids.map((id) => serviceReport(id, own, events, read)),
  }
}

function serviceReport(
  id: ServiceId,
  own: readonly Event[],
  all: readonly Event[],
  read: ReadEvidence,
): ServiceRunReport {
  const begun = own.find((event) => event.type === 'migration.started' && event.service === id)
  const ended = own.findLast((event) => event.type === 'migration.finished' && event.service === id)
  const steps = own.flatMap((event) => (event.type === 'step.finished' && event.service === id ? [event] : []))
  const damaged: string[] = []
  const document = (step: StepId, name: string): Record<string, unknown> => {
    const evidence = steps.find((it) => it.step === step)?.evidence.find(({ path }) => path?.endsWith(`/${name}`))
    if (evidence?.path === undefined) return {}
    const bytes = read(evidence.path)
    if (bytes !== undefined && sha256(bytes) === evidence.sha256)
      return JSON.parse(Buffer.from(bytes).toString()) as never
    damaged.push(evidence.path)
    return {}
  }
  const {
    findings = [],
    split = {},
    environment = {},
    secrets = [],
  } = document('rewrite', 'findings.json') as {
    findings?: EndpointFinding[]
    split?: Record<string, number>
    environment?: Record<string, string>
    secrets?: SecretPlace[]
  }
  const { diff = [], carried = [] } = document('configure', 'config.json') as {
    diff?: ConfigChange[]
    carried?: string[]
  }
  const checksOf = (step: StepId): CheckResult[] =>
    (document(step, 'checks.json').checks as CheckResult[] | undefined) ?? []
  return {
    id,
    ...(begun?.type === 'migration.started' ? { source: begun.source, sourceDigest: begun.sourceDigest } : {}),
    ...(ended?.type === 'migration.finished' ? { verdict: ended.verdict } : {}),
    steps: steps.map(({ step, status, durationMs, evidence, error }) => ({
      id: step,
      status,
      durationMs,
      evidence,
      ...(error ? { error } : {}),
    })),
    split,
    edits: findings
      .filter(({ action }) => action === 'edit')
      .map(({ file, line, text, replacement, role, rule, reason }) => ({
        file,
        line,
        text,
        replacement: replacement ?? '',
        role,
        rule,
        reason,
      })),
    leftovers: findings
      .filter(({ action }) => action !== 'edit')
      .map(({ file, line, text, role, action, reason }) => ({ file, line, text, role, action, reason })),
    environment,
    configuration: diff,
    carried,
    secrets,
    checks: (['component', 'integration', 'performance'] as const).flatMap(checksOf),
    answers: own.flatMap((event) =>
      event.type === 'question.answered' ? [{ id: event.id, value: event.value, by: event.by }] : [],
    ),
    undo: undoOf(id, all),
    damaged,
  }
}

/** By file, not by op: the oldest standing op of a file says what is there after all of them were taken back. */
function undoOf(id: ServiceId, events: readonly Event[]): ServiceRunReport['undo'] {
  const ops = standing(foldOps(events)).filter(({ service }) => service === id)
  const oldest = new Map([...ops].reverse().map((op) => [op.target, op.undo]))
  const files = [...oldest.values()].filter((undo) => undo.kind === 'restore-file')
  return {
    restore: files.filter(({ blob }) => blob !== null).length,
    remove: files.filter(({ blob }) => blob === null).length,
    restartsTwin: ops.some(({ undo }) => undo.kind === 'restart-twin'),
  }
}

const HOMES: Record<SecretPlace['home'], string> = {
  variable: 'variable of a private file',
  file: 'the file is private as a whole',
  text: 'taken out, nothing reads it',
  open: 'taken out; the code cannot read a variable there: set it by hand',
}

export function renderReport(report: RunReport): string {
  const head = [
    `# Migration run ${report.runId}`,
    '',
    `Verdict: **${report.verdict ?? 'not finished'}**. Began ${report.startedAt ?? '–'}, ended ${report.finishedAt ?? '–'}, by ${report.operator ?? '–'}.`,
    '',
  ]
  return `${[...head, ...report.services.flatMap(renderService)].join('\n').trimEnd()}\n`
}

function renderService(service: ServiceRunReport): string[] {
  const { id, verdict, source, steps, split, edits, leftovers, checks, answers, undo, damaged } = service
  const counts = Object.entries(split)
    .sort()
    .map(([action, count]) => `${count} ${action}`)
  return [
    `## ${id}: ${verdict ?? 'not finished'}`,
    '',
    `From \`${source ?? '–'}\`. Places: ${counts.join(', ') || 'none found in this run'}.`,
    '',
    ...table(
      ['Step', 'Status', 'Took', 'Evidence'],
      steps.map((step) => [
        step.id,
        step.status,
        formatDuration(step.durationMs),
        step.error?.message ?? step.evidence.map((it) => it.summary).join('; '),
      ]),
    ),
    ...section(
      'Edits',
      table(
        ['Place', 'Before', 'After', 'Role', 'Rule'],
        edits.map((it) => [`${it.file}:${it.line}`, code(it.text), code(it.replacement ?? ''), it.role, it.rule]),
      ),
    ),
    ...section(
      'Set by environment',
      table(
        ['Variable', 'Value'],
        Object.entries(service.environment).map(([name, value]) => [name, code(value)]),
      ),
    ),
    ...section(
      'Configuration',
      table(
        ['File', 'Key', 'Type', 'Legacy', 'In containers', 'On this host', 'Why'],
        service.configuration.map((it) => [
          ...[it.file, it.key, it.type, code(it.legacy), code(it.container), code(it.local)],
          it.why,
        ]),
      ),
    ),
    ...(service.carried.length > 0 ? [`Legacy keys carried over: ${service.carried.map(code).join(', ')}.`, ''] : []),
    ...section(
      'Credentials',
      table(
        ['Place', 'Now', 'Variable'],
        service.secrets.map((it) => [`${it.file}:${it.line}`, HOMES[it.home], it.variable ?? '']),
      ),
    ),
    ...section(
      'Left as it is',
      table(
        ['Place', 'Text', 'Role', 'Action', 'Reason'],
        leftovers.map((it) => [`${it.file}:${it.line}`, code(it.text), it.role, it.action, it.reason]),
      ),
    ),
    ...section(
      'Answers',
      table(
        ['Question', 'Value', 'By'],
        answers.map((it) => [it.id, code(it.value), it.by]),
      ),
    ),
    ...section(
      'Checks',
      table(
        ['Check', 'Verdict', 'Observed', 'Expected'],
        checks.map((it) => [it.title, it.verdict, unit(it.observed, it.unit), unit(it.expected, it.unit)]),
      ),
    ),
    ...damaged.map((path) => `Evidence is gone or was changed: \`${path}\`.\n`),
    `\`trade2026 rollback ${id}\` would remove ${undo.remove} files, restore ${undo.restore}${undo.restartsTwin ? ' and restart the former twin' : ''}.`,
    '',
    `Next: ${nextOf(service)}`,
    '',
  ]
}

function nextOf({ id, verdict, steps }: ServiceRunReport): string {
  if (verdict === 'pass') return '`trade2026 status`.'
  const last = steps.at(-1)
  if (last?.error?.code === 'QUESTIONS_OPEN')
    return `answer the open questions, then \`trade2026 migrate ${id} --answers FILE\`.`
  return `look at \`trade2026 logs ${id}\`, then \`trade2026 migrate ${id}\` goes on from ${last?.id ?? 'copy'}.`
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines]
}

function table(columns: string[], rows: string[][]): string[] {
  if (rows.length === 0) return []
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line), '']
}

function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``
}

function unit(value: string | number | null, name: string | undefined): string {
  return value === null ? '–' : name === undefined ? String(value) : `${value} ${name}`
}
