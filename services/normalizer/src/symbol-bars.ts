// All bars of one symbol on one exchange: open ones, and closed ones that late ticks may still amend. Pure.
import type { Tick } from '#kit/tick'
import { addTick, type Bar, type BarPayload, barPayload, emptyBar, mergeBar } from './bar.ts'
import { type IdentityBudget, identityNumber } from './identities.ts'
import { INTERVALS_MS, type Interval, startOf } from './intervals.ts'

/** One bar with what is known about its publication. Only minutes hold identities. */
export interface Slot {
  interval: Interval
  t0: number
  t1: number
  bar: Bar
  closed: boolean
  /** −1 until it is published. */
  revision: number
  /** Changed since it was published. */
  dirty: boolean
  emittedMs: number
  identities: Set<number>
}

export interface BarEvent {
  kind: 'closed' | 'amended'
  bar: BarPayload
  /** No later bar of this symbol and interval has been published. */
  newest: boolean
}

export interface BarRules {
  /** Folds of 1m, without 1m itself. */
  folds: Interval[]
  latenessMs: number
  amendEveryMs: number
  maxAgeMs: number
}

export type TickOutcome = 'counted' | 'no-price' | 'duplicate' | 'old' | 'precision'

export class SymbolBars {
  readonly exchange: string
  readonly symbol: string
  /** Newest event time seen. */
  newestMs = Number.NEGATIVE_INFINITY
  /** When the last tick came, by the monotonic clock. */
  heardMs = 0
  readonly slots = new Map<Interval, Map<number, Slot>>()
  private readonly rules: BarRules
  private readonly budget: IdentityBudget
  private open: Slot[] = []
  private dirty: Slot[] = []
  private nextCloseMs = Number.POSITIVE_INFINITY
  private current: Slot | undefined
  private readonly newestClosed = new Map<Interval, number>()

  constructor(name: { exchange: string; symbol: string }, rules: BarRules, budget: IdentityBudget) {
    this.exchange = name.exchange
    this.symbol = name.symbol
    this.rules = rules
    this.budget = budget
    for (const interval of ['1m' as Interval, ...rules.folds]) this.slots.set(interval, new Map())
  }

  openBars(): number {
    return this.open.length
  }

  add(tick: Tick, seq: number, monotonicMs: number): TickOutcome {
    if (!tick.price || tick.price < 0) return 'no-price'
    const timeMs = Math.floor(tick.tsUs / 1000)
    if (timeMs < this.newestMs - this.rules.maxAgeMs) return 'old'
    const minute = this.minuteOf(timeMs)
    if (!this.budget.add(minute, identityNumber(tick))) return 'duplicate'
    if (!addTick(minute.bar, tick, tick.price, seq)) return 'precision'
    this.newestMs = Math.max(this.newestMs, timeMs)
    this.heardMs = monotonicMs
    if (minute.closed) this.amend(minute, tick, tick.price, seq)
    return 'counted'
  }

  /** Bars that close or are amended now. `wallMs` closes bars only of a symbol that has been silent. */
  collect(now: { wallMs: number; monotonicMs: number }): BarEvent[] {
    const silent = now.monotonicMs - this.heardMs >= this.rules.latenessMs
    const limitMs = Math.max(this.newestMs, silent ? now.wallMs : Number.NEGATIVE_INFINITY) - this.rules.latenessMs
    const events: BarEvent[] = []
    if (this.nextCloseMs <= limitMs) this.close(limitMs, now.monotonicMs, events)
    if (this.dirty.length > 0) this.publishAmended(now.monotonicMs, events)
    return events
  }

  /** Forgets bars that no tick can reach any more. */
  prune(): void {
    const oldestMs = this.newestMs - this.rules.maxAgeMs
    for (const byStart of this.slots.values()) {
      for (const slot of byStart.values()) {
        if (!slot.closed || slot.dirty || slot.t1 > oldestMs) continue
        byStart.delete(slot.t0)
        this.budget.release(slot)
        if (this.current === slot) this.current = undefined
      }
    }
  }

  /** Puts a slot back that a snapshot held. */
  restore(slot: Slot): void {
    this.slots.get(slot.interval)?.set(slot.t0, slot)
    if (slot.interval === '1m') this.budget.hold(slot)
    if (slot.closed) this.noteClosed(slot)
    else this.open.push(slot)
    if (slot.dirty) this.dirty.push(slot)
    this.findNextClose()
  }

  private minuteOf(timeMs: number): Slot {
    if (this.current && timeMs >= this.current.t0 && timeMs < this.current.t1) return this.current
    const t0 = startOf(timeMs, '1m')
    const known = this.slots.get('1m')?.get(t0)
    this.current = known ?? this.newSlot('1m', t0)
    if (!known) this.budget.hold(this.current)
    return this.current
  }

  private newSlot(interval: Interval, t0: number): Slot {
    const slot: Slot = {
      interval,
      t0,
      t1: t0 + INTERVALS_MS[interval],
      bar: emptyBar(),
      closed: false,
      revision: -1,
      dirty: false,
      emittedMs: Number.NEGATIVE_INFINITY,
      identities: new Set(),
    }
    this.slots.get(interval)?.set(t0, slot)
    this.open.push(slot)
    this.nextCloseMs = Math.min(this.nextCloseMs, slot.t1)
    return slot
  }

  private foldOf(interval: Interval, t0: number): Slot {
    const start = startOf(t0, interval)
    return this.slots.get(interval)?.get(start) ?? this.newSlot(interval, start)
  }

  /** A late tick goes into the folds by itself: its minute was merged into them when it closed. */
  private amend(minute: Slot, tick: Tick, price: number, seq: number): void {
    this.markDirty(minute)
    for (const interval of this.rules.folds) {
      const fold = this.foldOf(interval, minute.t0)
      addTick(fold.bar, tick, price, seq)
      if (fold.closed) this.markDirty(fold)
    }
  }

  private markDirty(slot: Slot): void {
    if (slot.dirty) return
    slot.dirty = true
    this.dirty.push(slot)
  }

  /** Minutes first: closing one merges it into its folds, some of which end at the same moment. */
  private close(limitMs: number, monotonicMs: number, events: BarEvent[]): void {
    const due = (slot: Slot) => slot.t1 <= limitMs
    for (const minute of this.open.filter((slot) => slot.interval === '1m' && due(slot))) {
      if (minute.bar.trades > 0) this.mergeIntoFolds(minute)
      this.emit(minute, 'closed', monotonicMs, events)
    }
    for (const fold of this.open.filter((slot) => slot.interval !== '1m' && due(slot)))
      this.emit(fold, 'closed', monotonicMs, events)
    this.open = this.open.filter((slot) => !slot.closed)
    this.findNextClose()
  }

  private mergeIntoFolds(minute: Slot): void {
    for (const interval of this.rules.folds) {
      const fold = this.foldOf(interval, minute.t0)
      mergeBar(fold.bar, minute.bar)
      if (fold.closed) this.markDirty(fold)
    }
  }

  private publishAmended(monotonicMs: number, events: BarEvent[]): void {
    const waits = (slot: Slot) => monotonicMs - slot.emittedMs < this.rules.amendEveryMs
    const due = this.dirty.filter((slot) => !waits(slot))
    this.dirty = this.dirty.filter(waits)
    for (const slot of due) this.emit(slot, 'amended', monotonicMs, events)
  }

  /** A minute without a countable trade is no bar. */
  private emit(slot: Slot, kind: BarEvent['kind'], monotonicMs: number, events: BarEvent[]): void {
    slot.closed = true
    slot.dirty = false
    if (slot.bar.trades === 0) return
    slot.revision++
    slot.emittedMs = monotonicMs
    const newest = this.noteClosed(slot)
    const name = { exchange: this.exchange, symbol: this.symbol, interval: slot.interval, t0: slot.t0 }
    events.push({ kind: slot.revision === 0 ? 'closed' : kind, bar: barPayload(name, slot.bar, slot.revision), newest })
  }

  private noteClosed(slot: Slot): boolean {
    const newest = slot.t0 >= (this.newestClosed.get(slot.interval) ?? 0)
    if (newest) this.newestClosed.set(slot.interval, slot.t0)
    return newest
  }

  private findNextClose(): void {
    this.nextCloseMs = this.open.reduce((soonest, slot) => Math.min(soonest, slot.t1), Number.POSITIVE_INFINITY)
  }
}
