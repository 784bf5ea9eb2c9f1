// The bar engine: ticks in, closed and amended bars out. Pure: times are given, nothing is sent or stored here.
import type { Tick } from '#kit/tick'
import { IdentityBudget } from './identities.ts'
import type { Interval } from './intervals.ts'
import { type BarEvent, type BarRules, SymbolBars, type TickOutcome } from './symbol-bars.ts'

export interface EngineOptions {
  intervals: Interval[]
  latenessMs: number
  amendEveryMs: number
  maxIdentities: number
}

export interface Now {
  wallMs: number
  monotonicMs: number
}

const DAY_MS = 86_400_000
/** A tick this far ahead of the wall clock is a broken clock; taking it would make every true tick look a day old. */
const FUTURE_MS = DAY_MS

export class BarEngine {
  readonly symbols = new Map<string, SymbolBars>()
  private readonly rules: BarRules
  private readonly budget: IdentityBudget
  private last: { exchange: string; raw: string; bars: SymbolBars } | undefined

  constructor(options: EngineOptions) {
    this.rules = {
      folds: options.intervals.filter((interval) => interval !== '1m'),
      latenessMs: options.latenessMs,
      amendEveryMs: options.amendEveryMs,
      maxAgeMs: DAY_MS,
    }
    this.budget = new IdentityBudget(options.maxIdentities)
  }

  add(tick: Tick, seq: number, now: Now): TickOutcome | 'future' {
    if (tick.tsUs / 1000 > now.wallMs + FUTURE_MS) return 'future'
    return this.barsOf(tick).add(tick, seq, now.monotonicMs)
  }

  /** What closes or is amended by now; call it after ticks and from time to time. */
  collect(now: Now): BarEvent[] {
    const events: BarEvent[] = []
    for (const bars of this.symbols.values()) for (const event of bars.collect(now)) events.push(event)
    return events
  }

  prune(): void {
    for (const bars of this.symbols.values()) bars.prune()
  }

  openBars(): number {
    let count = 0
    for (const bars of this.symbols.values()) count += bars.openBars()
    return count
  }

  symbolBars(exchange: string, symbol: string): SymbolBars {
    const key = `${exchange}|${symbol}`
    let bars = this.symbols.get(key)
    if (!bars) {
      bars = new SymbolBars({ exchange, symbol }, this.rules, this.budget)
      this.symbols.set(key, bars)
    }
    return bars
  }

  /** Ticks of one symbol often come in a row; the comparison is cheaper than the key. */
  private barsOf(tick: Tick): SymbolBars {
    const exchange = tick.exchange ?? 'unknown'
    if (this.last?.raw === tick.symbol && this.last.exchange === exchange) return this.last.bars
    const bars = this.symbolBars(exchange, normalSymbol(tick.symbol))
    this.last = { exchange, raw: tick.symbol, bars }
    return bars
  }
}

/** BTC/USDT, btc-usdt and BTCUSDT are the same symbol. */
export function normalSymbol(symbol: string): string {
  return symbol.toUpperCase().replace(/[/-]/g, '')
}
