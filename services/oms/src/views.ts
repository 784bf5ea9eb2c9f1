// Orders, fills and positions as clients and stores see them: numbers as JSON numbers, times as ISO text.
import { toNumber } from '#kit/number'
import { optional, positionFigures } from './messages.ts'
import { averagePrice, commissionOf, cumulative, leavesOf, type Order, overfillOf, statusOf } from './order.ts'
import type { Position } from './positions.ts'
import type { BookedFill } from './records.ts'

export function orderView(order: Order) {
  return {
    order_id: order.orderId,
    ...(order.clientOrderId === undefined ? {} : { client_order_id: order.clientOrderId }),
    ...(order.origClientOrderId === undefined ? {} : { orig_client_order_id: order.origClientOrderId }),
    status: statusOf(order),
    symbol: order.symbol,
    side: order.side,
    quantity: toNumber(order.quantity),
    price: optional(order.price),
    ...(order.stopPrice === undefined ? {} : { stop_price: toNumber(order.stopPrice) }),
    order_type: order.type,
    time_in_force: order.timeInForce,
    account: order.account,
    filled_quantity: toNumber(cumulative(order)),
    remaining_quantity: toNumber(leavesOf(order)),
    average_fill_price: optional(averagePrice(order)),
    ...(overfillOf(order) > 0n ? { overfill_quantity: toNumber(overfillOf(order)) } : {}),
    commission: toNumber(commissionOf(order)),
    revision: order.revision,
    ...(order.venue === undefined ? {} : { venue: order.venue }),
    ...(order.externalOrderId === undefined ? {} : { external_order_id: order.externalOrderId }),
    ...(order.reason === undefined ? {} : { reason: order.reason, error_message: order.reason }),
    ...(order.riskLevel === undefined ? {} : { risk_level: order.riskLevel }),
    ...(order.warnings === undefined ? {} : { warnings: order.warnings }),
    ...(order.metadata === undefined ? {} : { metadata: order.metadata }),
    created_at: new Date(order.createdMs).toISOString(),
    updated_at: new Date(order.updatedMs).toISOString(),
  }
}

export function fillView(fill: BookedFill) {
  return {
    fill_id: fill.fillId,
    order_id: fill.orderId,
    account: fill.account,
    symbol: fill.symbol,
    side: fill.side,
    quantity: toNumber(fill.quantity),
    price: toNumber(fill.price),
    commission: toNumber(fill.commission),
    venue: fill.venue,
    exec_type: fill.execType,
    ...(fill.ref === undefined ? {} : { exec_ref_id: fill.ref.slice(fill.venue.length + 1) }),
    filled_at: new Date(fill.timeMs).toISOString(),
  }
}

export function positionView(account: string, symbol: string, position: Position) {
  const figures = positionFigures(position)
  return {
    account,
    symbol,
    ...figures,
    avg_price: figures.average_price,
    last_price: figures.current_price,
    updated_at: new Date(position.updatedMs).toISOString(),
  }
}
