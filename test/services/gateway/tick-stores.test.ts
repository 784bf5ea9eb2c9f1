import { describe, expect, test } from 'vitest'
import type { MarketTick } from '../../../services/gateway/src/tick.ts'
import { createLatestWriter, createRowWriter } from '../../../services/gateway/src/tick-stores.ts'
import { type Row, RowRefused } from '../../../services/kit/timeseries.ts'

const tick = (symbol: string, price: number) => ({ symbol, price }) as MarketTick
const row = (n: number): Row => ({ timestamp: n })

describe('the last price', () => {
  test('while a write hangs only the newest tick of a symbol waits; a failed write is counted and forgotten', async () => {
    const writes: number[][] = []
    let release = () => {}
    const writer = createLatestWriter(async (ticks) => {
      writes.push(ticks.map(({ price }) => price))
      if (writes.length === 1) await new Promise<void>((resolve) => (release = resolve))
      if (writes.length === 2) throw new Error('cache is down')
    })
    writer.offer(tick('A', 1))
    await Promise.resolve()
    for (let price = 2; price <= 100; price++) writer.offer(tick('A', price))
    writer.offer(tick('B', 7))
    await Promise.resolve()
    release()
    await writer.idle()
    expect(writes).toEqual([[1], [100, 7]])
    expect(writer.errors()).toBe(1)
    writer.offer(tick('A', 101))
    await writer.idle()
    expect(writes.at(-1)).toEqual([101])
  })
})

describe('the rows', () => {
  function writer(capacity: number) {
    const stored: number[] = []
    const reports: string[] = []
    const store: { failure?: Error } = {}
    const rows = createRowWriter({
      capacity,
      onFailure: (error) => reports.push((error as Error).message),
      append: async (batch) => {
        if (store.failure) throw store.failure
        stored.push(...batch.map(({ timestamp }) => Number(timestamp)))
      },
    })
    return { stored, reports, store, rows }
  }

  test('a store that is away loses nothing that fits, and the oldest beyond that', async () => {
    const { stored, reports, store, rows } = writer(3)
    store.failure = new Error('away')
    rows.offer(row(1))
    await rows.flush()
    rows.offer(row(2))
    await rows.flush()
    for (let n = 3; n <= 5; n++) rows.offer(row(n))
    expect(rows.counts()).toEqual({ written: 0, dropped: 2, errors: 2, waiting: 3 })
    expect(reports).toEqual(['away'])
    delete store.failure
    await rows.flush()
    expect(stored).toEqual([3, 4, 5])
    expect(rows.counts()).toEqual({ written: 3, dropped: 2, errors: 2, waiting: 0 })
  })

  test('a refused batch is dropped, counted, and does not block the next', async () => {
    const { stored, store, rows } = writer(10)
    store.failure = new RowRefused('ticks.price: no such column')
    rows.offer(row(1))
    await rows.flush()
    delete store.failure
    rows.offer(row(2))
    await rows.flush()
    expect(stored).toEqual([2])
    expect(rows.counts()).toMatchObject({ dropped: 1, errors: 1, waiting: 0 })
  })

  test('a burst does not wait for the timer: half the room taken is a batch', async () => {
    const { stored, rows } = writer(10)
    for (let n = 1; n <= 40; n++) {
      rows.offer(row(n))
      await Promise.resolve()
    }
    await rows.flush()
    await rows.flush()
    expect(stored).toHaveLength(40)
    expect(rows.counts().dropped).toBe(0)
  })
})
