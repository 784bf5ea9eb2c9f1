// OMS figures from its /stats: quantiles as they are, the order rate from two readings of the counter.
import type { FeedEvent } from '../../model/feed.ts'

export type LatencyEvent = Extract<FeedEvent, { kind: 'latency' }>

export interface OmsTargets {
  p50Ms?: number
  p99Ms?: number
}

export interface OmsReader {
  /** One answer of /stats at `nowMs`; what it does not say is null, never zero. */
  read(stats: unknown, nowMs: number): LatencyEvent
}

export function createOmsReader(targets: OmsTargets): OmsReader {
  let last: { received: number; atMs: number } | undefined
  return {
    read(stats, nowMs) {
      const raw = objectOf(stats)
      const latency = objectOf(raw.latency)
      const received = numberOf(raw.received)
      const rate = last === undefined || received === null ? null : rateOf(last, received, nowMs)
      last = received === null ? undefined : { received, atMs: nowMs }
      const stages = stagesOf(latency.stages)
      return {
        kind: 'latency',
        atMs: nowMs,
        service: 'oms',
        p50Ms: numberOf(latency.p50),
        p99Ms: numberOf(latency.p99),
        samples: numberOf(latency.count) ?? 0,
        ordersPerSecond: rate,
        rejects: numberOf(raw.rejected),
        ...(targets.p50Ms === undefined ? {} : { targetP50Ms: targets.p50Ms }),
        ...(targets.p99Ms === undefined ? {} : { targetP99Ms: targets.p99Ms }),
        ...(stages === undefined ? {} : { stages }),
      }
    },
  }
}

/** A counter that went back means a restart: the rate of that interval is not known. */
function rateOf(last: { received: number; atMs: number }, received: number, nowMs: number): number | null {
  const seconds = (nowMs - last.atMs) / 1000
  return seconds <= 0 || received < last.received ? null : (received - last.received) / seconds
}

function stagesOf(value: unknown): LatencyEvent['stages'] {
  const stages = Object.entries(objectOf(value)).flatMap(([name, stage]) => {
    const p50Ms = numberOf(objectOf(stage).p50)
    const p99Ms = numberOf(objectOf(stage).p99)
    return p50Ms === null || p99Ms === null ? [] : [[name, { p50Ms, p99Ms }] as const]
  })
  return stages.length === 0 ? undefined : Object.fromEntries(stages)
}

function objectOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
