import { expect, test } from 'vitest'
import { seededRng, systemRng } from '../../../services/kit/rng.ts'

test('the same seed is the same sequence, another seed is another', () => {
  const take = (seed: number) => {
    const rng = seededRng(seed)
    return [rng.next(), rng.next(), rng.uuid()]
  }
  expect(take(7)).toEqual(take(7))
  expect(take(7)).not.toEqual(take(8))
})

test('numbers are uniform in [0, 1)', () => {
  const rng = seededRng(1)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let i = 0; i < 100_000; i++) {
    const value = rng.next()
    const tenth = Math.floor(value * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  expect(tenths).toHaveLength(10)
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('uuids are version 4', () => {
  const v4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(seededRng(3).uuid()).toMatch(v4)
  expect(systemRng.uuid()).toMatch(v4)
})
