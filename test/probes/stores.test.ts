// Store and lake readers against what the services' own writers leave on disk.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../services/kit/clock.ts'
import { localDisk } from '../../services/kit/lake/disk.ts'
import type { LakeTable } from '../../services/kit/lake/schema.ts'
import { openDelta } from '../../services/kit/lake/table.ts'
import { silentLog } from '../../services/kit/log.ts'
import { seededRng } from '../../services/kit/rng.ts'
import { openTimeSeries } from '../../services/kit/timeseries.ts'
import { openLakeReader } from '../../src/probes/lake.ts'
import { createProbes } from '../../src/probes/probes.ts'
import { openStoreReader } from '../../src/probes/store.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trade2026-stores-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('store', () => {
  test('no file, no table, rows, filters', async () => {
    const url = `sqlite:${folder}/ts.sqlite`
    const reader = openStoreReader(url)!
    expect(await reader.query('fills', { where: {}, limit: 10 })).toBeUndefined()
    const store = await openTimeSeries(url, { log: silentLog, clock: systemClock })
    expect(await reader.query('fills', { where: {}, limit: 10 })).toBeUndefined()
    await store.ensureTable({
      name: 'fills',
      timestamp: 'timestamp',
      key: ['fill_id'],
      partition: 'day',
      columns: { fill_id: 'symbol', order_id: 'symbol', price: 'double' },
    })
    expect(await reader.query('fills', { where: {}, limit: 10 })).toEqual([])
    await store.append('fills', [
      { timestamp: 1000, fill_id: 'a', order_id: 'o1', price: 1 },
      { timestamp: 3000, fill_id: 'c', order_id: 'o1', price: 3 },
      { timestamp: 2000, fill_id: 'b', order_id: 'o2', price: 2 },
    ])
    const ids = async (options: object) =>
      (await reader.query('fills', { where: {}, limit: 10, ...options }))!.map(
        (row) => (row as { fill_id: string }).fill_id,
      )
    expect(await ids({})).toEqual(['c', 'b', 'a'])
    expect(await ids({ fromMs: 2000 })).toEqual(['c', 'b'])
    expect(await ids({ where: { order_id: 'o1' } })).toEqual(['c', 'a'])
    expect(await ids({ where: { order_id: 'o1' }, fromMs: 1001 })).toEqual(['c'])
    expect(await ids({ limit: 1 })).toEqual(['c'])
    await expect(ids({ where: { 'x" OR 1=1': 'y' } })).rejects.toThrow('no column')
    await store.close()
  })
  test('other stores cannot be read from here', () => {
    expect(openStoreReader('http://questdb:9000')).toBeUndefined()
    expect(openLakeReader('s3://trader2026/lake')).toBeUndefined()
  })
})

describe('lake', () => {
  test('no table; rows counted in the files; a lost file is found out', async () => {
    const reader = openLakeReader(`file:${folder}/lake`)!
    expect(await reader.table('market_ticks')).toBeUndefined()
    const spec: LakeTable = { columns: { symbol: 'string', price: 'double' }, partitionBy: ['symbol'] }
    const deps = { disk: localDisk, clock: systemClock, rng: seededRng(1) }
    const table = await openDelta(`${folder}/lake/market_ticks`, spec, deps)
    const rows = ['BTCUSDT', 'BTCUSDT', 'ETHUSDT'].map((symbol, i) => ({ symbol, price: i + 1 }))
    await table.append({ rows, txn: { appId: 'test', version: 3 } })
    expect(await reader.table('market_ticks')).toEqual({ version: 0, files: 2, rows: 3, numRecords: 3 })

    const parquet = (await readdir(`${folder}/lake/market_ticks`, { recursive: true })).filter((name) =>
      name.endsWith('.parquet'),
    )
    const log = `${folder}/lake/market_ticks/_delta_log/${'1'.padStart(20, '0')}.json`
    await writeFile(log, `{"remove":{"path":${JSON.stringify(parquet[0])}}}\n`)
    expect(await reader.table('market_ticks')).toMatchObject({ version: 1, files: 1 })

    await Promise.all(parquet.map((name) => rm(join(folder, 'lake/market_ticks', name))))
    await expect(reader.table('market_ticks')).rejects.toThrow('ENOENT')
    const probes = createProbes({
      endpoints: new Map(),
      observe: async () => undefined,
      logs: async function* () {},
      lake: reader,
      readFile: async () => undefined,
      clock: { nowMs: () => 0, monotonicMs: () => 0, sleep: async () => {} },
    })
    expect(await probes.lake({ table: 'market_ticks' })).toMatchObject({ kind: 'refused' })
    expect(await probes.lake({ table: 'alt_docs' })).toMatchObject({ kind: 'unavailable' })
    expect(await probes.store({ table: 'fills', where: {} })).toMatchObject({ kind: 'unavailable' })
    expect(await probes.file({ path: 'x' })).toMatchObject({ value: { exists: false } })
    await probes.close()
  })
})
