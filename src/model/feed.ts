// What the dashboard is fed with: timestamped facts from bounded, conflating adapters.

import type { PsService } from './report.ts'
import type { MigrationState } from './state.ts'
import type { GateResult } from './verdict.ts'

export type FeedEvent =
  | { kind: 'services'; atMs: number; services: PsService[] }
  | { kind: 'source'; atMs: number; source: string; up: boolean; detail?: string; retryAtMs?: number }
  | {
      kind: 'tick'
      atMs: number
      symbol: string
      price: number
      bid?: number
      ask?: number
      volume?: number
      changePercent?: number
      eventTimeMs: number
      /** How many ticks this one stands for: the adapter keeps the newest of each symbol. Absent = 1. */
      folded?: number
    }
  | {
      kind: 'latency'
      atMs: number
      service: string
      p50Ms: number | null
      p99Ms: number | null
      samples: number
      ordersPerSecond: number | null
      rejects: number | null
      targetP50Ms?: number
      targetP99Ms?: number
      stages?: Record<string, { p50Ms: number; p99Ms: number }>
    }
  | { kind: 'migration'; atMs: number; state: MigrationState }
  | { kind: 'gates'; atMs: number; results: GateResult[] }
  | { kind: 'event'; atMs: number; level: 'info' | 'warn' | 'error'; text: string }

export type FeedListener = (event: FeedEvent) => void
