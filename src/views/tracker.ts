// COMPLETION_TRACKER.md: phases, tasks and services with their seven boxes, folded from the journal and nothing else.
import type { StepId } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { MigrationState } from '../model/state.ts'

/** Phase 2 is the one this tool carries out; what is known of the others is fixed (platform.md 1.1). */
const PHASES: [string, string, string][] = [
  ['1', 'Foundation', 'complete'],
  ['2', 'Backend Migration', ''],
  ['2.5', 'Critical Fixes', 'complete'],
  ['3', 'Frontend Integration', 'not started'],
  ['4', 'ML Library', 'not started'],
  ['5', 'PRISM Physics', 'not started'],
  ['6', 'Hybrid Pipeline', 'not started'],
  ['7', 'Testing', 'not started'],
  ['8', 'Documentation', 'not started'],
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
    '| # | Phase | State |',
    '|---|---|---|',
    ...PHASES.map(([id, name, fixed]) => `| ${id} | ${name} | ${fixed || `${percent} %`} |`),
    '',
    '## Tasks',
    '',
    '| Task | Content | Services | Done | Budget h | Needs |',
    '|---|---|---|---|---|---|',
    ...TASKS.map((task) => taskRow(task, apps, state)),
    '',
    '## Services',
    '',
    `| Service | Wave | Est. h | ${BOXES.map(([name]) => name).join(' | ')} |`,
    `|---|---|---|${'---|'.repeat(BOXES.length)}`,
    ...[...apps].sort(byWave).map((app) => serviceRow(app, state)),
    '',
    '## Gates',
    '',
    ...gateLines(state),
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
  return `| ${app.id} | ${app.wave} | ${app.estimateHours ?? '–'} | ${boxes.join(' | ')} |`
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
