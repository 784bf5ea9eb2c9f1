import { describe, expect, test } from 'vitest'
import { localDisk } from '../../../services/kit/lake/disk.ts'
import { readDelta } from '../../../services/kit/lake/read.ts'
import { dedupOver, fakeCache, message, messages, sinkOver, temporaryDir, tick } from './support.ts'

const ids = async (dir: string) =>
  (await readDelta(dir)).rows.map(({ trade_id }) => Number(trade_id)).sort((a, b) => a - b)

test('acknowledges the last message, and only after the commit', async () => {
  const dir = temporaryDir()
  const batch = messages(1, 5)
  const seenByCommit: boolean[] = []
  const disk = {
    ...localDisk,
    link(from: string, to: string) {
      seenByCommit.push(batch.some(({ acked }) => acked))
      return localDisk.link(from, to)
    },
  }
  const { sink } = await sinkOver(dir, { disk })
  await sink.take(batch)
  await sink.flush()
  expect(seenByCommit).toEqual([false])
  expect(batch.map(({ acked }) => acked)).toEqual([false, false, false, false, true])
  expect(await ids(dir)).toEqual([1, 2, 3, 4, 5])
})

test('commits when the batch is full', async () => {
  const dir = temporaryDir()
  const { sink, table } = await sinkOver(dir, { maxBatch: 3 })
  await sink.take(messages(1, 2))
  expect(table.snapshot().version).toBe(-1)
  await sink.take(messages(3, 3))
  expect(sink.buffered()).toBe(0)
  await sink.flush()
  expect(table.snapshot().version).toBe(0)
})

test('commits when the batch is old, not before', async () => {
  const { sink, table, clock } = await sinkOver(temporaryDir())
  await sink.take(messages(1, 2))
  await clock.advance(1999)
  await sink.flushIfDue()
  expect(table.snapshot().version).toBe(-1)
  await clock.advance(1)
  await sink.flushIfDue()
  expect(table.snapshot().version).toBe(0)
})

test('what is no tick is dropped and counted, and does not come again', async () => {
  const dir = temporaryDir()
  const { sink, table, counts } = await sinkOver(dir)
  const bad = message(3, 'not json')
  await sink.take([...messages(1, 2), bad])
  await sink.flush()
  expect(await ids(dir)).toEqual([1, 2])
  expect([counts.messages_dropped, counts.messages_processed, bad.acked]).toEqual([1, 3, true])
  expect(table.txn('app')?.version).toBe(3)
})

test('F04: a batch with every optional field missing is written', async () => {
  const dir = temporaryDir()
  const { sink } = await sinkOver(dir)
  await sink.take([1, 2, 3].map((seq) => message(seq, tick(seq, { trade_id: undefined, side: null }))))
  await sink.flush()
  expect((await readDelta(dir)).rows.map(({ side, trade_id, source_seq }) => [side, trade_id, source_seq])).toEqual(
    Array(3).fill(['', '', '']),
  )
})

test('the same print under two sequences is one row; a new trade id makes it two', async () => {
  const dir = temporaryDir()
  const { sink } = await sinkOver(dir)
  await sink.take([message(1, tick(1)), message(2, tick(1)), message(3, tick(1, { trade_id: '9' }))])
  await sink.flush()
  await sink.take([message(4, tick(1))])
  await sink.flush()
  expect(await ids(dir)).toEqual([1, 9])
})

test('after a crash before the acknowledgement the messages are recognised and acknowledged, not written', async () => {
  const dir = temporaryDir()
  const first = await sinkOver(dir)
  await first.sink.take(messages(1, 5))
  await first.sink.flush()
  const second = await sinkOver(dir)
  const again = [...Array(5).keys()].map((index) => message(index + 1, tick(index + 1), true))
  await second.sink.take([...again, message(6)])
  await second.sink.flush()
  expect(again.every(({ acked }) => acked)).toBe(true)
  expect(await ids(dir)).toEqual([1, 2, 3, 4, 5, 6])
})

test('low numbers that were never delivered before stay unacknowledged: the stream may be another one', async () => {
  const dir = temporaryDir()
  const { sink } = await sinkOver(dir)
  await sink.take(messages(1, 5))
  await sink.flush()
  const strange = message(2)
  await sink.take([strange])
  expect(strange.acked).toBe(false)
})

describe('F25: a batch that cannot be written', () => {
  const failing = (state: { broken: boolean }) => ({
    ...localDisk,
    link: (from: string, to: string) => (state.broken ? Promise.reject(new Error('EIO')) : localDisk.link(from, to)),
  })

  test('leaves no mark, no acknowledgement and no loss', async () => {
    const dir = temporaryDir()
    const cache = fakeCache()
    const state = { broken: true }
    const dedup = dedupOver(cache)
    const { sink, counts } = await sinkOver(dir, { disk: failing(state), dedup })
    const batch = messages(1, 3)
    await sink.take(batch)
    await expect(sink.flush()).rejects.toThrow('EIO')
    expect([cache.marks.size, batch.some(({ acked }) => acked), sink.buffered()]).toEqual([0, false, 3])
    expect(counts).toMatchObject({ errors: 1, write_errors: 1, lakeFailed: true })
    state.broken = false
    await sink.take(messages(4, 4))
    await sink.flush()
    expect(await ids(dir)).toEqual([1, 2, 3, 4])
    await dedup.settled()
    expect([cache.marks.size, counts.lakeFailed, counts.messages_processed]).toEqual([4, false, 4])
  })

  test('makes the bus wait: never more than two batches are held', async () => {
    const dir = temporaryDir()
    const state = { broken: true }
    const { sink } = await sinkOver(dir, { disk: failing(state), maxBatch: 3 })
    await sink.take(messages(1, 3))
    await expect(sink.take(messages(4, 6))).rejects.toThrow('EIO')
    await expect(sink.take(messages(4, 6))).rejects.toThrow('EIO')
    expect(sink.buffered()).toBe(6)
    state.broken = false
    await sink.take(messages(4, 6))
    expect([sink.buffered(), await ids(dir)]).toEqual([0, [1, 2, 3, 4, 5, 6]])
  })

  test('a commit that landed although its answer was lost is not written twice', async () => {
    const dir = temporaryDir()
    const state = { broken: true }
    const disk = {
      ...localDisk,
      async link(from: string, to: string) {
        const won = await localDisk.link(from, to)
        if (state.broken) throw new Error('answer lost')
        return won
      },
    }
    const { sink } = await sinkOver(dir, { disk })
    await sink.take(messages(1, 3))
    await expect(sink.flush()).rejects.toThrow('answer lost')
    state.broken = false
    await expect(sink.flush()).rejects.toMatchObject({ name: 'CommitConflict' })
    expect(sink.isBroken()).toBe(true)
    const next = await sinkOver(dir)
    await next.sink.take(messages(1, 4))
    await next.sink.flush()
    expect(await ids(dir)).toEqual([1, 2, 3, 4])
  })
})
