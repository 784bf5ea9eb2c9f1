// Plans a migration: which services in which order, and for each which steps run and which hold. Pure; causes are told.
import { nearest } from '../kit/nearest.ts'
import { TradeError } from '../model/errors.ts'
import { type ServiceId, STEP_IDS, type StepId, WAVES, type Wave } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { ServiceMigration } from '../model/state.ts'

export interface Selection {
  services: ServiceId[]
  task?: string
  priority?: Wave
  all?: boolean
}

/** The chosen applications, in waves and inside a wave with what others need first. Throws USAGE or SERVICE_UNKNOWN. */
export function selectServices(catalog: Catalog, { services, task, priority, all }: Selection): ServiceId[] {
  const apps = [...catalog.services.values()].filter(({ kind }) => kind === 'app')
  for (const id of services) {
    if (apps.some((app) => app.id === id)) continue
    const found = catalog.services.has(id) ? 'infrastructure, which is not migrated' : 'not in the catalog'
    const near = nearest(
      id,
      apps.map((app) => app.id),
    )
    throw new TradeError(
      'SERVICE_UNKNOWN',
      `${id}: ${found}, expected one of ${apps.map((app) => app.id).join(', ')}`,
      {
        facts: { service: id },
        hints: near === undefined ? ['trade2026 survey'] : [`trade2026 migrate ${near}`],
      },
    )
  }
  const wantedTask = task?.replace(/^task-/, '').padStart(2, '0')
  const chosen = apps.filter(
    ({ id, task: itsTask, wave }) =>
      all === true ||
      services.includes(id) ||
      (wantedTask !== undefined && itsTask === wantedTask) ||
      (priority !== undefined && wave === priority),
  )
  if (chosen.length === 0) {
    throw new TradeError('USAGE', 'migrate: found no service to migrate, expected names, --task, --priority or --all', {
      facts: { task, priority },
      hints: ['trade2026 survey', 'trade2026 migrate --all --dry-run'],
    })
  }
  const rank = ranks(catalog)
  return chosen.map(({ id }) => id).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** Services in the order given, those together that may be migrated at once: no one of them needs another one hard. */
export function wavesOf(catalog: Catalog, services: readonly ServiceId[]): ServiceId[][] {
  const rank = ranks(catalog)
  const waves: ServiceId[][] = []
  for (const id of services) {
    const last = waves.at(-1)
    if (last !== undefined && rank(last[0]!) === rank(id)) last.push(id)
    else waves.push([id])
  }
  return waves
}

/** By wave, and inside a wave by what others need first. */
function ranks(catalog: Catalog): (id: ServiceId) => number {
  const level = new Map(catalog.levels.flatMap((ids, index) => ids.map((id) => [id, index] as const)))
  return (id) => WAVES.indexOf(catalog.services.get(id)?.wave ?? 'P5') * 1000 + (level.get(id) ?? 999)
}

export interface StepDecision {
  step: StepId
  /** `hold`: its result still stands; `run`; `skip`: outside --from and --until. */
  action: 'hold' | 'run' | 'skip'
  cause: string
}

export interface StepFacts {
  service: ServiceId
  known: ServiceMigration | undefined
  /** Digest over the inputs of each step, those before it included. */
  inputs: Readonly<Record<StepId, string>>
  /** Steps some of whose output is gone. */
  damaged: ReadonlySet<StepId>
  from?: StepId
  until?: StepId
}

/** Finished steps hold while their inputs hold; else that step and those after it run again. Throws USAGE. */
export function decideSteps({ service, known, inputs, damaged, from, until }: StepFacts): StepDecision[] {
  const first = from === undefined ? 0 : STEP_IDS.indexOf(from)
  const last = until === undefined ? STEP_IDS.length - 1 : STEP_IDS.indexOf(until)
  if (first > last) {
    throw new TradeError('USAGE', `migrate: --from ${from} comes after --until ${until}`, { facts: { from, until } })
  }
  let isBroken = false
  return STEP_IDS.map((step, index): StepDecision => {
    const cause = causeToRun(known, step, inputs[step], damaged)
    if (index < first) {
      if (cause === undefined) return { step, action: 'skip', cause: `before --from ${from}` }
      throw new TradeError('USAGE', `${service}: ${step}: ${cause}, expected it done before --from ${from}`, {
        facts: { service, step, from },
        hints: [`trade2026 migrate ${service} --from ${step}`],
      })
    }
    if (index > last) return { step, action: 'skip', cause: `after --until ${until}` }
    if (cause !== undefined || isBroken || from !== undefined) {
      const why = cause ?? (isBroken ? 'a step before it runs again' : `asked for by --from ${from}`)
      isBroken = true
      return { step, action: 'run', cause: why }
    }
    return { step, action: 'hold', cause: 'done, and its inputs are the same' }
  })
}

function causeToRun(
  known: ServiceMigration | undefined,
  id: StepId,
  inputs: string,
  damaged: ReadonlySet<StepId>,
): string | undefined {
  const step = known?.steps.find((it) => it.id === id)
  if (step === undefined || step.status === 'pending') return 'not done yet'
  if (step.status === 'running') return 'interrupted'
  if (step.status !== 'done') return `${step.status} before`
  if (step.inputs !== inputs) return 'its inputs changed'
  return damaged.has(id) ? 'some of its files are gone' : undefined
}
