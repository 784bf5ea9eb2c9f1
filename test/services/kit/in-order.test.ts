import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { BusMessage } from '../../../services/kit/bus.ts'
import { alignConsumer, createInOrder } from '../../../services/kit/in-order.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'

const message = (seq: number, subject = 'market.tick.mock.A') => ({ seq, subject }) as BusMessage
let clock: ManualClock
beforeEach(() => {
  clock = manualClock()
})

/** A stream that holds these messages. */
function over(held: BusMessage[], after = 0) {
  const bySeq = new Map(held.map((one) => [one.seq, one]))
  const bus = {
    messageAt: async (_stream: string, seq: number) => bySeq.get(seq),
    streamInfo: async () => ({ created: '', firstSeq: Math.min(...bySeq.keys()), lastSeq: Math.max(...bySeq.keys()) }),
  }
  const options = { bus, stream: 'S', prefix: 'market.tick.', after, patienceMs: 30_000, clock, log: silentLog }
  const order = createInOrder(options)
  return {
    order,
    admit: async (...seqs: number[]) =>
      (await order.admit(seqs.map((seq) => bySeq.get(seq) ?? message(seq)))).map(({ seq }) => seq),
  }
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))

test('passes what is in order and leaves out what was seen', async () => {
  const { admit, order } = over(range(1, 9), 3)
  expect(await admit(2, 3, 4, 5)).toEqual([4, 5])
  expect(await admit(5, 6)).toEqual([6])
  expect([order.position(), order.counts().seen]).toEqual([6, 3])
})

test('what comes before a lost delivery waits until that comes again', async () => {
  const { admit, order } = over(range(1, 9))
  expect(await admit(1, 2)).toEqual([1, 2])
  expect(await admit(5, 6)).toEqual([])
  expect(await admit(3, 4, 5, 6, 7)).toEqual([3, 4, 5, 6, 7])
  expect(order.counts()).toEqual({ seen: 0, early: 2, lost: 0 })
})

test('expired, deleted and foreign messages leave no gap', async () => {
  const held = [...range(5, 6), message(8, 'other.subject'), ...range(9, 10)]
  expect(await over(held).admit(5, 6, 9, 10)).toEqual([5, 6, 9, 10])
})

test('a gap that never closes is given up after the patience, and counted', async () => {
  const { admit, order } = over(range(1, 9))
  await admit(1)
  expect(await admit(4)).toEqual([])
  await clock.advance(29_000)
  expect(await admit(4)).toEqual([])
  await clock.advance(1_000)
  expect(await admit(4, 5)).toEqual([4, 5])
  expect(order.counts().lost).toBe(2)
})

test('whatever is lost in flight and delivered again: all, once, in order', async () => {
  const deliveries = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 })), {
    maxLength: 30,
  })
  await fc.assert(
    fc.asyncProperty(deliveries, async (chunks) => {
      const { admit, order } = over(range(1, 30))
      const got: number[] = []
      for (const [from, length] of chunks)
        got.push(...(await admit(...range(from, Math.min(30, from + length)).map(({ seq }) => seq))))
      got.push(...(await admit(...range(1, 30).map(({ seq }) => seq))))
      expect(got).toEqual(range(1, 30).map(({ seq }) => seq))
      expect(order.counts().lost).toBe(0)
    }),
  )
})

test.each<[string, number | undefined, number, boolean]>([
  ['no consumer yet', undefined, 0, false],
  ['acknowledged as far as we hold', 5, 5, false],
  ['behind what we hold', 3, 5, false],
  ['ahead of what we hold', 6, 5, true],
])('a consumer that is %s', async (_what, floor, after, forgotten) => {
  const removed: string[] = []
  const bus = {
    ackFloor: async () => floor,
    forgetConsumer: async (stream: string, durable: string) => void removed.push(`${stream} ${durable}`),
  }
  await alignConsumer({ bus, stream: 'S', durable: 'd', after, log: silentLog })
  expect(removed).toEqual(forgotten ? ['S d'] : [])
})
