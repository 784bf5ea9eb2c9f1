// From an answer to a verdict. The service at fault: fail. The question not put, or nothing to judge: inconclusive.
import { formatDuration } from '../kit/duration.ts'
import type { Answer, Check, Expectation, Json } from '../model/gate.ts'
import { type CheckResult, worstVerdict } from '../model/verdict.ts'
import { type Judged, judgeExpectation } from './match.ts'

export type Finding = Pick<CheckResult, 'verdict' | 'observed' | 'expected' | 'reason' | 'samples'> & { unit?: string }

const LOG_RULES: Expectation[] = [{ at: 'errors', atMost: 0 }]

export function judge(check: Check, answer: Answer, first: Json | undefined): Finding {
  if (answer.kind !== 'answered') {
    const verdict = answer.kind === 'refused' ? 'fail' : 'inconclusive'
    const reason = `${answer.asked}: ${answer.reason}`
    return { verdict, observed: null, expected: wantedBy(check), samples: 0, reason }
  }
  const rules = check.kind === 'logs' ? LOG_RULES : check.expect
  const judged = rules.map((rule) => judgeExpectation(rule, answer.value, first))
  const stable = check.kind === 'process' ? judgeStability(check.stableForMs, answer.value) : undefined
  const silent = check.kind === 'logs' ? judgeSilence(answer.value) : undefined
  return combine(
    [...judged, ...(stable === undefined ? [] : [stable]), ...(silent === undefined ? [] : [silent])],
    answer.asked,
    check.kind === 'logs' ? firstError(answer.value) : '',
  )
}

function combine(judged: Judged[], asked: string, detail: string): Finding {
  const verdict = worstVerdict(judged.map((one) => one.verdict))
  const decisive = judged.find((one) => one.verdict === verdict)
  return {
    verdict,
    observed: decisive?.observed ?? null,
    expected: decisive?.expected ?? null,
    samples: 1,
    reason: `${asked}: ${decisive?.text ?? 'answered, nothing to judge'}${detail}`,
  }
}

/** Running for a shorter time than asked is too little data, not a failure. A running process without a demand passes. */
function judgeStability(stableForMs: number, value: Json): Judged {
  const uptime = (value as { uptimeMs: number | null }).uptimeMs
  const state = String((value as { state: string }).state)
  if (stableForMs === 0) {
    const running = state === 'running' || state === 'embedded'
    const verdict = running ? 'pass' : 'fail'
    return { verdict, observed: state, expected: 'running', text: `state is ${state}, expected running` }
  }
  const enough = uptime !== null && uptime >= stableForMs
  return {
    verdict: enough ? 'pass' : 'inconclusive',
    observed: uptime,
    expected: stableForMs,
    text: `has run ${uptime === null ? 'for an unknown time' : formatDuration(uptime)}, expected ${formatDuration(stableForMs)}`,
  }
}

/** A service that has never said a word cannot have a log free of errors. */
function judgeSilence(value: Json): Judged {
  const lines = (value as { lines: number }).lines
  const verdict = lines > 0 ? 'pass' : 'inconclusive'
  return { verdict, observed: lines, expected: 'at least 1', text: `${lines} lines since the start` }
}

function firstError(value: Json): string {
  const first = (value as { first: string | null }).first
  return first === null ? '' : `; first: ${first}`
}

function wantedBy(check: Check): string | null {
  const rule = check.expect[0]
  if (!rule) return null
  return judgeExpectation(rule, null).expected as string
}
