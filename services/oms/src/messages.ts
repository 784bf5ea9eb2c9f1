// The messages a change causes, in order (platform.md 5.1). oms never emits on a subject it listens to (F16).
import { type Scaled, toNumber } from '#kit/number'
import { averagePrice, cumulative, leavesOf, type Order, overfillOf, statusOf } from './order.ts'
import { averageCost, type Position, realizedNet, unrealized } from './positions.ts'
import type { BookedFill, OutMessage } from './records.ts'
import type { OrderEvent } from './transitions.ts'

/** Consumed durably; nothing is ever published here. */
export const INPUT_SUBJECTS = ['fills.confirmed', 'orders.status', 'orders.cancel.request'] as const

/** Everything oms publishes into the ORDERS stream. */
export const OUTPUT_SUBJECTS = [
  'orders.new',
  'orders.cancel',
  'orders.accepted',
  'orders.rejected',
  'orders.fill',
  'orders.cancelled',
  'trades.executed',
  'trades.cancelled',
] as const

/** Where risk looks: the newest of these is what a check asks it to have seen. */
export const RISK_SUBJECTS: ReadonlySet<string> = new Set([
  'orders.new',
  'orders.rejected',
  'orders.cancelled',
  'orders.fill',
])

export interface Change {
  lsn: number
  timeMs: number
  order?: Order
  before?: Order
  event?: OrderEvent
  fill?: BookedFill
  position?: Position
}

export function messagesOf(change: Change): OutMessage[] {
  const drafts = [...orderMessages(change), ...fillMessages(change)]
  return drafts.map(({ subject, body }, index) => ({
    subject,
    body: { event_id: `oms-${change.lsn}-${index}`, lsn: change.lsn, ...body, timestamp: change.timeMs },
  }))
}

function orderMessages({ order, before, event }: Change): OutMessage[] {
  if (!order || !event) return []
  switch (event.kind) {
    case 'approve':
      return [
        { subject: 'orders.new', body: newOrderBody(order) },
        { subject: 'orders.accepted', body: eventBody(order, 'accepted') },
      ]
    case 'deny':
    case 'reject':
    case 'fail':
      return [{ subject: 'orders.rejected', body: eventBody(order, 'rejected') }]
    case 'cancelRequest':
      return cancelMessages(order, before, event.by)
    case 'cancelled':
    case 'expire':
      return [{ subject: 'orders.cancelled', body: eventBody(order, 'cancelled') }]
    default:
      return []
  }
}

/** One wire message a cancel, however often it is asked for. The venue's own pending report needs none. */
function cancelMessages(order: Order, before: Order | undefined, by: 'client' | 'venue'): OutMessage[] {
  if (by === 'venue' || order === before) return []
  const cancel = { order_id: order.orderId, account: order.account, reason: 'client' }
  const messages: OutMessage[] = [{ subject: 'orders.cancel', body: cancel }]
  if (order.base === 'CANCELLED') messages.push({ subject: 'orders.cancelled', body: eventBody(order, 'cancelled') })
  return messages
}

function fillMessages({ order, fill, position, timeMs }: Change): OutMessage[] {
  if (!fill) return []
  const messages: OutMessage[] = []
  if (order && fill.execType !== 'H')
    messages.push({ subject: 'orders.fill', body: { ...eventBody(order, 'fill'), ...fillBody(fill) } })
  messages.push(
    fill.execType === 'H'
      ? { subject: 'trades.cancelled', body: { trade_id: fill.ref, order_id: fill.orderId, account_id: fill.account } }
      : { subject: 'trades.executed', body: tradeBody(fill) },
  )
  if (position) messages.push({ subject: 'positions.update', body: positionBody(fill, position, timeMs) })
  return messages
}

/** orders.new: what exeq needs to route. */
function newOrderBody(order: Order): Record<string, unknown> {
  return {
    ...identity(order),
    order_type: order.type,
    time_in_force: order.timeInForce,
    ...(order.stopPrice === undefined ? {} : { stop_price: toNumber(order.stopPrice) }),
    ...(order.expireTime === undefined ? {} : { expire_time: order.expireTime }),
    ...(order.postOnly ? { post_only: true } : {}),
    ...(order.stpMode === undefined ? {} : { stp_mode: order.stpMode }),
    venue: 'AUTO',
    ...(order.metadata === undefined ? {} : { metadata: order.metadata }),
  }
}

function eventBody(order: Order, type: string): Record<string, unknown> {
  return {
    event_type: type,
    ...identity(order),
    status: statusOf(order),
    filled_quantity: toNumber(cumulative(order)),
    remaining_quantity: toNumber(leavesOf(order)),
    average_fill_price: optional(averagePrice(order)),
    ...(overfillOf(order) > 0n ? { overfill_quantity: toNumber(overfillOf(order)) } : {}),
    ...(order.reason === undefined ? {} : { reason: order.reason }),
  }
}

function identity(order: Order): Record<string, unknown> {
  return {
    order_id: order.orderId,
    ...(order.clientOrderId === undefined ? {} : { client_order_id: order.clientOrderId }),
    account: order.account,
    symbol: order.symbol,
    side: order.side,
    quantity: toNumber(order.quantity),
    ...(order.price === undefined ? {} : { price: toNumber(order.price) }),
    revision: order.revision,
  }
}

/** The fill's own figures under names of their own: `quantity` of an order event is the order's. */
function fillBody(fill: BookedFill): Record<string, unknown> {
  return {
    fill_id: fill.fillId,
    venue: fill.venue,
    fill_quantity: toNumber(fill.quantity),
    fill_price: toNumber(fill.price),
    commission: toNumber(fill.commission),
    exec_type: fill.execType,
  }
}

function tradeBody(fill: BookedFill): Record<string, unknown> {
  return {
    trade_id: fill.key,
    order_id: fill.orderId,
    account_id: fill.account,
    symbol: fill.symbol,
    side: fill.side,
    quantity: toNumber(fill.quantity),
    price: toNumber(fill.price),
    commission: toNumber(fill.commission),
    venue: fill.venue,
    execution_time: fill.timeMs,
    ...(fill.ref === undefined ? {} : { corrects: fill.ref }),
  }
}

function positionBody({ account, symbol }: BookedFill, position: Position, timeMs: number): Record<string, unknown> {
  return { account, symbol, ...positionFigures(position), updated_at: timeMs }
}

export function positionFigures(position: Position) {
  return {
    quantity: toNumber(position.quantity),
    average_price: optional(averageCost(position)),
    current_price: toNumber(position.lastPrice),
    unrealized_pnl: toNumber(unrealized(position)),
    realized_pnl: toNumber(realizedNet(position)),
    fees: toNumber(position.fees),
  }
}

export function optional(value: Scaled | undefined): number | null {
  return value === undefined ? null : toNumber(value)
}
