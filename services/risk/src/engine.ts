// The heart of risk: check and reserve as one synchronous step over the book. No I/O, no await, no clock of its own.
import { SCALE, type Scaled } from '#kit/number'
import { Book, worstCase } from './book.ts'
import { decide, denied, type Facts, type Money16, type Verdict } from './check.ts'
import type { RiskConfig } from './config.schema.ts'
import { type Applied, applyEvent, type BookEvent } from './events.ts'
import { type LimitBook, limitBook } from './limits.ts'
import { Prices } from './prices.ts'
import { type CheckRequest, isDenial, parseRequest } from './request.ts'
import { type Staleness, stalenessOf } from './staleness.ts'
import { PnlSampler } from './value-at-risk.ts'

export interface Answer {
  /** 503 only until the book has been replayed; a denial is 200. */
  status: 200 | 503
  verdict: Verdict
}

export interface Exposure {
  total: Money16
  positions: number
}

export interface RiskEngineOptions {
  config: RiskConfig
  monotonicMs: () => number
  /** Name of a dependency without which no order may pass; undefined when all are there. */
  missing: () => string | undefined
}

const STALE_GRACE_MS = 1000

export class RiskEngine {
  readonly book = new Book()
  readonly prices: Prices
  readonly blocked = new Set<string>()
  readonly pnl: PnlSampler
  readonly limits: LimitBook
  readonly staleness: Staleness = stalenessOf(STALE_GRACE_MS)
  readonly #options: RiskEngineOptions
  #replayed = false

  constructor(options: RiskEngineOptions) {
    this.#options = options
    this.prices = new Prices(options.config.price_max_age_s * 1000)
    this.pnl = new PnlSampler(options.config.var_sample_interval_s * 1000)
    this.limits = limitBook(options.config)
  }

  get replayed(): boolean {
    return this.#replayed
  }

  markReplayed(): void {
    this.#replayed = true
  }

  /** Fails closed: whatever goes wrong in here is a denial. */
  check(body: unknown): Answer {
    if (!this.#replayed) return { status: 503, verdict: denied({ code: 'STATE_STALE', fields: { replay: 'running' } }) }
    try {
      return { status: 200, verdict: this.#decide(body) }
    } catch (error) {
      return { status: 200, verdict: denied({ code: 'INTERNAL', fields: { error: (error as Error).message } }) }
    }
  }

  apply(event: BookEvent, lsn: number | undefined): Applied {
    const nowMs = this.#options.monotonicMs()
    const outcome = applyEvent(this.book, event, nowMs)
    if (lsn !== undefined) this.staleness.seen(lsn)
    const { symbol, price } = event.body
    if (outcome === 'applied' && event.subject === 'fills.confirmed' && typeof symbol === 'string')
      this.prices.fill(symbol.toUpperCase(), price, nowMs)
    return outcome
  }

  /** Σ w·price of an account, without one symbol where that is asked. */
  exposure(account: string, without?: string): Exposure {
    let total = 0n
    let positions = 0
    for (const [symbol, net] of this.book.symbols(account)) {
      positions += 1
      if (symbol !== without) total += worstCase(net) * this.prices.value(symbol)
    }
    return { total, positions }
  }

  #decide(body: unknown): Verdict {
    const request = parseRequest(body)
    if (isDenial(request)) return denied(request)
    const missing = this.#options.missing()
    if (missing) return denied({ code: 'STATE_STALE', fields: { [missing]: 'down' } })
    const nowMs = this.#options.monotonicMs()
    if (this.staleness.isStale(request.lsn, nowMs))
      return denied({ code: 'STATE_STALE', fields: { lsn: this.staleness.lsn(), caller: request.lsn as number } })
    const held = request.orderId === undefined ? undefined : this.book.reservation(request.orderId)
    if (held && held.revision >= request.revision) return this.#again(request, held)
    const facts = this.#facts(request, nowMs)
    const verdict = decide(request, facts, this.limits.forAccount(request.account))
    if (verdict.approved && request.orderId !== undefined) this.#reserve(request, request.orderId, facts, nowMs)
    return verdict
  }

  /** The same question again gets the same answer and spends nothing. */
  #again(request: CheckRequest, held: { account: string; symbol: string; side: string }): Verdict {
    const same = held.account === request.account && held.symbol === request.symbol && held.side === request.side
    if (!same) return denied({ code: 'INTERNAL', fields: { order_id: 'already used for another order' } })
    return { approved: true, risk_level: 'LOW' }
  }

  #facts(request: CheckRequest, nowMs: number): Facts {
    const { total, positions } = this.exposure(request.account, request.symbol)
    const { var95, var99 } = this.pnl.value()
    return {
      blocked: this.blocked.has(request.symbol),
      net: this.book.net(request.account, request.symbol),
      otherExposure: total,
      openSymbols: positions,
      reference: this.prices.reference(request.symbol, nowMs),
      var95,
      var99,
    }
  }

  #reserve(request: CheckRequest, orderId: string, facts: Facts, atMs: number): void {
    const { account, symbol, side, quantity, revision } = request
    this.book.reserve({ orderId, revision, account, symbol, side, leaves: quantity, state: 'pending', atMs })
    const price = request.price ?? (facts.reference.kind === 'price' ? facts.reference.price : undefined)
    if (price !== undefined) this.prices.note(symbol, 'order', price, atMs)
  }
}

/** Money as people read it; the nearest double of an exact sum. */
export function moneyNumber(value: Money16): number {
  const scaled: Scaled = value / SCALE
  return Number(scaled) / Number(SCALE)
}
