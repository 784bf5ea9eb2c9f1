// What every account holds and has working, as exact integers. Reserve, fill and release are single synchronous steps:
// between reading the book and writing it nothing else can run, so two checks can never both spend the last unit.
import { contentOf, type FillContent, type Side } from '#kit/fill'
import type { Scaled } from '#kit/number'

export interface Net {
  position: Scaled
  openBuy: Scaled
  openSell: Scaled
}

export interface Reservation {
  orderId: string
  revision: number
  account: string
  symbol: string
  side: Side
  /** What of the order may still be filled. */
  leaves: Scaled
  /** pending: approved, the order not yet seen on the bus; posted: seen. */
  state: 'pending' | 'posted'
  /** Monotonic time of the approval, for the release of what was never posted. */
  atMs: number
}

export interface Fill extends FillContent {
  /** (venue, fill id): at-least-once delivery is made exactly-once by it. */
  key: string
  timeMs: number
}

interface KnownFill {
  account: string
  symbol: string
  signed: Scaled
  content: string
  timeMs: number
}

export interface BookSnapshot {
  positions: { account: string; symbol: string; position: string }[]
  reservations: (Omit<Reservation, 'leaves' | 'atMs'> & { leaves: string })[]
  fills: (Omit<KnownFill, 'signed'> & { key: string; signed: string })[]
}

export type FillOutcome = 'applied' | 'duplicate' | 'conflict' | 'unknown-reference'

const FLAT: Net = { position: 0n, openBuy: 0n, openSell: 0n }

export class Book {
  readonly #accounts = new Map<string, Map<string, Net>>()
  readonly #reservations = new Map<string, Reservation>()
  readonly #fills = new Map<string, KnownFill>()

  net(account: string, symbol: string): Readonly<Net> {
    return this.#accounts.get(account)?.get(symbol) ?? FLAT
  }

  /** Symbols of an account that hold something or have something working. */
  symbols(account: string): ReadonlyMap<string, Readonly<Net>> {
    return this.#accounts.get(account) ?? new Map()
  }

  accounts(): string[] {
    return [...this.#accounts.keys()]
  }

  reservation(orderId: string): Readonly<Reservation> | undefined {
    return this.#reservations.get(orderId)
  }

  reservations(): Iterable<Readonly<Reservation>> {
    return this.#reservations.values()
  }

  /** Idempotent by (order, revision). A later revision holds the larger of both until it is settled. */
  reserve(wanted: Reservation): void {
    const held = this.#reservations.get(wanted.orderId)
    if (held && held.revision >= wanted.revision) return
    if (held) this.#open(held, -held.leaves)
    const leaves = held && held.leaves > wanted.leaves ? held.leaves : wanted.leaves
    const next = { ...wanted, leaves, state: held?.state ?? wanted.state }
    this.#reservations.set(next.orderId, next)
    this.#open(next, next.leaves)
  }

  /** The order itself was seen: its reservation is final, and made now if this process never approved it (replay). */
  post(order: Omit<Reservation, 'state'>): void {
    this.reserve({ ...order, state: 'posted' })
    const held = this.#reservations.get(order.orderId)
    if (held) held.state = 'posted'
  }

  /** The order will not trade any more. Unknown orders are no error: a rejection may overtake nothing. */
  release(orderId: string): void {
    const held = this.#reservations.get(orderId)
    if (!held) return
    this.#open(held, -held.leaves)
    this.#reservations.delete(orderId)
  }

  /** What oms says is left. It only ever lowers what is held, so an event seen twice or late changes nothing. */
  settle(orderId: string, remaining: Scaled): void {
    const held = this.#reservations.get(orderId)
    if (held && remaining < held.leaves) this.#consume(orderId, held.leaves - remaining)
  }

  /** Moves reservation to position in one step, once per fill. */
  fill(fill: Fill): FillOutcome {
    const content = contentOf(fill)
    const seen = this.#fills.get(fill.key)
    if (seen) return seen.content === content ? 'duplicate' : 'conflict'
    const previous = fill.execType === 'F' ? undefined : this.#fills.get(fill.ref ?? '')
    if (fill.execType !== 'F' && !previous) return 'unknown-reference'
    const known = this.#known(fill, previous, content)
    this.#fills.set(fill.key, known)
    this.#hold(known.account, known.symbol, known.signed - (previous?.signed ?? 0n))
    // What was taken back counts nothing any more, so that a second bust of it changes nothing either.
    if (previous) previous.signed = 0n
    if (fill.execType === 'F') this.#consume(fill.orderId, fill.quantity)
    return 'applied'
  }

  snapshot(): BookSnapshot {
    return {
      positions: [...this.#accounts].flatMap(([account, symbols]) =>
        [...symbols]
          .filter(([, net]) => net.position !== 0n)
          .map(([symbol, net]) => ({ account, symbol, position: String(net.position) })),
      ),
      reservations: [...this.#reservations.values()].map(({ atMs: _, ...held }) => ({
        ...held,
        leaves: String(held.leaves),
      })),
      fills: [...this.#fills].map(([key, known]) => ({ key, ...known, signed: String(known.signed) })),
    }
  }

  restore(snapshot: BookSnapshot, nowMs: number): void {
    for (const { account, symbol, position } of snapshot.positions) this.#hold(account, symbol, BigInt(position))
    for (const held of snapshot.reservations) this.reserve({ ...held, leaves: BigInt(held.leaves), atMs: nowMs })
    for (const { key, ...known } of snapshot.fills) this.#fills.set(key, { ...known, signed: BigInt(known.signed) })
  }

  /** Fill ids are kept for longer than the bus keeps messages; after that nothing can be delivered twice. */
  forgetFills(olderThanMs: number): void {
    for (const [key, known] of this.#fills) if (known.timeMs < olderThanMs) this.#fills.delete(key)
  }

  #known(fill: Fill, previous: KnownFill | undefined, content: string): KnownFill {
    const { account, symbol } = previous ?? fill
    const signed = fill.execType === 'H' ? 0n : fill.side === 'BUY' ? fill.quantity : -fill.quantity
    return { account, symbol, signed, content, timeMs: fill.timeMs }
  }

  #consume(orderId: string, quantity: Scaled): void {
    const held = this.#reservations.get(orderId)
    if (!held) return
    const taken = quantity < held.leaves ? quantity : held.leaves
    this.#open(held, -taken)
    held.leaves -= taken
    if (held.leaves === 0n) this.#reservations.delete(orderId)
  }

  #open({ account, symbol, side }: Reservation, change: Scaled): void {
    const net = this.#net(account, symbol)
    if (side === 'BUY') net.openBuy += change
    else net.openSell += change
    this.#dropIfFlat(account, symbol, net)
  }

  #hold(account: string, symbol: string, change: Scaled): void {
    const net = this.#net(account, symbol)
    net.position += change
    this.#dropIfFlat(account, symbol, net)
  }

  #net(account: string, symbol: string): Net {
    const symbols = this.#accounts.get(account) ?? new Map<string, Net>()
    this.#accounts.set(account, symbols)
    const net = symbols.get(symbol) ?? { ...FLAT }
    symbols.set(symbol, net)
    return net
  }

  #dropIfFlat(account: string, symbol: string, net: Net): void {
    if (net.position !== 0n || net.openBuy !== 0n || net.openSell !== 0n) return
    const symbols = this.#accounts.get(account)
    symbols?.delete(symbol)
    if (symbols?.size === 0) this.#accounts.delete(account)
  }
}

/** w = max(|p + B|, |p − S|): the largest position the working orders can lead to. */
export function worstCase({ position, openBuy, openSell }: Readonly<Net>): Scaled {
  const long = abs(position + openBuy)
  const short = abs(position - openSell)
  if (long > short) return long
  return short
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
