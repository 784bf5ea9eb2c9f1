// Around every check: counters, latency, and an alert for what an operator should see. Kept out of the decision itself.
import type { Clock } from '#kit/clock'
import type { Metrics } from '#kit/metrics'
import type { Alert, AlertBoard, AlertType } from './alerts.ts'
import type { Verdict } from './check.ts'
import type { Answer, RiskEngine } from './engine.ts'

export interface CountedChecks {
  check(body: unknown): Answer
  stats(): object
}

export interface CountedOptions {
  engine: RiskEngine
  metrics: Metrics
  clock: Clock
  alerts: AlertBoard
  /** Sends the alert on; called only for alerts that were raised. */
  publish: (alert: Alert) => void
  latencyAlertMs: number
}

/** Denials that mean a limit was met; bad input is the caller's business and raises nothing. */
const ALERT_TYPES: Readonly<Record<string, AlertType>> = {
  POSITION_MAX: 'POSITION_SIZE',
  NOTIONAL_MAX: 'POSITION_SIZE',
  EXPOSURE_MAX: 'EXPOSURE',
  POSITIONS_COUNT: 'EXPOSURE',
  MARGIN: 'MARGIN',
  CONCENTRATION: 'CONCENTRATION',
  VAR_LIMIT: 'VAR_BREACH',
}

export function countedChecks({
  engine,
  metrics,
  clock,
  alerts,
  publish,
  latencyAlertMs,
}: CountedOptions): CountedChecks {
  const verdicts = metrics.counter('checks_total', 'Pre-trade checks answered', ['verdict'])
  const denials = metrics.counter('denials_total', 'Denials by code', ['code'])
  const seconds = metrics.histogram(
    'check_latency_seconds',
    'Time of the decision itself',
    [1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.05],
  )
  const latency = metrics.latencyWindow({ windowS: 60 })
  const count = { approved: 0, rejected: 0 }
  const byCode: Record<string, number> = {}

  const raise = (...alert: Parameters<AlertBoard['raise']>): void => {
    const raised = alerts.raise(...alert)
    if (raised) publish(raised)
  }
  const noteDenial = (verdict: Verdict): void => {
    const reason = verdict.reason ?? 'INTERNAL'
    const code = reason.split(':')[0] as string
    byCode[code] = (byCode[code] ?? 0) + 1
    denials.inc({ code })
    const type = ALERT_TYPES[code]
    if (type) raise({ type, severity: 'warning', message: reason, symbol: /symbol=(\S+)/.exec(reason)?.[1] ?? null })
  }
  return {
    check(body) {
      const started = clock.monotonicMs()
      const answer = engine.check(body)
      const ms = clock.monotonicMs() - started
      latency.record(ms)
      seconds.observe(ms / 1000)
      const kind = answer.verdict.approved ? 'approved' : 'rejected'
      count[kind] += 1
      verdicts.inc({ verdict: kind })
      if (kind === 'rejected') noteDenial(answer.verdict)
      if (ms > latencyAlertMs)
        raise({
          type: 'LATENCY',
          severity: 'warning',
          message: `check took ${ms.toFixed(3)} ms, expected at most ${latencyAlertMs} ms`,
          value: ms,
          threshold: latencyAlertMs,
        })
      return answer
    },
    stats: () => ({
      checks: count.approved + count.rejected,
      ...count,
      denials: { ...byCode },
      alerts_suppressed: alerts.suppressed(),
      latency: latency.snapshot(),
    }),
  }
}
