import { describe, expect, it } from 'vitest'
import { interleaved, warmed } from '../../src/bench/pairs.ts'

const never = new AbortController().signal

describe('interleaved', () => {
  it('measures both sides in every round, in turning order', async () => {
    const order: string[] = []
    const side = (name: string) => async (round: number) => {
      order.push(`${name}${round}`)
      return round
    }
    const pairs = await interleaved(3, { ours: side('o'), floor: side('f') }, never)
    expect(order).toEqual(['o0', 'f0', 'f1', 'o1', 'o2', 'f2'])
    expect(pairs).toEqual({ ours: [0, 1, 2], floor: [0, 1, 2] })
  })

  it('gives neither side of a steady drift an advantage', async () => {
    let now = 0
    const slower = async () => now++
    const { ours, floor } = await interleaved(4, { ours: slower, floor: slower }, never)
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
    expect(sum(ours)).toBe(sum(floor))
  })

  it('stops between two measurements when it is told to', async () => {
    const controller = new AbortController()
    let measured = 0
    const measure = async () => {
      if (++measured === 3) controller.abort()
    }
    await expect(interleaved(9, { ours: measure, floor: measure }, controller.signal)).rejects.toThrow()
    expect(measured).toBe(3)
  })
})

it('warmed measures one round more than it tells, and every round under its own number', async () => {
  const rounds: number[] = []
  const measure = async (round: number) => {
    rounds.push(round)
    return round
  }
  expect(await warmed(2, { ours: measure, floor: measure }, never)).toEqual({ ours: [1, 2], floor: [1, 2] })
  expect(rounds).toEqual([0, 0, 1, 1, 2, 2])
})
