// From what a runtime reports to what an operator must know: one level per service, one for the whole. No data is never `ok`.
import type { PsService } from '../model/report.ts'
import type { Tone } from './cells.ts'
import { GLYPH } from './glyphs.ts'
import type { DashboardState } from './store.ts'

export type ServiceLevel = 'ok' | 'warn' | 'bad' | 'starting' | 'idle' | 'unknown'

/** `idle` is a service nobody started; `unknown` runs but has not said how it is. */
export function serviceLevel(service: PsService): ServiceLevel {
  switch (service.state) {
    case 'embedded':
      return 'ok'
    case 'absent':
      return 'idle'
    case 'exited':
    case 'failed':
      return 'bad'
    case 'starting':
      return 'starting'
    case 'restarting':
      return 'warn'
    case 'running':
      return runningLevel(service.health)
  }
}

function runningLevel(health: PsService['health']): ServiceLevel {
  switch (health) {
    case 'healthy':
    case 'none':
      return 'ok'
    case 'degraded':
      return 'warn'
    case 'unhealthy':
      return 'bad'
    case 'starting':
      return 'starting'
    case 'unknown':
      return 'unknown'
  }
}

export const LEVEL_LOOK: Record<ServiceLevel, { glyph: string; tone: Tone; rank: number }> = {
  bad: { glyph: GLYPH.bad, tone: 'bad', rank: 0 },
  warn: { glyph: GLYPH.warn, tone: 'warn', rank: 1 },
  unknown: { glyph: GLYPH.stale, tone: 'warn', rank: 2 },
  starting: { glyph: GLYPH.starting, tone: 'accent', rank: 3 },
  ok: { glyph: GLYPH.ok, tone: 'ok', rank: 4 },
  idle: { glyph: GLYPH.idle, tone: 'dim', rank: 5 },
}

/** The word beside the glyph, for people and for terminals without colour. */
export function levelWord(service: PsService): string {
  if (service.state === 'running') return service.health === 'none' ? 'running' : service.health
  return service.state
}

export interface Overall {
  healthy: boolean
  counts: Record<ServiceLevel, number>
  /** Services that run or ought to: what `up` is counted against. */
  expected: number
  /** What keeps it from being healthy, worst first; empty when it is. */
  reasons: string[]
}

/** Healthy: the services were heard, and every needed one is well. */
export function overallHealth(state: DashboardState): Overall {
  const services = state.services?.value ?? []
  const counts: Record<ServiceLevel, number> = { ok: 0, warn: 0, bad: 0, starting: 0, idle: 0, unknown: 0 }
  const missing = new Set(state.needed)
  const failing: { rank: number; text: string }[] = []
  for (const service of services) {
    const level = serviceLevel(service)
    counts[level] += 1
    missing.delete(service.id)
    // What runs although nothing needs it (a migrated twin, say) counts as well: somebody started it.
    if (level === 'ok' || (level === 'idle' && !state.needed.has(service.id))) continue
    failing.push({ rank: LEVEL_LOOK[level].rank, text: `${service.id} ${levelWord(service)}` })
  }
  failing.sort((one, other) => one.rank - other.rank)
  const reasons = failing.map((entry) => entry.text)
  for (const id of missing) reasons.push(`${id} not reported`)
  if (state.services === null) reasons.unshift('no service was heard from')
  const idleNeeded = services.filter((service) => isMissing(state, service)).length
  const expected = services.length - counts.idle + idleNeeded + missing.size
  return { healthy: reasons.length === 0 && services.length > 0, counts, expected, reasons }
}

/** A service the platform needs and nobody started. */
export function isMissing(state: DashboardState, service: PsService): boolean {
  return state.needed.has(service.id) && serviceLevel(service) === 'idle'
}
