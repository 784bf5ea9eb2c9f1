// What oms counts and measures, for /stats and Prometheus. Fed from the outside of every decision, never asked by one.
import type { Metrics } from '#kit/metrics'
import { toNumber } from '#kit/number'
import type { Submitted } from './desk.ts'
import type { Effects, Ledger } from './ledger.ts'
import { isTerminal, statusOf } from './order.ts'

export interface OmsStats {
  count(what: 'received' | 'refused' | 'alerts'): void
  submitted(outcome: Submitted): void
  measured(stage: 'risk' | 'log', ms: number): void
  note(effects: Effects): void
  report(): object
}

const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1]

export function omsStats(metrics: Metrics, ledger: Ledger): OmsStats {
  const orders = metrics.counter('orders_total', 'Orders by first outcome', ['status'])
  const latencySeconds = metrics.histogram('order_latency_seconds', 'Request to durable answer', BUCKETS)
  const riskSeconds = metrics.histogram('risk_check_latency_seconds', 'Question to verdict', BUCKETS)
  const active = metrics.gauge('active_orders', 'Orders that can still trade')
  const latency = metrics.latencyWindow({ windowS: 60 })
  const stages = { risk: metrics.latencyWindow({ windowS: 60 }), log: metrics.latencyWindow({ windowS: 60 }) }
  const count = {
    received: 0,
    accepted: 0,
    rejected: 0,
    refused: 0,
    replayed: 0,
    risk_rejects: 0,
    filled: 0,
    cancelled: 0,
    failed: 0,
    alerts: 0,
  }
  const money = { total_volume: 0, commission_collected: 0 }

  return {
    count(what) {
      count[what] += 1
    },
    measured(stage, ms) {
      stages[stage].record(ms)
      if (stage === 'risk') riskSeconds.observe(ms / 1000)
    },
    submitted(outcome) {
      if (outcome.kind === 'replayed') count.replayed += 1
      if (outcome.kind !== 'placed') return
      latency.record(outcome.latencyMs)
      latencySeconds.observe(outcome.latencyMs / 1000)
      const accepted = outcome.order.base !== 'RISK_REJECTED'
      if (accepted) count.accepted += 1
      else count.risk_rejects += 1
      if (!accepted) count.rejected += 1
      orders.inc({ status: statusOf(outcome.order) })
    },
    note({ order, before, fill }) {
      active.set([...ledger.openByAccount().values()].reduce((sum, open) => sum + open, 0))
      if (fill) {
        money.total_volume += toNumber(fill.quantity) * toNumber(fill.price)
        money.commission_collected += toNumber(fill.commission)
      }
      if (!order || !before || !isTerminal(order) || isTerminal(before)) return
      const status = statusOf(order)
      if (status === 'FILLED') count.filled += 1
      else if (status === 'CANCELLED' || status === 'EXPIRED') count.cancelled += 1
      else if (status === 'FAILED') count.failed += 1
      else if (status === 'REJECTED') count.rejected += 1
    },
    report() {
      const all = latency.snapshot()
      const stage = (name: 'risk' | 'log') => {
        const { p50, p99 } = stages[name].snapshot() ?? { p50: null, p99: null }
        return { p50, p99 }
      }
      return {
        ...count,
        ...money,
        latency: all && { ...all, stages: { risk: stage('risk'), log: stage('log') } },
      }
    },
  }
}
