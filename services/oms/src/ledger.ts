// The state of oms: orders, client ids, fills, positions. It changes only by records, each a pure function of what was
// before, so that reading the log again ends in the same state.
import { createHash } from 'node:crypto'
import { contentOf } from '#kit/fill'
import { type Change, messagesOf, RISK_SUBJECTS } from './messages.ts'
import { isTerminal, type Order } from './order.ts'
import { pack, unpack } from './pack.ts'
import { applyFill, FLAT, foldFills, type Position, type PositionFill } from './positions.ts'
import type { BookedFill, LogRecord, OutMessage } from './records.ts'
import { type OrderEvent, transition } from './transitions.ts'

/** What one record does. */
export interface Effects extends Change {
  messages: OutMessage[]
  alerts: string[]
  refused?: 'TOO_LATE' | 'TOO_MANY_PENDING'
}

/** A fill as booked; a correction changes `effective` of the fill it names, a bust empties it. */
interface Entry {
  fill: BookedFill
  effective: Pick<BookedFill, 'quantity' | 'price' | 'commission'> | undefined
}

export type FillStanding = 'new' | 'duplicate' | 'conflict' | 'unknown-reference'

interface LedgerState {
  lsn: number
  riskLsn: number
  orders: Order[]
  entries: Entry[]
}

export class Ledger {
  #lsn = 0
  /** Newest record that told risk something. */
  #riskLsn = 0
  readonly #orders = new Map<string, Order>()
  readonly #clientIds = new Map<string, string>()
  readonly #entries = new Map<string, Entry>()
  readonly #positions = new Map<string, Position>()
  readonly #open = new Map<string, number>()

  get lsn(): number {
    return this.#lsn
  }

  get riskLsn(): number {
    return this.#riskLsn
  }

  order(orderId: string): Order | undefined {
    return this.#orders.get(orderId)
  }

  orders(): Iterable<Order> {
    return this.#orders.values()
  }

  orderOfClient(account: string, clientOrderId: string): Order | undefined {
    return this.#orders.get(this.#clientIds.get(clientKey(account, clientOrderId)) ?? '')
  }

  openOrders(account: string): number {
    return this.#open.get(account) ?? 0
  }

  openByAccount(): ReadonlyMap<string, number> {
    return this.#open
  }

  *fills(): Generator<BookedFill> {
    for (const { fill } of this.#entries.values()) yield fill
  }

  *positions(): Generator<{ account: string; symbol: string; position: Position }> {
    for (const [key, position] of this.#positions) {
      const [account, symbol] = key.split('\n') as [string, string]
      yield { account, symbol, position }
    }
  }

  position(account: string, symbol: string): Position | undefined {
    return this.#positions.get(positionKey(account, symbol))
  }

  /** Decided before any transition: a fill that came before changes nothing, one that came differently changes nothing either. */
  standingOf(fill: BookedFill): FillStanding {
    const known = this.#entries.get(fill.key)
    if (known) return contentOf(known.fill) === contentOf(fill) ? 'duplicate' : 'conflict'
    return fill.execType === 'F' || this.#root(fill.ref) ? 'new' : 'unknown-reference'
  }

  /** What the record would do as number `lsn`; changes nothing. */
  effectsOf(record: LogRecord, lsn: number = this.#lsn + 1): Effects {
    const change = this.#changeOf(record, lsn)
    return { ...change, messages: messagesOf(change) }
  }

  apply(effects: Effects): void {
    this.#lsn = effects.lsn
    if (effects.messages.some(({ subject }) => RISK_SUBJECTS.has(subject))) this.#riskLsn = effects.lsn
    if (effects.order) this.#put(effects.order, effects.before)
    if (effects.fill) this.#book(effects.fill, effects.position)
  }

  /** Text with a hash in front, so that a snapshot that was changed or cut is not taken for a state. */
  snapshot(): string {
    const state: LedgerState = {
      lsn: this.#lsn,
      riskLsn: this.#riskLsn,
      orders: [...this.#orders.values()],
      entries: [...this.#entries.values()],
    }
    const text = pack(state)
    return `${hashOf(text)}\n${text}`
  }

  static restore(snapshot: string): Ledger {
    const cut = snapshot.indexOf('\n')
    const text = snapshot.slice(cut + 1)
    if (hashOf(text) !== snapshot.slice(0, cut)) throw new Error('snapshot: content does not match its hash')
    const state = unpack<LedgerState>(text)
    const ledger = new Ledger()
    for (const order of state.orders) ledger.#put(order, undefined)
    for (const entry of state.entries) ledger.#entries.set(entry.fill.key, entry)
    for (const { fill } of state.entries) ledger.#refold(fill.account, fill.symbol)
    ledger.#lsn = state.lsn
    ledger.#riskLsn = state.riskLsn
    return ledger
  }

  /** An empty ledger whose numbering goes on after `lsn`. */
  static startingAfter(lsn: number): Ledger {
    const ledger = new Ledger()
    ledger.#lsn = lsn
    return ledger
  }

  #changeOf(record: LogRecord, lsn: number): Omit<Effects, 'messages'> {
    const { timeMs } = record
    if (record.type === 'fill') return this.#fillChange(record.fill, lsn, timeMs)
    const before = record.type === 'order' ? record.order : this.#orders.get(record.orderId)
    if (!before) return { lsn, timeMs, alerts: [`UNKNOWN_ORDER: event=${record.event.kind}`] }
    const { order, alerts, refused } = transition(before, record.event, timeMs)
    const first = record.type === 'order'
    return {
      lsn,
      timeMs,
      order,
      event: record.event,
      alerts,
      ...(first ? {} : { before }),
      ...(refused ? { refused } : {}),
    }
  }

  #fillChange(fill: BookedFill, lsn: number, timeMs: number): Omit<Effects, 'messages'> {
    const root = fill.execType === 'F' ? undefined : this.#root(fill.ref)
    const position = this.#positionAfter(fill, root)
    const before = this.#orders.get(fill.orderId)
    if (!before) {
      const alerts = [`UNEXPECTED_FILL: order_id=${fill.orderId} unknown, fill=${fill.key}`]
      return { lsn, timeMs, fill, position, alerts }
    }
    const { order, alerts } = transition(before, fillEvent(fill, root?.fill.key), timeMs)
    return { lsn, timeMs, order, before, fill, position, alerts }
  }

  #positionAfter(fill: BookedFill, root: Entry | undefined): Position {
    const { account, symbol } = root?.fill ?? fill
    if (!root) return applyFill(this.position(account, symbol) ?? FLAT, positionFill(fill, fill))
    const changed = { ...root, effective: fill.execType === 'H' ? undefined : fill }
    return foldFills(this.#positionFills(account, symbol, changed))
  }

  /** The fill that a chain of corrections began with. */
  #root(key: string | undefined): Entry | undefined {
    const entry = this.#entries.get(key ?? '')
    return entry?.fill.ref === undefined ? entry : this.#root(entry.fill.ref)
  }

  *#positionFills(account: string, symbol: string, instead?: Entry): Generator<PositionFill> {
    for (const entry of this.#entries.values()) {
      const { fill, effective } = entry.fill.key === instead?.fill.key ? instead : entry
      if (fill.execType === 'F' && fill.account === account && fill.symbol === symbol && effective)
        yield positionFill(fill, effective)
    }
  }

  #refold(account: string, symbol: string): void {
    const key = positionKey(account, symbol)
    if (!this.#positions.has(key)) this.#positions.set(key, foldFills(this.#positionFills(account, symbol)))
  }

  #put(order: Order, before: Order | undefined): void {
    this.#orders.set(order.orderId, order)
    if (order.clientOrderId !== undefined)
      this.#clientIds.set(clientKey(order.account, order.clientOrderId), order.orderId)
    const opened = Number(!isTerminal(order)) - Number(before !== undefined && !isTerminal(before))
    if (opened !== 0) this.#open.set(order.account, this.openOrders(order.account) + opened)
  }

  #book(fill: BookedFill, position: Position | undefined): void {
    const { quantity, price, commission } = fill
    const root = fill.execType === 'F' ? undefined : this.#root(fill.ref)
    if (root) root.effective = fill.execType === 'H' ? undefined : { quantity, price, commission }
    this.#entries.set(fill.key, {
      fill,
      effective: fill.execType === 'F' ? { quantity, price, commission } : undefined,
    })
    const { account, symbol } = root?.fill ?? fill
    if (position) this.#positions.set(positionKey(account, symbol), position)
  }
}

function fillEvent(fill: BookedFill, rootKey: string | undefined): OrderEvent {
  const { quantity, price, commission } = fill
  const ref = rootKey ?? fill.key
  if (fill.execType === 'H') return { kind: 'bust', ref }
  if (fill.execType === 'G') return { kind: 'correct', ref, fill: { key: ref, quantity, price, commission } }
  return { kind: 'trade', fill: { key: fill.key, quantity, price, commission } }
}

function positionFill(
  fill: BookedFill,
  { quantity, price, commission }: Pick<BookedFill, 'quantity' | 'price' | 'commission'>,
): PositionFill {
  return { quantity: fill.side === 'BUY' ? quantity : -quantity, price, commission, timeMs: fill.timeMs }
}

function clientKey(account: string, clientOrderId: string): string {
  return `${account}\n${clientOrderId}`
}

function positionKey(account: string, symbol: string): string {
  return `${account}\n${symbol}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
