// What every time-series store must do, run against each implementation with a fresh, empty store.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TableSpec, TimeSeriesStore } from '../../../services/kit/timeseries.ts'

const BARS: TableSpec = {
  name: 'bars',
  timestamp: 'timestamp',
  key: ['exchange', 'symbol'],
  columns: { exchange: 'symbol', symbol: 'symbol', close: 'double', trades: 'int', note: 'text' },
  partition: 'day',
}
const row = (timestamp: number, symbol: string, close: number) => ({
  timestamp,
  exchange: 'mock',
  symbol,
  close,
  trades: 1,
  note: null,
})

export function timeSeriesContract(open: () => Promise<TimeSeriesStore>): void {
  let store: TimeSeriesStore
  beforeEach(async () => {
    store = await open()
    await store.ensureTable(BARS)
  })
  afterEach(() => store.close())

  test('returns rows as written, oldest first', async () => {
    const rows = [row(2000, 'B', 2.25), { ...row(1000, 'A', 0.1), note: 'it\'s "quoted", \\ and é' }]
    await store.append('bars', rows)
    expect(await store.query('bars')).toEqual([rows[1], rows[0]])
  })

  test('keeps milliseconds of far times exactly', async () => {
    await store.append('bars', [row(4_102_444_799_999, 'A', 1)])
    expect((await store.query('bars'))[0]?.timestamp).toBe(4_102_444_799_999)
  })

  test('replaces a row written again under the same timestamp and key', async () => {
    await store.append('bars', [row(1000, 'A', 1), row(1000, 'B', 1)])
    await store.append('bars', [row(1000, 'A', 2)])
    expect((await store.query('bars')).map((found) => [found.symbol, found.close])).toEqual([
      ['A', 2],
      ['B', 1],
    ])
  })

  test('filters by equality and by [from, to), orders and limits', async () => {
    await store.append('bars', [row(1000, 'A', 1), row(2000, 'A', 2), row(3000, 'A', 3), row(2000, 'B', 9)])
    const closes = async (query: object) => (await store.query('bars', query)).map((found) => found.close)
    expect(await closes({ where: { symbol: 'A' }, from: 1000, to: 3000 })).toEqual([1, 2])
    expect(await closes({ where: { symbol: 'A' }, order: 'desc', limit: 2 })).toEqual([3, 2])
    expect(await closes({ limit: 0 })).toEqual([])
  })

  test('making a table again changes nothing and adds a new column', async () => {
    await store.append('bars', [row(1000, 'A', 1)])
    await store.ensureTable(BARS)
    await store.ensureTable({ ...BARS, columns: { ...BARS.columns, revision: 'int' } })
    await store.append('bars', [{ ...row(2000, 'A', 2), revision: 3 }])
    expect((await store.query('bars')).map((found) => found.revision)).toEqual([null, 3])
  })

  const good = row(1000, 'A', 1)
  test.each([
    ['an unknown column', { ...good, colour: 'red' }],
    ['NaN', { ...good, close: Number.NaN }],
    ['infinity', { ...good, close: Number.POSITIVE_INFINITY }],
    ['a null key', { ...good, symbol: null }],
    ['a missing timestamp', { exchange: 'mock', symbol: 'A', close: 1 }],
    ['text in a number column', { ...good, close: '1' }],
    ['a fraction in an int column', { ...good, trades: 1.5 }],
  ])('refuses %s and writes nothing of the batch', async (_what, bad) => {
    await expect(store.append('bars', [row(500, 'A', 5), bad])).rejects.toMatchObject({ name: 'RowRefused' })
    expect(await store.query('bars')).toEqual([])
  })

  test('refuses a table or column that does not exist', async () => {
    await expect(store.append('nothing', [good])).rejects.toThrow(/nothing/)
    await expect(store.query('bars', { where: { colour: 'red' } })).rejects.toThrow(/bars.colour/)
  })

  test('says up while it answers', async () => {
    expect(await store.ping()).toBe(true)
    expect(store.state()).toBe('up')
  })
}
