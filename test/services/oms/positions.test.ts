// Positions at average cost against worked examples and against what must hold for any fills.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SCALE, type Scaled } from '../../../services/kit/number.ts'
import {
  averageCost,
  foldFills,
  type PositionFill,
  realizedNet,
  unrealized,
} from '../../../services/oms/src/positions.ts'
import { n } from './support.ts'

const fill = (quantity: number, price: number, commission = 0): PositionFill => ({
  quantity: n(quantity),
  price: n(price),
  commission: n(commission),
  timeMs: 1,
})

describe('worked examples', () => {
  test('buy 2@100, buy 2@110, sell 3@120 → 1 at 105, realised 45 before fees; marked at 130 → 25', () => {
    const position = foldFills([fill(2, 100), fill(2, 110), fill(-3, 120)])
    expect([position.quantity, averageCost(position), realizedNet(position)]).toEqual([n(1), n(105), n(45)])
    expect(unrealized({ ...position, lastPrice: n(130) })).toBe(n(25))
  })
  test('shorts mirror', () => {
    const position = foldFills([fill(-2, 100), fill(1, 90)])
    expect([position.quantity, averageCost(position), realizedNet(position), unrealized(position)]).toEqual([
      n(-1),
      n(100),
      n(10),
      n(10),
    ])
  })
  test('through zero: the old side closes, the rest opens at the fill price', () => {
    const position = foldFills([fill(2, 100), fill(-5, 110)])
    expect([position.quantity, averageCost(position), realizedNet(position)]).toEqual([n(-3), n(110), n(20)])
  })
  test('fees are paid once, out of what is realised', () => {
    const position = foldFills([fill(1, 100, 0.1), fill(-1, 101, 0.1)])
    expect([realizedNet(position), averageCost(position)]).toEqual([n(0.8), undefined])
  })
})

const anyFill = fc.record({
  quantity: fc.integer({ min: -50, max: 50 }).filter((quantity) => quantity !== 0),
  price: fc.integer({ min: 1, max: 100_000 }),
})

describe('for any fills', () => {
  test('quantity is the signed sum; realised + unrealised = cash flow + value, to the unit', () => {
    fc.assert(
      fc.property(fc.array(anyFill, { minLength: 1, maxLength: 40 }), (drafts) => {
        const fills = drafts.map(({ quantity, price }) => ({
          ...fill(1, 1),
          quantity: BigInt(quantity) * 7n,
          price: BigInt(price) * 13n,
        }))
        const position = foldFills(fills)
        const sum = (of: (f: { quantity: Scaled; price: Scaled }) => bigint) =>
          fills.reduce((total, f) => total + of(f), 0n)
        expect(position.quantity).toBe(sum((f) => f.quantity))
        const cash = -sum((f) => f.quantity * f.price)
        const side = position.quantity < 0n ? -1n : 1n
        // In quantity × price, before any rounding for output.
        expect(position.realized - side * position.cost).toBe(cash)
        if (position.quantity === 0n) expect([position.cost, position.realized]).toEqual([0n, cash])
        expect(SCALE).toBe(100_000_000n)
      }),
    )
  })
})
