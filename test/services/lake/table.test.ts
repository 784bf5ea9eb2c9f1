import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localDisk } from '../../../services/kit/lake/disk.ts'
import { readDelta } from '../../../services/kit/lake/read.ts'
import { dyingDisk, open, PowerCut, row, temporaryDir } from './fixtures.ts'

const txn = (version: number, appId = 'sink/S@now/0') => ({ appId, version })

test('a table appears with its first rows, partitioned, with counts', async () => {
  const dir = temporaryDir()
  const table = await open(dir)
  expect(await readDelta(dir)).toEqual({ version: -1, files: 0, numRecords: 0, rows: [] })
  const rows = [row(1), row(2, 'ETHUSDT'), row(3), row(4, 'BTCUSDT', '2026-02-01')]
  const done = await table.append({ rows, txn: txn(4), mark: { seq: 4, timeMs: 9, hash: 'x' } })
  expect(done).toMatchObject({ version: 0, files: 3, rows: 4 })
  const contents = await readDelta(dir)
  expect(contents).toMatchObject({ version: 0, files: 3, numRecords: 4 })
  expect(contents.rows.sort((a, b) => Number(a.seq) - Number(b.seq))).toEqual(rows)
  expect((await open(dir)).txn('sink/S@now/0')).toEqual({ version: 4, mark: { seq: 4, timeMs: 9, hash: 'x' } })
})

test('commit files are numbered with 20 digits and nothing else stays in the log folder', async () => {
  const dir = temporaryDir()
  const table = await open(dir)
  await table.append({ rows: [row(1)], txn: txn(1) })
  await table.append({ rows: [row(2)], txn: txn(2) })
  expect((await readdir(join(dir, '_delta_log'))).sort()).toEqual([
    '00000000000000000000.json',
    '00000000000000000001.json',
  ])
})

test.each([
  ['slash', 'BTC/USDT'],
  ['dots', '..'],
  ['space and percent', 'A 100%'],
  ['unicode', 'Ωμέγα'],
])('a symbol with %s stays inside the table folder and is read back', async (_what, symbol) => {
  const dir = temporaryDir()
  await (await open(dir)).append({ rows: [row(1, symbol)], txn: txn(1) })
  expect((await readDelta(dir)).rows).toEqual([row(1, symbol)])
  expect((await readdir(dir)).filter((name) => !name.startsWith('symbol=') && name !== '_delta_log')).toEqual([])
})

test.each([
  ['NaN', { price: Number.NaN }],
  ['infinity', { price: Number.POSITIVE_INFINITY }],
  ['half a microsecond', { event_ts: 1.5 }],
  ['an empty partition value', { symbol: '' }],
  ['a null partition value', { dt: null }],
  ['a number for text', { side: 5 }],
])('refuses %s and commits nothing', async (_what, change) => {
  const dir = temporaryDir()
  const table = await open(dir)
  await expect(table.append({ rows: [row(1), { ...row(2), ...change }], txn: txn(2) })).rejects.toThrow()
  expect((await readDelta(dir)).version).toBe(-1)
})

describe('rivals', () => {
  test('an append that lost to another append moves on by one', async () => {
    const dir = temporaryDir()
    const ours = await open(dir)
    await ours.append({ rows: [row(1)], txn: txn(1) })
    const theirs = await open(dir)
    await theirs.append({ rows: [row(2)], txn: txn(2, 'other') })
    expect(await ours.append({ rows: [row(3)], txn: txn(3) })).toMatchObject({ version: 2 })
    expect((await readDelta(dir)).rows.map(({ seq }) => seq).sort()).toEqual([1, 2, 3])
    expect(ours.txn('other')).toEqual({ version: 2, mark: undefined })
  })

  test('a rival under our own name stops us', async () => {
    const dir = temporaryDir()
    await (await open(dir)).append({ rows: [row(1)], txn: txn(1) })
    const ours = await open(dir)
    await (await open(dir)).append({ rows: [row(2)], txn: txn(2) })
    await expect(ours.append({ rows: [row(2)], txn: txn(2) })).rejects.toMatchObject({ name: 'CommitConflict' })
    await ours.refresh()
    expect(ours.txn('sink/S@now/0')?.version).toBe(2)
    await expect(ours.append({ rows: [row(2)], txn: txn(2) })).rejects.toThrow(/is at 2/)
  })

  test('two that make the table at once: one wins, the other reads again', async () => {
    const dir = temporaryDir()
    const [ours, theirs] = [await open(dir), await open(dir)]
    await theirs.append({ rows: [row(1)], txn: txn(1, 'other') })
    await expect(ours.append({ rows: [row(2)], txn: txn(2) })).rejects.toMatchObject({ name: 'CommitConflict' })
    await ours.refresh()
    await ours.append({ rows: [row(2)], txn: txn(2) })
    expect((await readDelta(dir)).numRecords).toBe(2)
  })

  test('eight writers at once lose nothing', async () => {
    const dir = temporaryDir()
    await (await open(dir)).append({ rows: [row(0)], txn: txn(1, 'first') })
    const writers = Array.from({ length: 8 }, async (_, id) => {
      const table = await open(dir)
      for (let n = 1; n <= 5; n++) await table.append({ rows: [row(id * 10 + n)], txn: txn(n, `writer-${id}`) })
    })
    await Promise.all(writers)
    const { version, rows } = await readDelta(dir)
    expect([version, rows.length, new Set(rows.map(({ seq }) => seq)).size]).toEqual([40, 41, 41])
  })
})

test('a hole in the log is reported, not read over', async () => {
  const dir = temporaryDir()
  const table = await open(dir)
  for (const seq of [1, 2, 3]) await table.append({ rows: [row(seq)], txn: txn(seq) })
  await localDisk.remove(join(dir, '_delta_log', '00000000000000000001.json'))
  await expect(open(dir)).rejects.toThrow(/found commit 2 after 0/)
})

describe('a writer killed between any two disk operations, then resumed', () => {
  /** Writes messages 1…last in batches from where the table says, until done or dead. */
  async function write(dir: string, disk = localDisk, batches = [3, 2, 4]): Promise<void> {
    const table = await open(dir, disk)
    let seq = 0
    for (const size of batches) {
      const rows = Array.from({ length: size }, () => row(++seq, seq % 2 ? 'BTCUSDT' : 'ETHUSDT'))
      const done = table.txn('sink/S@now/0')?.version ?? 0
      const fresh = rows.filter((candidate) => Number(candidate.seq) > done)
      if (fresh.length > 0) await table.append({ rows: fresh, txn: txn(seq) })
    }
  }
  const sequences = async (dir: string) => (await readDelta(dir)).rows.map(({ seq }) => seq).sort()

  test('each message is there exactly once, whatever the moment', async () => {
    const whole = dyingDisk(Number.POSITIVE_INFINITY)
    await write(temporaryDir(), whole)
    expect(whole.used()).toBeGreaterThan(30)
    for (let cut = 0; cut < whole.used(); cut++) {
      const dir = temporaryDir()
      await expect(write(dir, dyingDisk(cut))).rejects.toBeInstanceOf(PowerCut)
      await write(dir)
      expect(await sequences(dir), `cut before operation ${cut + 1}`).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })

  test('also after several kills and other batch sizes', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.nat(40), { maxLength: 4 }), async (batches, cuts) => {
        const dir = temporaryDir()
        for (const cut of cuts) await write(dir, dyingDisk(cut), batches).catch(ignorePowerCut)
        await write(dir, localDisk, batches)
        const total = batches.reduce((sum, size) => sum + size, 0)
        const found = (await readDelta(dir)).rows.map(({ seq }) => Number(seq)).sort((a, b) => a - b)
        expect(found).toEqual(Array.from({ length: total }, (_, index) => index + 1))
      }),
      { numRuns: 40 },
    )
  })
})

function ignorePowerCut(error: unknown): void {
  if (!(error instanceof PowerCut)) throw error
}
