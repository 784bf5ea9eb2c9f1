// A made-up platform that behaves like a real one: `dashboard --demo` shows every panel with it, and tests drive the store with it.
// The same seed and the same clock give the same feed.
import type { FeedEvent, FeedListener } from '../model/feed.ts'
import { STEP_IDS } from '../model/ids.ts'
import type { PsService } from '../model/report.ts'
import type { MigrationState, ServiceMigration } from '../model/state.ts'
import type { GateResult } from '../model/verdict.ts'
import { DEMO_GATES, DEMO_SERVICES, DEMO_SYMBOLS } from './demo-data.ts'
import type { StoreOptions } from './store.ts'

export interface DemoClock {
  now(): number
  every(ms: number, run: () => void): () => void
}

export interface DemoOptions {
  clock: DemoClock
  seed?: number
  /** Ticks per second over all symbols. */
  ticksPerSecond?: number
}

/** The platform the demo plays: nothing of a real one is mixed in. */
export const DEMO_PLATFORM: StoreOptions = {
  platform: 'demo',
  gateNames: DEMO_GATES.map((gate) => gate.name),
  needed: new Set(),
}

const TICK_INTERVAL_MS = 50

/** Feeds until the signal aborts, like ControlPlane.watch. */
export async function watchDemo(listener: FeedListener, signal: AbortSignal, options: DemoOptions): Promise<void> {
  const demo = createDemo(options.seed ?? 7, options.clock.now())
  const perInterval = Math.max(1, Math.round(((options.ticksPerSecond ?? 200) * TICK_INTERVAL_MS) / 1000))
  const second = () => {
    for (const event of demo.second(options.clock.now())) listener(event)
  }
  second()
  const stops = [
    options.clock.every(1000, second),
    options.clock.every(TICK_INTERVAL_MS, () => {
      for (const event of demo.ticks(options.clock.now(), perInterval)) listener(event)
    }),
  ]
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  for (const stop of stops) stop()
}

/** Small and fast 32-bit generator (mulberry32): good enough for prices nobody trades on. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Demo {
  second(nowMs: number): FeedEvent[]
  ticks(nowMs: number, count: number): FeedEvent[]
}

export function createDemo(seed: number, startMs: number): Demo {
  const random = seededRandom(seed)
  const prices = new Map(DEMO_SYMBOLS.map(({ symbol, price }) => [symbol, price]))
  const opened = new Map(prices)
  let seconds = 0
  return {
    second(nowMs) {
      seconds += 1
      const events = sourceEvents(nowMs, seconds)
      events.push({ kind: 'services', atMs: nowMs, services: services(nowMs - startMs, seconds, random) })
      events.push(latencyEvent(nowMs, random))
      events.push({ kind: 'migration', atMs: nowMs, state: migration(seconds) })
      events.push({ kind: 'gates', atMs: nowMs, results: gates(startMs) })
      if (seconds === 1) events.push({ kind: 'event', atMs: nowMs, level: 'info', text: 'demo: nothing here is real' })
      return events
    },
    ticks(nowMs, count) {
      return Array.from({ length: count }, () => {
        const { symbol } = DEMO_SYMBOLS[Math.floor(random() * DEMO_SYMBOLS.length)] ?? { symbol: 'BTCUSDT' }
        const price = (prices.get(symbol) ?? 1) * (1 + (random() - 0.5) * 0.0006)
        prices.set(symbol, price)
        const half = price * 0.0001
        return {
          kind: 'tick',
          atMs: nowMs,
          eventTimeMs: nowMs,
          symbol,
          price,
          bid: price - half,
          ask: price + half,
          volume: Math.round(random() * 1e6),
          changePercent: (price / (opened.get(symbol) ?? price) - 1) * 100,
        }
      })
    },
  }
}

/** NATS goes away for six seconds of every minute, so that loss and return can be seen. */
function sourceEvents(nowMs: number, seconds: number): FeedEvent[] {
  const lost = seconds % 60 >= 40 && seconds % 60 < 46
  const up = (source: string): FeedEvent => ({ kind: 'source', atMs: nowMs, source, up: true })
  const nats: FeedEvent = lost
    ? { kind: 'source', atMs: nowMs, source: 'nats', up: false, detail: 'connection refused', retryAtMs: nowMs + 2000 }
    : up('nats')
  return [up('local'), nats, up('oms'), up('journal')]
}

function services(sinceStartMs: number, seconds: number, random: () => number): PsService[] {
  return DEMO_SERVICES.map((service): PsService => {
    const flapping = service.id === 'pnl'
    const restarts = service.restarts + (flapping ? Math.floor(seconds / 20) : 0)
    const uptimeMs = flapping ? (seconds % 20) * 1000 : service.uptimeSeconds * 1000 + sinceStartMs
    return {
      ...service,
      restarts,
      uptimeSeconds: service.state === 'absent' ? 0 : Math.floor(uptimeMs / 1000),
      cpuPercent: service.cpuPercent === undefined ? undefined : service.cpuPercent * (0.8 + random() * 0.4),
    }
  })
}

function latencyEvent(nowMs: number, random: () => number): FeedEvent {
  const p50Ms = 7 + random() * 2
  const p99Ms = 42 + random() * 16
  return {
    kind: 'latency',
    atMs: nowMs,
    service: 'oms',
    p50Ms,
    p99Ms,
    samples: 60_000,
    ordersPerSecond: 960 + random() * 80,
    rejects: 12,
    targetP50Ms: 10,
    targetP99Ms: 50,
    stages: {
      risk: { p50Ms: p50Ms * 0.2, p99Ms: p99Ms * 0.25 },
      log: { p50Ms: p50Ms * 0.65, p99Ms: p99Ms * 0.6 },
    },
  }
}

/** Each service moves one step on every few seconds; one has failed and stays failed. */
function migration(seconds: number): MigrationState {
  const progress: Record<string, number> = {
    gateway: 10,
    normalizer: 10,
    'sink-ticks': 10,
    risk: 4 + ((seconds >> 3) % 7),
    oms: 4,
  }
  const states = Object.entries(progress).map(([id, done]): ServiceMigration => {
    const failedAt = id === 'oms' ? 4 : -1
    return {
      id,
      verdict: done >= 10 ? 'pass' : failedAt >= 0 ? 'fail' : 'running',
      steps: STEP_IDS.map((step, index) => ({
        id: step,
        status: index < done ? 'done' : index === failedAt ? 'failed' : index === done ? 'running' : 'pending',
        durationMs: 1200,
        evidence: [],
        ...(index === failedAt
          ? { error: { code: 'STEP_FAILED', message: 'port 8099 is still bound by the twin' } }
          : {}),
      })),
    }
  })
  return {
    services: Object.fromEntries(states.map((state) => [state.id, state])),
    gates: {},
    answers: {},
    openOps: [],
    lastSeq: seconds,
  }
}

function gates(startMs: number): GateResult[] {
  return DEMO_GATES.filter((gate) => gate.verdict !== undefined).map((gate) => ({
    gate: gate.name,
    title: gate.name,
    verdict: gate.verdict ?? 'pass',
    startedAt: new Date(startMs - 90_000).toISOString(),
    durationMs: 8000,
    checks: gate.checks,
  }))
}
