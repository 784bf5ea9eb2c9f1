// F28: QuestDB answers a good write with 204, so any 2xx is success. A small HTTP server stands in for it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { encodeLine } from '../../../services/kit/timeseries/ilp.ts'
import { createSql, openQuestdb, selectSql } from '../../../services/kit/timeseries/questdb.ts'
import { FILLS, ohlcv } from '../../../services/kit/timeseries/tables.ts'

let server: Server
afterEach(() => new Promise((resolve) => server?.close(resolve) ?? resolve(undefined)))

/** Answers /exec with an empty result and /write with `status`; keeps what was written. */
async function questdb(status: number): Promise<{ url: string; written: string[] }> {
  const written: string[] = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      if (request.url?.startsWith('/write')) written.push(`${request.url} ${body}`)
      response.writeHead(request.url?.startsWith('/write') ? status : 200)
      response.end(request.url?.startsWith('/write') ? undefined : '{"dataset":[]}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, written }
}

const fill = { timestamp: 1_700_000_000_123, fill_id: 'f1', symbol: 'BTCUSDT', price: 45000.5, quantity: 0.1 }

test.each([200, 201, 204])('F28: a write answered %i is a success', async (status) => {
  const { url, written } = await questdb(status)
  const store = openQuestdb(url)
  await store.ensureTable(FILLS)
  await store.append('fills', [fill])
  expect(written).toEqual([
    '/write?precision=n fills,fill_id=f1,symbol=BTCUSDT price=45000.5,quantity=0.1 1700000000123000000\n',
  ])
  expect(store.state()).toBe('up')
})

test.each([
  [500, 'StoreUnavailable', 'down'],
  [503, 'StoreUnavailable', 'down'],
  [400, 'RowRefused', 'up'],
])('F28: a write answered %i is a %s', async (status, name, state) => {
  const { url } = await questdb(status)
  const store = openQuestdb(url)
  await store.ensureTable(FILLS)
  await expect(store.append('fills', [fill])).rejects.toMatchObject({ name })
  expect(store.state()).toBe(state)
})

test('nobody listening is unavailable, not a crash', async () => {
  const { url } = await questdb(204)
  const store = openQuestdb(url)
  await store.ensureTable(FILLS)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await expect(store.append('fills', [fill])).rejects.toMatchObject({ name: 'StoreUnavailable' })
  expect(await store.ping()).toBe(false)
})

test('line protocol escapes symbols, quotes text and marks integers', () => {
  const table = { ...FILLS, columns: { ...FILLS.columns, note: 'text', parts: 'int' } } as const
  expect(encodeLine(table, { ...fill, venue: 'a b,c=d\\', note: 'say "x"\nnow', parts: 2 })).toBe(
    'fills,fill_id=f1,symbol=BTCUSDT,venue=a\\ b\\,c\\=d\\\\ price=45000.5,quantity=0.1,note="say \\"x\\" now",parts=2i 1700000000123000000',
  )
})

test('tables are WAL with upsert keys, queries quote their text', () => {
  expect(createSql(ohlcv('1m'))).toContain('WAL DEDUP UPSERT KEYS(timestamp, exchange, symbol)')
  expect(selectSql(FILLS, { where: { fill_id: "x' OR 1=1" }, from: 5, order: 'desc', limit: 3 })).toMatch(
    /WHERE fill_id = 'x'' OR 1=1' AND timestamp >= 5000 ORDER BY timestamp DESC, fill_id DESC LIMIT 3$/,
  )
})
