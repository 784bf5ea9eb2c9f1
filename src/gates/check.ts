// Runs one check: preconditions, attempts within a deadline, verdict. Attempts live inside the check and are told.
import type { Check, Json, LatencyCheck, Variation } from '../model/gate.ts'
import type { CheckResult } from '../model/verdict.ts'
import { type AskedCheck, ask } from './ask.ts'
import type { GateContext, GateMemory } from './context.ts'
import { type Finding, judge } from './judge.ts'
import { judgeLoad, unknownLoad } from './latency.ts'
import { judgeExpectation, valueAt } from './match.ts'
import { missingOf } from './presence.ts'
import { render } from './render.ts'

/** All results of a check that is not a nested gate: one, or several for a load check. */
export async function runCheck(
  check: Exclude<Check, { kind: 'gate' }>,
  context: GateContext,
  memory: GateMemory,
): Promise<CheckResult[]> {
  const startedMs = context.clock.monotonicMs()
  const took = (): number => Math.round(context.clock.monotonicMs() - startedMs)
  const rendered = render(check, {
    self: memory.gate,
    endpoints: context.endpoints,
    saved: memory.saved,
    run: context.run,
    nowMs: context.clock.nowMs(),
  })
  const obstacle = await obstacleOf(check, 'missing' in rendered ? rendered.missing : [], context, memory)
  if (obstacle !== undefined || 'missing' in rendered) return unknown(check, obstacle ?? '', took())
  const ready = rendered.value
  if (ready.kind === 'latency') {
    const findings = await runLoad(ready, context)
    return findings.map((finding) => ({ ...finding, attempts: 1, durationMs: took() }))
  }
  const { finding, attempts } = await attempt(ready, context, memory)
  return [{ id: check.id, title: check.title, ...finding, attempts, durationMs: took() }]
}

/** Why a check cannot be asked at all, or undefined. */
async function obstacleOf(
  check: Check,
  unfilled: string[],
  context: GateContext,
  memory: GateMemory,
): Promise<string | undefined> {
  if (context.signal.aborted) return 'interrupted before this check was asked'
  const unmet = check.after.filter((id) => memory.verdicts.get(id) !== 'pass')
  if (unmet.length > 0) return `not asked: ${unmet.join(', ')} did not pass`
  const absent =
    check.kind === 'process' ? await absentProcess(check.service, context) : await missingOf(needsOf(check), context)
  if (absent.length > 0) return absent.join('; ')
  if (unfilled.length > 0) return `not asked: no value for ${unfilled.map((name) => `\${${name}}`).join(', ')}`
  return undefined
}

/** A log needs only its own service, whatever else the gate is about. */
function needsOf(check: Check): string[] {
  return check.kind === 'logs' ? [check.service] : check.needs
}

/** A process that ended is a finding of a process check; only one that was never there is an obstacle. */
async function absentProcess(service: string, context: GateContext): Promise<string[]> {
  const facts = await context.probes.process(service)
  return facts !== undefined && facts.state !== 'absent' ? [] : missingOf([service], context)
}

function unknown(check: Check, reason: string, durationMs: number): CheckResult[] {
  if (check.kind === 'latency') {
    return unknownLoad(check, reason).map((finding) => ({ ...finding, attempts: 0, durationMs }))
  }
  const nothing = { verdict: 'inconclusive', observed: null, expected: null, samples: 0 } as const
  return [{ id: check.id, title: check.title, ...nothing, attempts: 0, reason, durationMs }]
}

/** Asks until the expectations hold or the deadline is over; the last attempt decides. */
async function attempt(
  check: AskedCheck,
  context: GateContext,
  memory: GateMemory,
): Promise<{ finding: Finding; attempts: number }> {
  const { clock, signal } = context
  const deadlineMs = clock.monotonicMs() + check.withinMs
  let first: Json | undefined
  for (let attempts = 1; ; attempts++) {
    const answer = await ask(check, context, memory)
    const finding = judge(check, answer, first)
    if (answer.kind === 'answered') first ??= answer.value
    const over = signal.aborted || clock.monotonicMs() + check.everyMs > deadlineMs
    if (finding.verdict === 'pass' || over) {
      if (answer.kind === 'answered') keep(check.save, answer.value, memory)
      return { finding: told(finding, attempts, signal.aborted), attempts }
    }
    await clock.sleep(check.everyMs, signal)
  }
}

function told(finding: Finding, attempts: number, interrupted: boolean): Finding {
  if (interrupted && finding.verdict !== 'pass') {
    return { ...finding, verdict: 'inconclusive', reason: `${finding.reason}; interrupted` }
  }
  if (attempts === 1) return finding
  const note = finding.verdict === 'pass' ? `passed on attempt ${attempts}` : `${attempts} attempts`
  return { ...finding, samples: finding.samples && attempts, reason: `${finding.reason}; ${note}` }
}

function keep(save: Record<string, string>, value: Json, memory: GateMemory): void {
  for (const [name, path] of Object.entries(save)) {
    const found = valueAt(value, path)
    if (found !== undefined) memory.saved.set(name, found)
  }
}

async function runLoad(
  check: LatencyCheck,
  { probes, signal, run }: GateContext,
): Promise<ReturnType<typeof judgeLoad>> {
  const result = await probes.load(
    {
      request: check.request,
      bodyOf: (index) => varied(check.request.body, check.vary, index, run.id),
      shape: check.load,
      warmup: check.warmup,
      accepts: (answer) => check.accept.every((rule) => judgeExpectation(rule, answer).verdict === 'pass'),
    },
    signal,
  )
  return 'unavailable' in result ? unknownLoad(check, result.unavailable) : judgeLoad(check, result)
}

/** The body of the n-th request: members of the base body replaced by their variation. */
export function varied(
  body: Json | undefined,
  vary: Record<string, Variation>,
  index: number,
  runId: string,
): Json | undefined {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body
  const members = Object.entries(vary).map(([key, variation]): [string, Json] => {
    if ('unique' in variation) return [key, `${variation.unique}-${runId}-${index}`]
    if ('from' in variation) return [key, variation.from + variation.step * (index % variation.count)]
    return [key, variation.cycle[Math.floor(index / variation.every) % variation.cycle.length] ?? null]
  })
  return { ...body, ...Object.fromEntries(members) }
}
