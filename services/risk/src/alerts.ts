// Alerts an operator can list and acknowledge. Bounded in number and in rate: a flood of rejections must not become a flood of messages.

export type AlertType =
  | 'POSITION_SIZE'
  | 'EXPOSURE'
  | 'MARGIN'
  | 'CONCENTRATION'
  | 'VAR_BREACH'
  | 'LATENCY'
  | 'BUS_EVENT'

export interface Alert {
  alert_id: string
  type: AlertType
  severity: 'warning' | 'critical'
  message: string
  symbol: string | null
  value: string | number | null
  threshold: string | number | null
  created_at: string
  acknowledged: boolean
}

export type NewAlert = Pick<Alert, 'type' | 'severity' | 'message'> &
  Partial<Pick<Alert, 'symbol' | 'value' | 'threshold'>>

const KEPT = 1000
const MINUTE_MS = 60_000

export interface AlertBoard {
  /** Undefined when the rate is used up; `suppressed()` counts it. */
  raise(alert: NewAlert): Alert | undefined
  list(unacknowledgedOnly: boolean): Alert[]
  /** False when there is no such alert. */
  acknowledge(id: string): boolean
  suppressed(): number
}

export function alertBoard(options: { maxPerMinute: number; nowMs: () => number; newId: () => string }): AlertBoard {
  const alerts = new Map<string, Alert>()
  let recent: number[] = []
  let suppressed = 0
  return {
    raise(alert) {
      const now = options.nowMs()
      recent = recent.filter((atMs) => now - atMs < MINUTE_MS)
      if (recent.length >= options.maxPerMinute) {
        suppressed += 1
        return undefined
      }
      recent.push(now)
      const raised: Alert = {
        symbol: null,
        value: null,
        threshold: null,
        ...alert,
        alert_id: options.newId(),
        created_at: new Date(now).toISOString(),
        acknowledged: false,
      }
      alerts.set(raised.alert_id, raised)
      const oldest = alerts.keys().next()
      if (alerts.size > KEPT && !oldest.done) alerts.delete(oldest.value)
      return raised
    },
    list: (unacknowledgedOnly) => [...alerts.values()].filter((alert) => !unacknowledgedOnly || !alert.acknowledged),
    acknowledge(id) {
      const alert = alerts.get(id)
      if (alert) alert.acknowledged = true
      return alert !== undefined
    },
    suppressed: () => suppressed,
  }
}
