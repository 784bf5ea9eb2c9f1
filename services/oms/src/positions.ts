// Net position per account and symbol at average cost (services.md 4), exact: the cost of what is open is kept, not the
// average, so that nothing is lost to rounding and the last close takes all that is left.
import { divideHalfEven, SCALE, type Scaled } from '#kit/number'

export interface Position {
  /** Signed. */
  quantity: Scaled
  /** Cost of the open quantity, quantity × price, unsigned. */
  cost: bigint
  /** Gross of fees, quantity × price. */
  realized: bigint
  fees: Scaled
  lastPrice: Scaled
  updatedMs: number
}

export interface PositionFill {
  /** Signed. */
  quantity: Scaled
  price: Scaled
  commission: Scaled
  timeMs: number
}

export const FLAT: Position = { quantity: 0n, cost: 0n, realized: 0n, fees: 0n, lastPrice: 0n, updatedMs: 0 }

export function applyFill(position: Position, fill: PositionFill): Position {
  const marked = {
    ...position,
    fees: position.fees + fill.commission,
    lastPrice: fill.price,
    updatedMs: Math.max(position.updatedMs, fill.timeMs),
  }
  const closing = isOpposite(position.quantity, fill.quantity)
    ? smaller(abs(position.quantity), abs(fill.quantity))
    : 0n
  const opening = abs(fill.quantity) - closing
  // Through zero: the whole old side closes at the fill price, the rest opens at the fill price.
  return opened(closed(marked, closing, fill.price), signOf(fill.quantity) * opening, fill.price)
}

/** All fills of one account and symbol, in order: what a bust or correction is undone by. */
export function foldFills(fills: Iterable<PositionFill>): Position {
  let position = FLAT
  for (const fill of fills) position = applyFill(position, fill)
  return position
}

export function averageCost(position: Position): Scaled | undefined {
  return position.quantity === 0n ? undefined : divideHalfEven(position.cost, abs(position.quantity))
}

/** Realised so far less all fees paid so far. */
export function realizedNet(position: Position): Scaled {
  return divideHalfEven(position.realized, SCALE) - position.fees
}

/** At the last price known, gross of fees. */
export function unrealized(position: Position): Scaled {
  const value = abs(position.quantity) * position.lastPrice - position.cost
  return divideHalfEven(position.quantity < 0n ? -value : value, SCALE)
}

function closed(position: Position, quantity: Scaled, price: Scaled): Position {
  if (quantity === 0n) return position
  const held = abs(position.quantity)
  const costRemoved = divideHalfEven(position.cost * quantity, held)
  const gain = quantity * price - costRemoved
  const side = signOf(position.quantity)
  return {
    ...position,
    quantity: position.quantity - side * quantity,
    cost: position.cost - costRemoved,
    realized: position.realized + side * gain,
  }
}

function opened(position: Position, quantity: Scaled, price: Scaled): Position {
  if (quantity === 0n) return position
  return { ...position, quantity: position.quantity + quantity, cost: position.cost + abs(quantity) * price }
}

function isOpposite(held: Scaled, change: Scaled): boolean {
  return (held > 0n && change < 0n) || (held < 0n && change > 0n)
}

function signOf(value: bigint): bigint {
  return value < 0n ? -1n : 1n
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}
