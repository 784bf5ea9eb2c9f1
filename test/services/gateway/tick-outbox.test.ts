import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTickOutbox } from '../../../services/gateway/src/tick-outbox.ts'

const tick = (n: number) => ({ subject: 's', payload: String(n), msgId: String(n) })

function outbox(capacity: number) {
  const sent: number[] = []
  const bus = { up: true }
  const box = createTickOutbox({
    capacity,
    send: ({ payload }) => {
      if (bus.up) sent.push(Number(payload))
      return bus.up
    },
  })
  return { sent, bus, box }
}

describe('the outbox', () => {
  test('while the bus is down keeps the newest, counts the rest, and sends them in order afterwards', () => {
    const { sent, bus, box } = outbox(3)
    box.offer(tick(1))
    bus.up = false
    for (let n = 2; n <= 6; n++) box.offer(tick(n))
    expect(box.counts()).toEqual({ sent: 1, dropped: 2, waiting: 3 })
    bus.up = true
    box.offer(tick(7))
    expect(sent).toEqual([1])
    box.flush()
    expect(sent).toEqual([1, 5, 6, 7])
    expect(box.counts()).toEqual({ sent: 4, dropped: 3, waiting: 0 })
  })

  test('a tick that was not stored is sent again', () => {
    const { sent, box } = outbox(3)
    box.offer(tick(1))
    box.returned(tick(1))
    expect(box.counts()).toEqual({ sent: 0, dropped: 0, waiting: 1 })
    box.flush()
    expect(sent).toEqual([1, 1])
  })

  test('whatever happens: each tick is sent, waiting or counted as dropped, and order is kept', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('offer', 'down', 'up', 'flush')), (actions) => {
        const { sent, bus, box } = outbox(4)
        let offered = 0
        for (const action of actions) {
          if (action === 'offer') box.offer(tick(++offered))
          else if (action === 'flush') box.flush()
          else bus.up = action === 'up'
          const counts = box.counts()
          expect(counts.sent + counts.waiting + counts.dropped).toBe(offered)
          expect(counts.waiting).toBeLessThanOrEqual(4)
          expect(sent).toEqual([...sent].sort((a, b) => a - b))
          expect(sent).toHaveLength(counts.sent)
        }
      }),
    )
  })
})
