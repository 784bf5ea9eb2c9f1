import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../services/kit/clock.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { ohlcv } from '../../../services/kit/timeseries/tables.ts'
import { openTimeSeries } from '../../../services/kit/timeseries.ts'
import { timeSeriesContract } from './contract.ts'

const root = mkdtempSync(join(tmpdir(), 'timeseries-'))
let files = 0
const deps = { log: silentLog, clock: systemClock }
const open = (name = `${files++}.sqlite`) => openTimeSeries(`sqlite:${join(root, 'made', name)}`, deps)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('embedded SQLite store', () => timeSeriesContract(() => open()))

test('a second process reads a table it did not make', async () => {
  const writer = await open('shared.sqlite')
  await writer.ensureTable(ohlcv('1m'))
  await writer.append('ohlcv_1m', [{ timestamp: 60_000, exchange: 'mock', symbol: 'BTCUSDT', close: 45_000 }])
  const reader = await open('shared.sqlite')
  expect(await reader.query('ohlcv_1m', { where: { symbol: 'BTCUSDT' } })).toMatchObject([{ close: 45_000 }])
  await Promise.all([writer.close(), reader.close()])
})

test('another key for an existing table is refused, since rows would change identity', async () => {
  const store = await open()
  await store.ensureTable(ohlcv('1m'))
  await expect(store.ensureTable({ ...ohlcv('1m'), key: ['symbol'] })).rejects.toThrow(/timestamp and key/)
  await store.close()
})

test('goes down when the database closes under it', async () => {
  const store = await open()
  await store.close()
  expect(await store.ping()).toBe(false)
  expect(store.state()).toBe('down')
})

test('four processes write one file at once and no row is lost', async () => {
  const path = join(root, 'busy.sqlite')
  const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))
  const exits = [1, 2, 3, 4].map(
    (id) =>
      new Promise<number | null>((resolve) => {
        const child = spawn(process.execPath, [writer, path, String(id), '100'], { stdio: 'inherit' })
        child.on('exit', resolve)
      }),
  )
  expect(await Promise.all(exits)).toEqual([0, 0, 0, 0])
  const store = await openTimeSeries(`sqlite:${path}`, deps)
  expect(await store.query('ohlcv_1m')).toHaveLength(400)
  await store.close()
})
