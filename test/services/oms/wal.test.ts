// The log against every cut: what was answered for is there afterwards, what was torn is gone, damage is refused.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLog, type WriteAheadLog } from '../../../services/oms/src/wal/log.ts'
import { LogCorrupt } from '../../../services/oms/src/wal/recover.ts'
import { segmentName } from '../../../services/oms/src/wal/segment.ts'
import { type MemoryDisk, memoryDisk } from './memory-disk.ts'

interface Opened {
  log: WriteAheadLog
  records: [number, string][]
  fatal: Error[]
  spareFailures: Error[]
  /** Runs what waits for the end of the turn; returns how many flushes that were. */
  turn: () => number
}

async function open(disk: MemoryDisk, options: { segmentBytes?: number; afterLsn?: number } = {}): Promise<Opened> {
  const waiting: (() => void)[] = []
  const opened = { records: [] as [number, string][], fatal: [] as Error[], spareFailures: [] as Error[] }
  const log = await openLog({
    disk,
    segmentBytes: options.segmentBytes ?? 4096,
    afterLsn: options.afterLsn ?? 0,
    onRecord: (lsn, payload) => opened.records.push([lsn, payload.toString()]),
    atTurnEnd: (fn) => waiting.push(fn),
    onFatal: (error) => opened.fatal.push(error),
    onSpareFailed: (error) => opened.spareFailures.push(error),
  })
  const turn = () => {
    const due = waiting.splice(0)
    for (const fn of due) fn()
    return due.length
  }
  return { ...opened, log, turn }
}

/** Appends batches of payloads, each batch with one sync; returns what was acknowledged. */
async function write(opened: Opened, batches: string[][], fromLsn = 1): Promise<[number, string][]> {
  const acked: [number, string][] = []
  let lsn = fromLsn
  for (const batch of batches) {
    const pending = batch.map((payload) => {
      const own = lsn++
      return opened.log.append(own, Buffer.from(payload)).then(() => acked.push([own, payload]))
    })
    // A group that does not fit one segment takes several turns, and the next spare is made between them.
    while (opened.turn() > 0) await new Promise((resolve) => setImmediate(resolve))
    await Promise.all(pending)
  }
  return acked
}

describe('group commit', () => {
  test('one write and one sync for all records of a turn; nobody is answered before it', async () => {
    const disk = memoryDisk()
    const opened = await open(disk)
    const before = disk.syncs
    let answered = 0
    const pending = ['a', 'b', 'c'].map((text, i) =>
      opened.log.append(i + 1, Buffer.from(text)).then(() => {
        answered += 1
      }),
    )
    await Promise.resolve()
    expect([answered, disk.syncs - before]).toEqual([0, 0])
    opened.turn()
    await Promise.all(pending)
    expect([answered, disk.syncs - before, opened.log.syncedLsn]).toEqual([3, 1, 3])
  })

  test('a barrier waits for what was appended before it', async () => {
    const opened = await open(memoryDisk())
    await opened.log.barrier()
    let passed = false
    const appended = opened.log.append(1, Buffer.from('a'))
    const barrier = opened.log.barrier().then(() => {
      passed = true
    })
    await Promise.resolve()
    expect(passed).toBe(false)
    opened.turn()
    await Promise.all([appended, barrier])
    expect(passed).toBe(true)
  })

  test('a failed sync is fatal and is not tried again', async () => {
    const disk = memoryDisk()
    const opened = await open(disk)
    disk.failSync = new Error('EIO')
    const lost = opened.log.append(1, Buffer.from('a'))
    const syncs = disk.syncs
    opened.turn()
    await expect(lost).rejects.toThrow('EIO')
    expect(opened.fatal).toHaveLength(1)
    disk.failSync = undefined
    await expect(opened.log.append(2, Buffer.from('b'))).rejects.toThrow('EIO')
    opened.turn()
    expect(disk.syncs).toBe(syncs + 1)
  })
})

describe('recovery', () => {
  test('records come back in order over several segments, and only those behind the snapshot', async () => {
    const disk = memoryDisk()
    const opened = await open(disk, { segmentBytes: 256 })
    const payloads = Array.from({ length: 30 }, (_, i) => [`payload-${i}`])
    const acked = await write(opened, payloads)
    expect(disk.list().length).toBeGreaterThan(4)
    expect((await open(disk.cut(0), { segmentBytes: 256 })).records).toEqual(acked)
    const behind = await open(disk.cut(0), { segmentBytes: 256, afterLsn: 20 })
    expect(behind.records).toEqual(acked.slice(20))
    expect(behind.log.recovered.lastLsn).toBe(30)
  })

  test('cut at every byte of the unsynced batch: acked records survive, the tail is whole or gone, writing goes on', async () => {
    const disk = memoryDisk()
    const opened = await open(disk, { segmentBytes: 512 })
    const acked = await write(opened, [['one', 'two'], ['three'], ['x'.repeat(150)], ['y'.repeat(100)]])
    // The write reaches the disk, its sync does not.
    disk.failSync = new Error('power')
    const torn = ['p', 'q', 'r'].map((text, i) => opened.log.append(acked.length + 1 + i, Buffer.from(text.repeat(20))))
    opened.turn()
    await Promise.allSettled(torn)
    const unsynced = disk.unsynced.reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect(unsynced).toBeGreaterThan(100)
    for (let bytes = 0; bytes <= unsynced; bytes++) {
      const after = disk.cut(bytes)
      const again = await open(after, { segmentBytes: 512 })
      expect(again.records.slice(0, acked.length)).toEqual(acked)
      const extra = again.records.slice(acked.length).map(([, text]) => text.charAt(0))
      expect(['', 'p', 'pq', 'pqr']).toContain(extra.join(''))
      const more = await write(again, [['later']], again.log.recovered.lastLsn + 1)
      const third = await open(after.cut(0), { segmentBytes: 512 })
      expect(third.records).toEqual([...again.records, ...more])
    }
  })

  test('any mix of batches, segment sizes and cuts', async () => {
    const batches = fc.array(fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.integer({ min: 400, max: 1500 }),
        fc.nat(400),
        async (written, segmentBytes, cut) => {
          const disk = memoryDisk()
          const opened = await open(disk, { segmentBytes })
          const acked = await write(opened, written)
          disk.failSync = new Error('power')
          const last = opened.log.append(acked.length + 1, Buffer.from('unanswered'))
          opened.turn()
          await last.catch(() => {})
          const again = await open(disk.cut(cut), { segmentBytes })
          expect(again.records.slice(0, acked.length)).toEqual(acked)
          expect(again.records.length - acked.length).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('what was read back is synced before anything else happens', async () => {
    const disk = memoryDisk()
    await write(await open(disk), [['a']])
    const after = disk.cut(0)
    await open(after)
    expect(after.syncs).toBe(1)
  })
})

describe('damage to what was durable', () => {
  const damaged = async (change: (bytes: Buffer) => void): Promise<MemoryDisk> => {
    const disk = memoryDisk()
    const opened = await open(disk)
    await write(opened, [['first'], ['second'], ['third']])
    const copy = disk.cut(0)
    change(copy.files.get(segmentName(1)) as Buffer)
    return copy
  }

  test('any flipped byte of a record that a later batch covers is refused', async () => {
    const clean = await damaged(() => {})
    const bytes = clean.files.get(segmentName(1)) as Buffer
    const from = bytes.indexOf('first') - 17
    const to = bytes.indexOf('second') + 'second'.length
    for (let at = from; at < to; at++) {
      const disk = await damaged((file) => {
        file[at] = (file[at] as number) ^ 0xff
      })
      await expect(open(disk), `byte ${at}`).rejects.toThrow(LogCorrupt)
    }
  })

  test('a lost batch in the middle is refused, though zeros look like an end', async () => {
    const disk = await damaged((bytes) => {
      const second = bytes.indexOf('second')
      bytes.fill(0, second - 17 - 29, second + 'second'.length)
    })
    await expect(open(disk)).rejects.toThrow(/lsn 2 is damaged or missing/)
  })

  test('a missing first segment is refused', async () => {
    const disk = memoryDisk()
    await write(
      await open(disk, { segmentBytes: 256 }),
      Array.from({ length: 20 }, (_, i) => [`payload-${i}`]),
    )
    disk.remove(segmentName(1))
    await expect(open(disk, { segmentBytes: 256 })).rejects.toThrow(LogCorrupt)
  })

  test('a log shorter than its snapshot is refused', async () => {
    const disk = await damaged(() => {})
    await expect(open(disk, { afterLsn: 9 })).rejects.toThrow(LogCorrupt)
  })

  test('frames of another segment do not pass: the checksum is salted', async () => {
    const disk = await damaged(() => {})
    const first = disk.files.get(segmentName(1)) as Buffer
    const second = disk.files.get(segmentName(2)) as Buffer
    first.copy(second, 16, 16)
    const again = await open(disk)
    expect(again.records.map(([, text]) => text)).toEqual(['first', 'second', 'third'])
  })
})

describe('a full disk', () => {
  test('no spare → full at once, one segment is left for cancels and fills, and it recovers', async () => {
    const disk = memoryDisk()
    const opened = await open(disk, { segmentBytes: 256 })
    expect(opened.log.full).toBe(false)
    disk.failCreate = new Error('ENOSPC')
    let lsn = 1
    while (!opened.log.full) {
      await write(opened, [[`order-${lsn}`]], lsn++)
      await Promise.resolve()
    }
    expect(opened.spareFailures[0]?.message).toBe('ENOSPC')
    expect(opened.log.exhausted).toBe(false)
    await write(opened, [['cancel']], lsn++)
    disk.failCreate = undefined
    opened.log.retrySpare()
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened.log.full).toBe(false)
    for (let i = 0; i < 10; i++) {
      await write(opened, [['more']], lsn++)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(opened.fatal).toEqual([])
  })

  test('a record too large for a segment is refused without harm', async () => {
    const opened = await open(memoryDisk(), { segmentBytes: 256 })
    await expect(opened.log.append(1, Buffer.alloc(300))).rejects.toThrow(/does not fit/)
    expect(opened.fatal).toEqual([])
  })
})
