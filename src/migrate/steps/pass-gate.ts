// Step 9: proceed or stop. All of component, integration and performance passed, and the log is free of errors.
// A fail rolls the service back (run.ts): a service that does not pass its gate does not stay in the stack.
import type { CheckResult } from '../../model/verdict.ts'
import { worstVerdict } from '../../model/verdict.ts'
import { done, failed, inconclusive, type Step, type StepContext } from './step.ts'

const VERIFIED = ['component', 'integration', 'performance'] as const

export const passGate: Step = {
  id: 'gate',
  title: 'Gate passed',
  inputs: () => ({ verified: VERIFIED }),
  plan: () => [],

  async apply(context) {
    const { service, evidence, journal, clock } = context
    const startedMs = clock.nowMs()
    const checks = [...stepChecks(context), await logCheck(context)]
    const verdict = worstVerdict(checks.map((check) => check.verdict))
    journal.append({
      type: 'gate.finished',
      result: {
        gate: service.id,
        title: `${service.title} gate`,
        verdict,
        checks,
        startedAt: new Date(startedMs).toISOString(),
        durationMs: clock.nowMs() - startedMs,
      },
    })
    const report = evidence.write(service.id, 'gate', 'gate.json', { verdict, checks }, `gate ${verdict}`)
    if (verdict === 'pass') return done(report)
    const worst = checks.find((check) => check.verdict === verdict)
    return (verdict === 'fail' ? failed : inconclusive)(`${service.id}: gate: ${worst?.reason ?? 'no data'}`, [report])
  },
}

function stepChecks({ service, state }: StepContext): CheckResult[] {
  const steps = state().services[service.id]?.steps ?? []
  return VERIFIED.map((id) => {
    const status = steps.find((step) => step.id === id)?.status ?? 'pending'
    const verdict = status === 'done' ? 'pass' : status === 'failed' ? 'fail' : 'inconclusive'
    return {
      id,
      title: `${id} step`,
      verdict,
      observed: status,
      expected: 'done',
      samples: 1,
      attempts: 1,
      reason: `${id} is ${status}`,
      durationMs: 0,
    }
  })
}

async function logCheck({ service, ports }: StepContext): Promise<CheckResult> {
  const errors = await ports.logErrors(service.id)
  return {
    id: 'log',
    title: 'log free of errors',
    verdict: errors.length === 0 ? 'pass' : 'fail',
    observed: errors.length,
    expected: 0,
    unit: 'lines',
    samples: 1,
    attempts: 1,
    reason: errors.length === 0 ? 'no error line since the start' : `log: ${errors[0]}`,
    durationMs: 0,
  }
}
