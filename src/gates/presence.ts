// Whether the services a check needs are there. A missing service makes a check say nothing; it never makes it pass.
import type { ProcessFacts } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { GateContext } from './context.ts'

const GONE = new Set(['absent', 'exited', 'failed'])

/** Why a service cannot be asked, or undefined when it can. */
async function missing(service: ServiceId, context: GateContext): Promise<string | undefined> {
  const facts = await context.probes.process(service)
  if (isThere(facts)) return undefined
  if (facts !== undefined && facts.state !== 'absent') {
    return `${service} is not running: ${facts.state}${facts.reason ? ` (${facts.reason})` : ''}`
  }
  if (!context.implemented(service)) return `${service} is not running: no implementation yet`
  return `${service} is not running: \`trade2026 up ${service}\` starts it`
}

export function isThere(facts: ProcessFacts | undefined): boolean {
  return facts !== undefined && !GONE.has(facts.state)
}

/** Reasons of all services that are missing. */
export async function missingOf(services: readonly ServiceId[], context: GateContext): Promise<string[]> {
  const reasons = await Promise.all(services.map((service) => missing(service, context)))
  return reasons.filter((reason) => reason !== undefined)
}
