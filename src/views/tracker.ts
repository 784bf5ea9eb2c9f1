// COMPLETION_TRACKER.md: phases, tasks and services with their seven boxes, folded from the journal and nothing else.
import { formatDuration } from '../kit/duration.ts'
import { type StepId, TRADING_CORE } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { MigrationState, StepState } from '../model/state.ts'

/** Phase 2 is the one this tool carries out; what is known of the others is fixed (platform.md 1.1). */
const PHASES: [string, string, string, string][] = [
  ['1', 'Foundation', 'week 1', 'complete'],
  ['2', 'Backend Migration', 'weeks 2–3', ''],
  ['2.5', 'Critical Fixes', '1 h', 'complete'],
  ['3', 'Frontend Integration', 'weeks 3–4', 'not started'],
  ['4', 'ML Library', 'weeks 4–5', 'not started'],
  ['5', 'PRISM Physics', 'weeks 5–6', 'not started'],
  ['6', 'Hybrid Pipeline', 'week 6', 'not started'],
  ['7', 'Testing', 'week 7', 'not started'],
  ['8', 'Documentation', 'week 8', 'not started'],
]

/** Budget hours are the tracker's own; they differ from the sum of estimates (platform.md 7, no. 7). */
const TASKS: [string, string, number, string][] = [
  ['02', 'P1 foundation', 8, 'Phase 1'],
  ['03', 'P2 data ingestion', 11, 'gate task-02'],
  ['04', 'P3 trading core, critical gate', 14, 'gate task-03'],
  ['05', 'P4 supporting', 13, 'gate critical'],
  ['06', 'P5 ML, optional', 22, 'gate task-05'],
]

/** The seven boxes of the pattern and the steps that tick them. */
const BOXES: [string, StepId][] = [
  ['migrated', 'rewrite'],
  ['image', 'build'],
  ['compose', 'compose'],
  ['component', 'component'],
  ['integration', 'integration'],
  ['performance', 'performance'],
  ['gate', 'gate'],
]

export function renderTracker(state: MigrationState, catalog: Catalog): string {
  const apps = [...catalog.services.values()].filter(({ kind, wave }) => kind === 'app' && wave !== undefined)
  const done = apps.filter((app) => isDone(app, state))
  const percent = Math.round((100 * done.length) / Math.max(1, apps.length))
  return [
    '# Completion tracker',
    '',
    'Written by `trade2026` from the journal. Edits made here are overwritten.',
    '',
    `Backend migration: **${done.length} of ${apps.length} services, ${percent} %**.`,
    '',
    '## Phases',
    '',
    '| # | Phase | Planned | State |',
    '|---|---|---|---|',
    ...PHASES.map(([id, name, planned, fixed]) => `| ${id} | ${name} | ${planned} | ${fixed || `${percent} %`} |`),
    '',
    '## Tasks',
    '',
    '| Task | Content | Services | Done | Budget h | Needs |',
    '|---|---|---|---|---|---|',
    ...TASKS.map((task) => taskRow(task, apps, state)),
    '',
    '## Services',
    '',
    `| Service | Wave | Est. h | Steps took | ${BOXES.map(([name]) => name).join(' | ')} |`,
    `|---|---|---|---|${'---|'.repeat(BOXES.length)}`,
    ...[...apps].sort(byWave).map((app) => serviceRow(app, state)),
    '',
    '## Gates',
    '',
    ...gateLines(state),
    '',
    '## Next',
    '',
    ...nextLines(apps, state).map((line) => `- ${line}`),
    '',
  ].join('\n')
}

function taskRow(
  [id, content, hours, needs]: (typeof TASKS)[number],
  apps: ServiceDefinition[],
  state: MigrationState,
): string {
  const own = apps.filter(({ task }) => task === id)
  const done = own.filter((app) => isDone(app, state)).length
  return `| ${id} | ${content} | ${own.map((app) => app.id).join(', ')} | ${done}/${own.length} | ${hours} | ${needs} |`
}

function serviceRow(app: ServiceDefinition, state: MigrationState): string {
  const steps = state.services[app.id]?.steps ?? []
  const boxes = BOXES.map(([, id]) => mark(steps.find((step) => step.id === id)?.status))
  return `| ${app.id} | ${app.wave} | ${app.estimateHours ?? '–'} | ${timeOf(steps)} | ${boxes.join(' | ')} |`
}

/** The tracker step itself is left out: it is still under way while this is written. */
function timeOf(steps: readonly StepState[]): string {
  const spentMs = steps.filter(({ id }) => id !== 'tracker').reduce((sum, { durationMs }) => sum + durationMs, 0)
  return spentMs === 0 ? '–' : formatDuration(spentMs)
}

/** What stopped comes first, then the first task that is not complete, then where the trading core stands. */
function nextLines(apps: readonly ServiceDefinition[], state: MigrationState): string[] {
  const stopped = apps.flatMap(({ id }) => {
    const step = state.services[id]?.steps.find(({ status }) => status === 'failed' || status === 'inconclusive')
    return step ? [`${id}: ${step.id} is ${step.status}: \`trade2026 migrate ${id}\` goes on from there`] : []
  })
  const open = TASKS.map(([task]) => ({
    task,
    ids: apps.filter((app) => app.task === task && !isDone(app, state)).map(({ id }) => id),
  })).find(({ ids }) => ids.length > 0)
  if (!open) return [...stopped, 'final validation: `trade2026 gate final`']
  const core = apps.filter(({ id }) => TRADING_CORE.includes(id))
  const standing = core.filter((app) => isDone(app, state)).length
  return [
    ...stopped,
    `task ${open.task}: \`trade2026 migrate ${open.ids.join(' ')}\``,
    `trading core: ${standing} of ${core.length}${standing === core.length ? '; supporting services are next' : ''}`,
  ]
}

function mark(status: string | undefined): string {
  if (status === 'done') return '☑'
  if (status === 'failed') return '☒'
  return status === 'inconclusive' ? '?' : '☐'
}

function gateLines(state: MigrationState): string[] {
  const gates = Object.values(state.gates)
  if (gates.length === 0) return ['None has run yet.']
  return [
    '| Gate | Verdict | At |',
    '|---|---|---|',
    ...gates.map(({ result, at }) => `| ${result.gate} | ${result.verdict} | ${at} |`),
  ]
}

function isDone({ id }: ServiceDefinition, state: MigrationState): boolean {
  return state.services[id]?.steps.some((step) => step.id === 'gate' && step.status === 'done') === true
}

function byWave(a: ServiceDefinition, b: ServiceDefinition): number {
  return `${a.wave} ${a.task} ${a.id}` < `${b.wave} ${b.task} ${b.id}` ? -1 : 1
}
