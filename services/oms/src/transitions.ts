// The order state machine as a table: which event is legal when, and what it does (services.md 2.2). Pure.
// A case that is not listed is illegal: the order stays as it was and an alert says so. Money is never refused: a fill is
// booked in any state.
import {
  cumulative,
  isFinalForDay,
  isTerminal,
  type Order,
  type OrderFill,
  type OrderStatus,
  type ReplaceRequest,
  statusOf,
} from './order.ts'

export type OrderEvent =
  | { kind: 'approve'; riskLevel: string; warnings?: readonly string[] }
  | { kind: 'deny'; reason: string; riskLevel: string }
  | { kind: 'route' }
  | { kind: 'ack'; externalOrderId?: string; venue?: string }
  | { kind: 'reject'; reason?: string }
  | { kind: 'fail'; reason?: string; lost?: boolean }
  | { kind: 'trade'; fill: OrderFill }
  | { kind: 'bust'; ref: string }
  | { kind: 'correct'; ref: string; fill: OrderFill }
  | { kind: 'cancelRequest'; by: 'client' | 'venue' }
  | { kind: 'cancelled'; reason?: string }
  | { kind: 'cancelReject' }
  | { kind: 'replaceRequest'; replace: ReplaceRequest }
  | { kind: 'pendingReplace' }
  | { kind: 'replaced'; change: ReplaceRequest }
  | { kind: 'restated'; change: ReplaceRequest; reason?: string }
  | { kind: 'replaceReject' }
  | { kind: 'expire'; reason?: string }
  | { kind: 'doneForDay' }

export interface Transition {
  order: Order
  alerts: string[]
  /** A request that was understood and cannot be met; the order is unchanged. */
  refused?: 'TOO_LATE' | 'TOO_MANY_PENDING'
}

type EventOf<K> = Extract<OrderEvent, { kind: K }>
interface Rule<K extends OrderEvent['kind']> {
  legal: (order: Order, event: EventOf<K>) => boolean
  effect: (order: Order, event: EventOf<K>) => Partial<Order>
}
type Rules = { [K in Exclude<OrderEvent['kind'], 'trade' | 'cancelRequest' | 'replaceRequest'>]: Rule<K> }

const MAX_QUEUED_REPLACES = 8
const SETTLED = { pendingCancel: false, pendingReplaces: [], doneForDay: false } as const

const RULES: Rules = {
  approve: {
    legal: ({ base }) => base === 'PENDING_RISK',
    effect: (_order, { riskLevel, warnings }) => ({ base: 'ACCEPTED', riskLevel, ...(warnings ? { warnings } : {}) }),
  },
  deny: {
    legal: ({ base }) => base === 'PENDING_RISK',
    effect: (_order, { reason, riskLevel }) => ({ base: 'RISK_REJECTED', reason, riskLevel }),
  },
  route: { legal: ({ base }) => base === 'ACCEPTED', effect: () => ({ base: 'ROUTING' }) },
  ack: {
    legal: ({ base }) => base !== 'PENDING_RISK' && base !== 'RISK_REJECTED' && base !== 'ACCEPTED',
    effect: (order, { externalOrderId, venue }) => ({
      ...(order.base === 'ROUTING' || order.lost ? { base: 'SENT', lost: false } : {}),
      ...(externalOrderId === undefined ? {} : { externalOrderId }),
      ...(venue === undefined ? {} : { venue }),
    }),
  },
  reject: {
    legal: (order) => ['ROUTING', 'SENT'].includes(order.base) && cumulative(order) === 0n,
    effect: (_order, { reason }) => ({ ...SETTLED, base: 'REJECTED', ...withReason(reason) }),
  },
  fail: {
    legal: (order) => ['ACCEPTED', 'ROUTING'].includes(order.base) && cumulative(order) === 0n,
    effect: (_order, { reason, lost }) => ({ ...SETTLED, base: 'FAILED', lost: lost === true, ...withReason(reason) }),
  },
  bust: {
    legal: (order, { ref }) => holds(order, ref),
    effect: (order, { ref }) => ({ fills: order.fills.filter((fill) => fill.key !== ref) }),
  },
  correct: {
    legal: (order, { ref }) => holds(order, ref),
    effect: (order, { ref, fill }) => ({ fills: order.fills.map((held) => (held.key === ref ? fill : held)) }),
  },
  cancelled: {
    legal: isWorking,
    effect: (_order, { reason }) => ({ ...SETTLED, base: 'CANCELLED', ...withReason(reason) }),
  },
  cancelReject: { legal: ({ pendingCancel }) => pendingCancel, effect: () => ({ pendingCancel: false }) },
  pendingReplace: {
    legal: isWorking,
    // The venue's own report of a request that we queued ourselves changes nothing.
    effect: (order) => (order.pendingReplaces.length > 0 ? {} : { pendingReplaces: [{}] }),
  },
  replaced: {
    legal: (order) => order.pendingReplaces.length > 0 || isWorking(order),
    effect: (order, { change }) => ({ ...amended(order, change), pendingReplaces: order.pendingReplaces.slice(1) }),
  },
  restated: {
    legal: isWorking,
    effect: (order, { change, reason }) => ({ ...amended(order, change), doneForDay: false, ...withReason(reason) }),
  },
  replaceReject: {
    legal: ({ pendingReplaces }) => pendingReplaces.length > 0,
    effect: ({ pendingReplaces }) => ({ pendingReplaces: pendingReplaces.slice(1) }),
  },
  expire: {
    legal: isWorking,
    effect: (_order, { reason }) => ({ ...SETTLED, base: 'EXPIRED', ...withReason(reason) }),
  },
  doneForDay: {
    legal: (order) => DONE_FOR_DAY_FROM.has(statusOf(order)),
    effect: () => ({ doneForDay: true }),
  },
}

const DONE_FOR_DAY_FROM: ReadonlySet<OrderStatus> = new Set([
  'SENT',
  'PARTIALLY_FILLED',
  'PENDING_CANCEL',
  'PENDING_REPLACE',
])
const FILLS_EXPECTED: ReadonlySet<OrderStatus> = new Set([
  ...DONE_FOR_DAY_FROM,
  'ROUTING',
  'DONE_FOR_DAY',
  'CANCELLED',
  'EXPIRED',
  'FILLED',
])
const CANCEL_FROM: ReadonlySet<OrderStatus> = new Set([
  'ACCEPTED',
  'ROUTING',
  'SENT',
  'PARTIALLY_FILLED',
  'PENDING_REPLACE',
  'DONE_FOR_DAY',
])
const REPLACE_FROM: ReadonlySet<OrderStatus> = new Set([
  'ACCEPTED',
  'ROUTING',
  'SENT',
  'PARTIALLY_FILLED',
  'PENDING_REPLACE',
])

export function transition(order: Order, event: OrderEvent, nowMs: number): Transition {
  const result = step(order, event)
  const changed = result.order !== order
  return changed ? { ...result, order: { ...result.order, updatedMs: nowMs } } : result
}

function step(order: Order, event: OrderEvent): Transition {
  if (event.kind === 'trade') return trade(order, event)
  if (event.kind === 'cancelRequest') return cancelRequest(order, event)
  if (event.kind === 'replaceRequest') return replaceRequest(order, event)
  const rule = RULES[event.kind] as Rule<OrderEvent['kind']>
  if (!rule.legal(order, event as never)) return illegal(order, event)
  const alerts = event.kind === 'ack' && order.lost ? [`LOST_FOUND: order_id=${order.orderId}`] : []
  return { order: { ...order, ...rule.effect(order, event as never) }, alerts }
}

/** Always booked. A fill proves that the venue has the order, so it implies the acknowledgement. */
function trade(order: Order, { fill }: EventOf<'trade'>): Transition {
  const proven = order.base === 'ROUTING' || order.base === 'ACCEPTED' || order.lost
  const expected = FILLS_EXPECTED.has(statusOf(order)) || order.lost
  const alerts = [
    ...(order.lost ? [`LOST_FOUND: order_id=${order.orderId}`] : []),
    ...(expected ? [] : [`UNEXPECTED_FILL: order_id=${order.orderId} status=${statusOf(order)}`]),
  ]
  const change: Partial<Order> = {
    fills: [...order.fills, fill],
    ...(proven ? { base: 'SENT', lost: false } : {}),
    // A GTC order trades again: its day has begun anew. A DAY order's is over.
    ...(isFinalForDay(order) ? {} : { doneForDay: false }),
  }
  return { order: { ...order, ...change }, alerts }
}

/** Before anything was routed the order ends at once; later the flag stands until the venue's outcome. */
function cancelRequest(order: Order, event: EventOf<'cancelRequest'>): Transition {
  if (order.pendingCancel) return { order, alerts: [] }
  if (isTerminal(order))
    return event.by === 'client' ? { order, alerts: [], refused: 'TOO_LATE' } : illegal(order, event)
  if (!CANCEL_FROM.has(statusOf(order))) return illegal(order, event)
  if (order.base === 'ACCEPTED' && event.by === 'client')
    return { order: { ...order, ...SETTLED, base: 'CANCELLED', reason: 'client' }, alerts: [] }
  return { order: { ...order, pendingCancel: true }, alerts: [] }
}

function replaceRequest(order: Order, { replace }: EventOf<'replaceRequest'>): Transition {
  const status = statusOf(order)
  const increases = replace.quantity !== undefined && replace.quantity > order.quantity
  if (!REPLACE_FROM.has(status) && !(status === 'FILLED' && increases))
    return { order, alerts: [], refused: 'TOO_LATE' }
  if (order.pendingReplaces.length >= MAX_QUEUED_REPLACES) return { order, alerts: [], refused: 'TOO_MANY_PENDING' }
  return { order: { ...order, pendingReplaces: [...order.pendingReplaces, replace] }, alerts: [] }
}

/** A quantity below what is filled becomes what is filled, which closes the order. */
function amended(order: Order, change: ReplaceRequest): Partial<Order> {
  const cum = cumulative(order)
  const wanted = change.quantity ?? order.quantity
  const belowFilled = wanted < cum
  return {
    quantity: belowFilled ? cum : wanted,
    revision: order.revision + 1,
    ...(change.price === undefined ? {} : { price: change.price }),
    ...(change.stopPrice === undefined ? {} : { stopPrice: change.stopPrice }),
    ...(change.clientOrderId === undefined ? {} : renamed(order, change.clientOrderId)),
  }
}

function renamed(order: Order, clientOrderId: string): Partial<Order> {
  return { clientOrderId, ...(order.clientOrderId === undefined ? {} : { origClientOrderId: order.clientOrderId }) }
}

/** ACCEPTED … DONE_FOR_DAY and not over; an open request keeps even a full order working until its outcome. */
function isWorking(order: Order): boolean {
  return order.base !== 'PENDING_RISK' && !isTerminal(order)
}

function holds(order: Order, key: string): boolean {
  return order.fills.some((fill) => fill.key === key)
}

function withReason(reason: string | undefined): Partial<Order> {
  return reason === undefined ? {} : { reason }
}

function illegal(order: Order, event: OrderEvent): Transition {
  return {
    order,
    alerts: [`ILLEGAL_TRANSITION: order_id=${order.orderId} status=${statusOf(order)} event=${event.kind}`],
  }
}
