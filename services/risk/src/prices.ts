// The price an order without a price is valued at: last trade, else mid, else the last own fill (services.md 3).
import { parseScaled, type Scaled } from '#kit/number'
import type { Reference } from './check.ts'

type Source = 'trade' | 'mid' | 'fill' | 'order'

interface Seen {
  price: Scaled
  atMs: number
}

/** Own orders value what they opened, but never stand for the market. */
const REFERENCE_SOURCES: readonly Source[] = ['trade', 'mid', 'fill']
const VALUE_SOURCES: readonly Source[] = ['trade', 'mid', 'fill', 'order']

export class Prices {
  readonly #symbols = new Map<string, Partial<Record<Source, Seen>>>()
  readonly #maxAgeMs: number

  constructor(maxAgeMs: number) {
    this.#maxAgeMs = maxAgeMs
  }

  /** Time is monotonic: a clock that jumps must not make an old price young. */
  note(symbol: string, source: Source, price: Scaled, atMs: number): void {
    const seen = this.#symbols.get(symbol) ?? {}
    seen[source] = { price, atMs }
    this.#symbols.set(symbol, seen)
  }

  /** A tick of `market.tick.>`; fields that are no positive price are passed over. */
  tick(tick: Record<string, unknown>, atMs: number): void {
    if (typeof tick.symbol !== 'string') return
    const symbol = tick.symbol.toUpperCase()
    const trade = priceOf(tick.last) ?? priceOf(tick.price)
    if (trade !== undefined) this.note(symbol, 'trade', trade, atMs)
    const bid = priceOf(tick.bid)
    const ask = priceOf(tick.ask)
    if (bid !== undefined && ask !== undefined && bid <= ask) this.note(symbol, 'mid', (bid + ask) / 2n, atMs)
  }

  /** A fill of our own: the reference of last resort. */
  fill(symbol: string, price: unknown, atMs: number): void {
    const value = priceOf(price)
    if (value !== undefined) this.note(symbol, 'fill', value, atMs)
  }

  reference(symbol: string, nowMs: number): Reference {
    const seen = this.#symbols.get(symbol) ?? {}
    const known = REFERENCE_SOURCES.flatMap((source) => seen[source] ?? [])
    const fresh = known.find(({ atMs }) => nowMs - atMs <= this.#maxAgeMs)
    if (fresh) return { kind: 'price', price: fresh.price }
    return known[0] ? { kind: 'stale', ageMs: nowMs - known[0].atMs } : { kind: 'missing' }
  }

  /** What one unit counts for in the exposure of other symbols: the best that is known, however old. */
  value(symbol: string): Scaled {
    const seen = this.#symbols.get(symbol) ?? {}
    return VALUE_SOURCES.flatMap((source) => seen[source] ?? [])[0]?.price ?? 0n
  }

  /** Values to keep over a restart; they come back as old own orders and never serve as a reference. */
  snapshot(symbols: Iterable<string>): Record<string, string> {
    return Object.fromEntries([...symbols].map((symbol) => [symbol, String(this.value(symbol))]))
  }

  restore(values: Record<string, string>, nowMs: number): void {
    for (const [symbol, price] of Object.entries(values)) this.note(symbol, 'order', BigInt(price), nowMs)
  }
}

function priceOf(value: unknown): Scaled | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const price = parseScaled(value)
  return price !== undefined && price > 0n ? price : undefined
}
