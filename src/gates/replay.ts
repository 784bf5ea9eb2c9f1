// Asks a migrated service what its twin was asked, and judges: one check for each recording, one for the latency of all.
import type { Answer, Json } from '../model/gate.ts'
import type { ServiceDefinition } from '../model/service.ts'
import type { CheckResult, Verdict } from '../model/verdict.ts'
import { differenceOf, type Recorded, type Reply } from './equivalence.ts'

/** Fewer replies say nothing of the slowest twentieth. */
const FEWEST = 20
const SLACK = 1.1

export type Ask = (request: Recorded['request']) => Promise<Answer>

export async function replay(
  recorded: readonly Recorded[],
  { slo }: Pick<ServiceDefinition, 'slo'>,
  ask: Ask,
): Promise<CheckResult[]> {
  const checks: CheckResult[] = []
  const times: number[] = []
  for (const [index, one] of recorded.entries()) {
    const answer = await ask(one.request)
    const reply = replyOf(answer)
    if (reply) times.push(reply.ms)
    checks.push(judge(one, index, answer, reply))
  }
  const limit = slo.find(({ unit, quantile }) => unit === 'ms' && quantile !== undefined)?.limit
  const latency = latencyCheck(
    recorded.map(({ reply }) => reply.ms),
    times,
    limit,
  )
  return latency ? [...checks, latency] : checks
}

function judge(one: Recorded, index: number, answer: Answer, reply: Reply | undefined): CheckResult {
  const { method, path } = one.request
  const title = `${method} ${path} answers as before`
  const base = { id: `replay-${index + 1}`, title, samples: 1, attempts: 1, durationMs: reply?.ms ?? 0 }
  if (reply === undefined) {
    const verdict: Verdict = answer.kind === 'refused' ? 'fail' : 'inconclusive'
    const reason = answer.kind === 'answered' ? 'its answer is no reply' : answer.reason
    return { ...base, verdict, observed: null, expected: one.reply.status, reason: `${method} ${path}: ${reason}` }
  }
  const found = differenceOf(one, reply)
  if (found === undefined)
    return {
      ...base,
      verdict: 'pass',
      observed: reply.status,
      expected: one.reply.status,
      reason: `${method} ${path}: equivalent`,
    }
  const reason = `${method} ${path}: ${found.at || 'body'}: found ${found.found}, the legacy reply was ${found.expected}`
  return { ...base, verdict: 'fail', observed: found.found, expected: found.expected, reason }
}

/** Within a tenth of what it was, or inside the declared objective; undefined where neither can be told. */
function latencyCheck(
  before: readonly number[],
  now: readonly number[],
  objective: number | undefined,
): CheckResult | undefined {
  const canCompare = before.length >= FEWEST && now.length >= FEWEST
  if (now.length === 0 || (!canCompare && objective === undefined)) return undefined
  const [was, is] = [p95(before), p95(now)]
  const limit = Math.max(canCompare ? was * SLACK : 0, objective ?? 0)
  return {
    id: 'replay-latency',
    title: 'replies as fast as before',
    verdict: is <= limit ? 'pass' : canCompare ? 'fail' : 'inconclusive',
    observed: round(is),
    expected: round(limit),
    unit: 'ms',
    samples: now.length,
    attempts: 1,
    reason: `P95 of ${now.length} replies is ${round(is)} ms; it was ${round(was)} ms${objective === undefined ? '' : `, the objective is ${objective} ms`}`,
    durationMs: Math.round(now.reduce((sum, ms) => sum + ms, 0)),
  }
}

export function replyOf(answer: Answer): Reply | undefined {
  if (answer.kind !== 'answered') return undefined
  const { status, body, ms } = answer.value as { status?: number; body?: Json; ms?: number }
  return typeof status === 'number' ? { status, body: body ?? null, ms: ms ?? 0 } : undefined
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
