// Puts the question of a check to the probes and brings the answer into the one form expectations judge.
import { unreachable } from '../kit/assert.ts'
import type { Answer, Check, Json } from '../model/gate.ts'
import type { ServiceId } from '../model/ids.ts'
import type { GateContext, GateMemory } from './context.ts'
import { judgeExpectation } from './match.ts'
import { isThere } from './presence.ts'

/** Kinds with one answer; load runs and nested gates are judged in their own way. */
export type AskedCheck = Exclude<Check, { kind: 'latency' } | { kind: 'gate' }>

export function ask(check: AskedCheck, context: GateContext, memory: GateMemory): Promise<Answer> {
  const { probes, signal, run } = context
  switch (check.kind) {
    case 'http':
      return probes.http(check.request, signal)
    case 'nats': {
      const wanted = 'listen' in check.ask ? check.ask.match : []
      const matches = (message: Json): boolean =>
        wanted.every((expectation) => judgeExpectation(expectation, message).verdict === 'pass')
      const { ask: question, timeoutMs } = check
      return probes.nats({ ask: question, timeoutMs, matches, runStartedMs: run.startedMs }, signal)
    }
    case 'redis':
      return probes.redis({ command: check.command, keys: check.keys, db: check.db })
    case 'store':
      return probes.store({ table: check.table, where: check.where, fromMs: fromMs(check.newerThan, context) })
    case 'lake':
      return probes.lake({ table: check.table })
    case 'process':
      return askProcess(check.service, context, memory)
    case 'logs':
      return askLogs(check, context)
    case 'file':
      return probes.file({ path: check.path })
    default:
      return unreachable(check)
  }
}

function fromMs(newerThan: 'run' | number | null, { run, clock }: GateContext): number | undefined {
  if (newerThan === null) return undefined
  return newerThan === 'run' ? run.startedMs : clock.nowMs() - newerThan
}

/** Restarts and memory are told as change since the gate began: what came before is not this run's fault. */
async function askProcess(service: ServiceId, { probes }: GateContext, memory: GateMemory): Promise<Answer> {
  const asked = `process of ${service}`
  const facts = await probes.process(service)
  if (facts === undefined || facts.state === 'absent') {
    return { kind: 'unavailable', asked, reason: `${service} is not running` }
  }
  if (!isThere(facts)) return { kind: 'refused', asked, reason: facts.reason ?? `state is ${facts.state}` }
  const before = memory.before.get(service)
  const value: { [key: string]: Json } = {
    state: facts.state,
    restarts: facts.restarts,
    restartsDuringRun: facts.restarts - (before?.restarts ?? facts.restarts),
    pid: facts.pid ?? null,
    uptimeMs: facts.uptimeMs ?? null,
    rssMb: facts.rssMb ?? null,
    rssGrowthMb: facts.rssMb === undefined || before?.rssMb === undefined ? null : facts.rssMb - before.rssMb,
  }
  return { kind: 'answered', asked, value }
}

async function askLogs(
  check: Extract<Check, { kind: 'logs' }>,
  { probes, signal, clock }: GateContext,
): Promise<Answer> {
  const facts = await probes.process(check.service)
  const sinceMs = facts?.uptimeMs === undefined ? 0 : clock.nowMs() - facts.uptimeMs
  return probes.logs({ service: check.service, allow: check.allow, sinceMs }, signal)
}
