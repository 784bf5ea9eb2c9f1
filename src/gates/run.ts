// Runs gates: check after check, in the order written down, one result for each. Interrupted or not, the result is whole.

import { TradeError } from '../model/errors.ts'
import type { Check, CheckLevel, GateDefinition, GateSection } from '../model/gate.ts'
import { type CheckResult, type GateResult, worstVerdict } from '../model/verdict.ts'
import { runCheck } from './check.ts'
import type { GateContext, GateMemory } from './context.ts'
import { isThere, missingOf } from './presence.ts'
import { type Leveled, score } from './score.ts'

/** Runs one gate. Throws ENVIRONMENT_NOT_READY (exit 4) when nothing of what it needs is there before the first check. */
export async function runGate(gate: GateDefinition, context: GateContext): Promise<GateResult> {
  await refuseEmptyStage(gate, context)
  return runNested(gate, context, new Map())
}

/** The checks of one section of a service gate, for the steps component, integration and performance. */
export async function runSection(
  gate: GateDefinition,
  section: GateSection,
  context: GateContext,
): Promise<CheckResult[]> {
  const checks = gate.checks.filter((check) => check.section === section)
  return (await runChecks(gate.name, checks, context)).map(({ result }) => result)
}

/** Runs a list of checks that share saved values and preconditions. */
export async function runChecks(
  gate: string,
  checks: readonly Check[],
  context: GateContext,
  nested: Map<string, GateResult> = new Map(),
): Promise<Leveled[]> {
  const memory: GateMemory = { gate, saved: new Map(), verdicts: new Map(), before: new Map(), nested }
  await rememberProcesses(checks, context, memory)
  const results: Leveled[] = []
  for (const check of checks) {
    const id = `${gate}/${check.id}`
    context.progress({ kind: 'started', id, parent: gate, title: check.title })
    const outcome = await runOne(check, context, memory)
    memory.verdicts.set(check.id, worstVerdict(outcome.map(({ verdict }) => verdict)))
    report(id, outcome, context)
    results.push(...outcome.map((result) => leveled(check.level, result)))
  }
  return results
}

async function runOne(check: Check, context: GateContext, memory: GateMemory): Promise<CheckResult[]> {
  if (check.kind !== 'gate') return runCheck(check, context, memory)
  const definition = context.gates.get(check.gate)!
  const known = memory.nested.get(check.gate)
  const result = known ?? (await runNested(definition, context, memory.nested))
  memory.nested.set(check.gate, result)
  const open = result.checks.filter(({ verdict }) => verdict !== 'pass')
  const named = open.slice(0, 3).map(({ id, verdict }) => `${id} ${verdict}`)
  const more = open.length > named.length ? ` and ${open.length - named.length} more` : ''
  const reason =
    open.length === 0
      ? `all ${result.checks.length} checks passed`
      : `${named.join(', ')}${more}; \`trade2026 gate ${check.gate}\` shows all`
  return [
    {
      id: check.id,
      title: check.title,
      verdict: result.verdict,
      observed: result.verdict,
      expected: 'pass',
      samples: result.checks.length,
      attempts: known === undefined ? 1 : 0,
      reason,
      durationMs: known === undefined ? result.durationMs : 0,
    },
  ]
}

async function runNested(
  gate: GateDefinition,
  context: GateContext,
  nested: Map<string, GateResult>,
): Promise<GateResult> {
  const { clock } = context
  const startedAt = new Date(clock.nowMs()).toISOString()
  const startedMs = clock.monotonicMs()
  const results = await runChecks(gate.name, gate.checks, context, nested)
  const checks = results.map(({ result }) => result)
  const durationMs = Math.round(clock.monotonicMs() - startedMs)
  const base = { gate: gate.name, title: gate.title, checks, startedAt, durationMs }
  if (gate.rule === 'score') return { ...base, ...score(results) }
  return { ...base, verdict: worstVerdict(checks.map(({ verdict }) => verdict)) }
}

/** Process checks compare with the moment the gate began. */
async function rememberProcesses(checks: readonly Check[], context: GateContext, memory: GateMemory): Promise<void> {
  const services = new Set(checks.flatMap((check) => (check.kind === 'process' ? [check.service] : [])))
  for (const service of services) {
    const facts = await context.probes.process(service)
    if (facts) memory.before.set(service, { restarts: facts.restarts, rssMb: facts.rssMb, pid: facts.pid })
  }
}

async function refuseEmptyStage(gate: GateDefinition, context: GateContext): Promise<void> {
  if (gate.needs.length === 0) return
  const facts = await Promise.all(gate.needs.map((service) => context.probes.process(service)))
  // An embedded store is always there: it says nothing about whether the stack was started.
  if (facts.some((one) => isThere(one) && one?.state !== 'embedded')) return
  const reasons = await missingOf(gate.needs, context)
  throw new TradeError('ENVIRONMENT_NOT_READY', `gate ${gate.name}: nothing it needs is running`, {
    facts: { gate: gate.name, needs: gate.needs, reasons },
    hints: ['trade2026 up', `trade2026 gate ${gate.name}`],
  })
}

const leveled = (level: CheckLevel, result: CheckResult): Leveled => ({ level, result })

function report(id: string, outcome: CheckResult[], context: GateContext): void {
  const verdict = worstVerdict(outcome.map((result) => result.verdict))
  const status = verdict === 'pass' ? 'done' : verdict === 'fail' ? 'failed' : 'inconclusive'
  const decisive = outcome.find((result) => result.verdict === verdict)
  context.progress({ kind: 'finished', id, status, detail: decisive?.reason })
}
