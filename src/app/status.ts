// Where we are and what to do next (platform.md 5.3, G-state): from what runs, what was migrated and what gates said.
import { TRADING_CORE } from '../model/ids.ts'
import type { Catalog } from '../model/platform.ts'
import type { PsReport, StatusReport } from '../model/report.ts'
import type { MigrationState } from '../model/state.ts'

export interface StatusFacts {
  catalog: Catalog
  ps: PsReport
  state: MigrationState
  implemented: (service: string) => boolean
}

export function statusOf({ catalog, ps, state, implemented }: StatusFacts): StatusReport {
  const core = [...catalog.services.values()].filter(({ profile }) => profile === 'core')
  const well = new Set(
    ps.services.filter(({ health }) => health === 'healthy' || health === 'degraded').map(({ id }) => id),
  )
  const count = (kind: 'app' | 'infra'): [number, number] => {
    const all = core.filter((definition) => definition.kind === kind)
    return [all.filter(({ id }) => well.has(id)).length, all.length]
  }
  const apps = core.filter(({ kind }) => kind === 'app')
  const passed = apps.filter(({ id }) => state.services[id]?.verdict === 'pass')
  const report = {
    platform: ps.platform,
    runtime: ps.runtime,
    running: { infra: count('infra'), apps: count('app') },
    migrated: [passed.length, apps.length] as [number, number],
    gates: Object.values(state.gates).map(({ result, at }) => ({ name: result.gate, verdict: result.verdict, at })),
    questions: Object.values(state.services).filter((service) =>
      service.steps.some((step) => step.error?.code === 'QUESTIONS_OPEN'),
    ).length,
    openOps: state.openOps.length,
  }
  return { ...report, next: nextSteps(report, { catalog, state, well, implemented, ps }) }
}

interface Standing {
  catalog: Catalog
  state: MigrationState
  well: ReadonlySet<string>
  implemented: (service: string) => boolean
  ps: PsReport
}

/** Infrastructure first, then what is broken, then the trading core, then the rest, then validation. */
function nextSteps(report: Omit<StatusReport, 'next'>, standing: Standing): string[] {
  const { catalog, state, well, implemented, ps } = standing
  const [infraUp, infraAll] = report.running.infra
  if (report.openOps > 0) return ['a run was cut off: `trade2026 migrate` of the same services finishes its work']
  const unfinished = unfinishedLines(state)
  if (unfinished.length > 0) return unfinished
  if (infraUp < infraAll * 0.8) return [`infrastructure: ${infraUp} of ${infraAll} well: trade2026 up`]
  const sick = ps.services.filter(({ state: it, id }) => it !== 'absent' && it !== 'embedded' && !well.has(id))
  if (sick.length > 0)
    return sick.map(
      ({ id, reason }) => `${id} is not well${reason ? ` (${reason})` : ''}: trade2026 logs ${id} --tail 50`,
    )
  const open = [...catalog.services.values()].filter(
    ({ kind, profile, id }) => kind === 'app' && profile === 'core' && state.services[id]?.verdict !== 'pass',
  )
  const ready = open.filter(({ id }) => implemented(id))
  const core = ready.filter(({ id }) => TRADING_CORE.includes(id))
  const first = (core.length > 0 ? core : ready).slice(0, 3)
  if (first.length > 0) return first.map(({ id, task }) => `task ${task ?? '–'}: trade2026 migrate ${id}`)
  const without = open.map(({ id }) => id)
  if (without.length > 0)
    return [`no implementation yet: ${without.join(' ')}: trade2026 migrate ${without[0]} --source DIR`]
  return ['all services are migrated: trade2026 gate final']
}

/** Begun, not done: where each stands, and that the same command goes on from there. */
export function unfinishedLines(state: MigrationState): string[] {
  return Object.values(state.services).flatMap(({ id, verdict, steps }) => {
    const reached = steps.find(({ status }) => status !== 'done')
    if (verdict === 'pass' || reached === undefined || !steps.some(({ status }) => status === 'done')) return []
    const why =
      reached.error === undefined ? reached.status : `${reached.status}: ${reached.error.message.split('\n')[0]}`
    return [`${id} is half migrated, at ${reached.id} (${why}): the same trade2026 migrate goes on from there`]
  })
}
