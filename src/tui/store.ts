// What the dashboard knows, folded from feed events. A newer value replaces an older one (conflation), every list is bounded,
// and every value keeps the time it was heard, because a selector must be able to say how old it is.
import type { FeedEvent } from '../model/feed.ts'
import type { PsService } from '../model/report.ts'
import type { MigrationState } from '../model/state.ts'
import type { GateResult } from '../model/verdict.ts'
import { type ServiceLevel, serviceLevel } from './health.ts'
import { addSample, createSamples, type Samples } from './samples.ts'

const EVENTS_KEPT = 200
const SYMBOLS_KEPT = 500

export type TickEvent = Extract<FeedEvent, { kind: 'tick' }>
export type LatencyEvent = Extract<FeedEvent, { kind: 'latency' }>
export type SourceEvent = Extract<FeedEvent, { kind: 'source' }>

export interface Quote extends TickEvent {
  samples: Samples
}
export interface Latency extends LatencyEvent {
  p99Samples: Samples
  orderSamples: Samples
}
export interface Source extends SourceEvent {
  /** Since when it is up or down. */
  sinceMs: number
}
export interface EventLine {
  atMs: number
  level: 'info' | 'warn' | 'error'
  text: string
}
export interface Heard<T> {
  atMs: number
  value: T
}

export interface DashboardState {
  platform: string
  /** Every gate there is, so that one without a result can be shown as waiting. */
  gateNames: readonly string[]
  /** Ids that must be healthy for the whole to be healthy. */
  needed: ReadonlySet<string>
  /** Grows with every change: equal version = nothing to draw. */
  version: number
  services: Heard<PsService[]> | null
  migration: Heard<MigrationState> | null
  gates: Heard<GateResult[]> | null
  sources: Map<string, Source>
  quotes: Map<string, Quote>
  latency: Map<string, Latency>
  events: EventLine[]
  ticks: { total: number; second: number; inSecond: number; perSecond: number; perSecondOf: number }
  /** Ticks that a newer one replaced before a frame showed them, as a factor over the last second: 38 = one of 38 was drawn. */
  conflation: { ticks: number; symbols: Set<string>; shown: number; sinceMs: number; factor: number }
}

export interface StoreOptions {
  platform: string
  gateNames: readonly string[]
  needed: ReadonlySet<string>
}

export interface Store {
  readonly state: DashboardState
  apply(event: FeedEvent): void
  /** Called when a frame was drawn: conflation is counted per frame. */
  drawn(nowMs: number): void
}

export function createStore(options: StoreOptions): Store {
  const state: DashboardState = {
    ...options,
    version: 0,
    services: null,
    migration: null,
    gates: null,
    sources: new Map(),
    quotes: new Map(),
    latency: new Map(),
    events: [],
    ticks: { total: 0, second: -1, inSecond: 0, perSecond: 0, perSecondOf: -1 },
    conflation: { ticks: 0, symbols: new Set(), shown: 0, sinceMs: 0, factor: 1 },
  }
  return {
    state,
    apply(event) {
      if (isVisible(state, event)) state.version += 1
      applyEvent(state, event)
    },
    drawn(nowMs) {
      const { conflation } = state
      conflation.shown += conflation.symbols.size
      conflation.symbols.clear()
      if (nowMs - conflation.sinceMs < 1000) return
      conflation.factor = conflation.shown === 0 ? 1 : Math.round(conflation.ticks / conflation.shown)
      Object.assign(conflation, { ticks: 0, shown: 0, sinceMs: nowMs })
    },
  }
}

/** A source that says again what it said before only stays fresh: that alone is no reason to draw. */
function isVisible(state: DashboardState, event: FeedEvent): boolean {
  if (event.kind === 'source') return !event.up || state.sources.get(event.source)?.up !== true
  if (event.kind === 'migration') return state.migration?.value.lastSeq !== event.state.lastSeq
  if (event.kind === 'gates') {
    const before = state.gates?.value
    return before?.length !== event.results.length || event.results.some((result, at) => result !== before[at])
  }
  return true
}

function applyEvent(state: DashboardState, event: FeedEvent): void {
  switch (event.kind) {
    case 'tick':
      applyTick(state, event)
      return
    case 'services':
      noteTransitions(state, event)
      state.services = { atMs: event.atMs, value: event.services }
      return
    case 'source':
      applySource(state, event)
      return
    case 'latency':
      applyLatency(state, event)
      return
    case 'migration':
      state.migration = { atMs: event.atMs, value: event.state }
      return
    case 'gates':
      state.gates = { atMs: event.atMs, value: event.results }
      return
    case 'event':
      note(state, { atMs: event.atMs, level: event.level, text: event.text })
      return
  }
}

function note(state: DashboardState, line: EventLine): void {
  state.events.push(line)
  if (state.events.length > EVENTS_KEPT) state.events.splice(0, state.events.length - EVENTS_KEPT)
}

function applyTick(state: DashboardState, tick: TickEvent): void {
  countTick(state, tick)
  const known = state.quotes.get(tick.symbol)
  if (!known && state.quotes.size >= SYMBOLS_KEPT) return
  if (known && !isNews(known, tick)) {
    // Two sources may report one symbol: an old price is no news and keeps its age, what only this source knows is taken.
    known.changePercent = tick.changePercent ?? known.changePercent
    known.volume = tick.volume ?? known.volume
    return
  }
  const samples = known?.samples ?? createSamples()
  addSample(samples, tick.atMs, tick.price)
  const { changePercent = known?.changePercent, volume = known?.volume } = tick
  state.quotes.set(tick.symbol, { ...tick, changePercent, volume, samples })
}

function isNews(known: Quote, tick: TickEvent): boolean {
  if (tick.eventTimeMs === known.eventTimeMs) return tick.price !== known.price
  return tick.eventTimeMs > known.eventTimeMs
}

function countTick(state: DashboardState, tick: TickEvent): void {
  const { ticks, conflation } = state
  const second = Math.floor(tick.atMs / 1000)
  if (second !== ticks.second) {
    ticks.perSecond = second === ticks.second + 1 ? ticks.inSecond : 0
    ticks.perSecondOf = second
    ticks.second = second
    ticks.inSecond = 0
  }
  const folded = tick.folded ?? 1
  ticks.inSecond += folded
  ticks.total += folded
  conflation.ticks += folded
  conflation.symbols.add(tick.symbol)
}

function applyLatency(state: DashboardState, event: LatencyEvent): void {
  const known = state.latency.get(event.service)
  const p99Samples = known?.p99Samples ?? createSamples()
  const orderSamples = known?.orderSamples ?? createSamples()
  if (event.p99Ms !== null) addSample(p99Samples, event.atMs, event.p99Ms)
  if (event.ordersPerSecond !== null) addSample(orderSamples, event.atMs, event.ordersPerSecond)
  state.latency.set(event.service, { ...event, p99Samples, orderSamples })
}

function applySource(state: DashboardState, event: SourceEvent): void {
  const known = state.sources.get(event.source)
  const changed = known?.up !== event.up
  state.sources.set(event.source, { ...event, sinceMs: known && !changed ? known.sinceMs : event.atMs })
  if (!changed || (known === undefined && event.up)) return
  const text = event.up ? `${event.source} is back` : `${event.source} lost${event.detail ? `: ${event.detail}` : ''}`
  note(state, { atMs: event.atMs, level: event.up ? 'info' : 'warn', text })
}

const LEVEL_OF: Record<ServiceLevel, EventLine['level']> = {
  ok: 'info',
  idle: 'info',
  starting: 'info',
  unknown: 'warn',
  warn: 'warn',
  bad: 'error',
}

/** What changed between two looks at the services, in words: the look itself says only how it is now. */
function noteTransitions(state: DashboardState, event: Extract<FeedEvent, { kind: 'services' }>): void {
  if (state.services === null) return
  const before = new Map(state.services.value.map((service) => [service.id, service]))
  for (const service of event.services) {
    const known = before.get(service.id)
    if (!known) continue
    const level = serviceLevel(service)
    const reason = service.reason ? `: ${service.reason}` : ''
    if (service.restarts > known.restarts) {
      const text = `${service.id} restarted (${service.restarts})${reason}`
      note(state, { atMs: event.atMs, level: 'warn', text })
    } else if (level !== serviceLevel(known)) {
      const word = service.state === 'running' ? service.health : service.state
      note(state, { atMs: event.atMs, level: LEVEL_OF[level], text: `${service.id} ${word}${reason}` })
    }
  }
}
