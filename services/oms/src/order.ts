// An order as oms keeps it, and the figures that follow from it. Status is derived, never stored: what is stored are facts
// (base state, cumulative quantity, open requests), so no "previous state" has to be remembered (services.md 2.1).

import type { Side } from '#kit/fill'
import { divideHalfEven, type Scaled } from '#kit/number'
export type OrderType = 'MARKET' | 'LIMIT' | 'STOP' | 'STOP_LIMIT'
export type TimeInForce = 'DAY' | 'GTC' | 'GTD' | 'IOC' | 'FOK' | 'AT_OPEN' | 'AT_CLOSE'

export type Base =
  | 'PENDING_RISK'
  | 'RISK_REJECTED'
  | 'ACCEPTED'
  | 'ROUTING'
  | 'SENT'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'REJECTED'
  | 'FAILED'

export type OrderStatus = Base | 'PARTIALLY_FILLED' | 'FILLED' | 'DONE_FOR_DAY' | 'PENDING_REPLACE' | 'PENDING_CANCEL'

/** One execution that counts for this order; a busted one is gone from the list. */
export interface OrderFill {
  /** (venue, fill id). */
  key: string
  quantity: Scaled
  price: Scaled
  commission: Scaled
}

export interface ReplaceRequest {
  clientOrderId?: string
  quantity?: Scaled
  price?: Scaled
  stopPrice?: Scaled
}

/** What the client asked for; fixed once accepted, but for replaces. */
export interface OrderTerms {
  orderId: string
  clientOrderId?: string
  account: string
  symbol: string
  side: Side
  type: OrderType
  timeInForce: TimeInForce
  quantity: Scaled
  price?: Scaled
  stopPrice?: Scaled
  expireTime?: string
  postOnly?: boolean
  stpMode?: string
  metadata?: unknown
  /** What "the same order" means when a client id comes again. */
  fingerprint: string
}

export interface Order extends OrderTerms {
  origClientOrderId?: string
  createdMs: number
  updatedMs: number
  revision: number
  base: Base
  fills: readonly OrderFill[]
  pendingCancel: boolean
  pendingReplaces: readonly ReplaceRequest[]
  doneForDay: boolean
  /** FAILED because three queries found nothing: a later fill or acknowledgement revives it. */
  lost: boolean
  externalOrderId?: string
  venue?: string
  reason?: string
  riskLevel?: string
  warnings?: readonly string[]
}

const BASE_TERMINAL: ReadonlySet<Base> = new Set(['RISK_REJECTED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'FAILED'])

export function newOrder(terms: OrderTerms, nowMs: number): Order {
  return {
    ...terms,
    createdMs: nowMs,
    updatedMs: nowMs,
    revision: 0,
    base: 'PENDING_RISK',
    fills: [],
    pendingCancel: false,
    pendingReplaces: [],
    doneForDay: false,
    lost: false,
  }
}

export function cumulative(order: Order): Scaled {
  return order.fills.reduce((sum, fill) => sum + fill.quantity, 0n)
}

/** The highest precedence that holds: PENDING_CANCEL 12 > PENDING_REPLACE 11 > DONE_FOR_DAY 10 > FILLED 8 > CANCELLED 5 > PARTIALLY_FILLED 4 > the rest 2. */
export function statusOf(order: Order): OrderStatus {
  const cum = cumulative(order)
  if (order.pendingCancel) return 'PENDING_CANCEL'
  if (order.pendingReplaces.length > 0) return 'PENDING_REPLACE'
  if (order.doneForDay) return 'DONE_FOR_DAY'
  if (cum > 0n && cum >= order.quantity) return 'FILLED'
  if (order.base === 'CANCELLED' || order.base === 'EXPIRED') return order.base
  return cum > 0n ? 'PARTIALLY_FILLED' : order.base
}

/** Nothing more is expected; only a late fill, a bust, a correction or an accepted increase still moves it. */
export function isTerminal(order: Order): boolean {
  return BASE_TERMINAL.has(order.base) || isFinalForDay(order) || statusOf(order) === 'FILLED'
}

/** A DAY order that is done for the day is done for good. */
export function isFinalForDay(order: Order): boolean {
  return order.doneForDay && order.timeInForce === 'DAY'
}

export function leavesOf(order: Order): Scaled {
  if (BASE_TERMINAL.has(order.base) || isFinalForDay(order)) return 0n
  const left = order.quantity - cumulative(order)
  return left > 0n ? left : 0n
}

/** Filled beyond the order: kept and shown, never clamped away. */
export function overfillOf(order: Order): Scaled {
  const over = cumulative(order) - order.quantity
  return over > 0n ? over : 0n
}

/** Σ(q·p) ÷ Σq over the fills that count (F18); undefined without one. */
export function averagePrice(order: Order): Scaled | undefined {
  const cum = cumulative(order)
  if (cum === 0n) return undefined
  const value = order.fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0n)
  return divideHalfEven(value, cum)
}

export function commissionOf(order: Order): Scaled {
  return order.fills.reduce((sum, fill) => sum + fill.commission, 0n)
}
