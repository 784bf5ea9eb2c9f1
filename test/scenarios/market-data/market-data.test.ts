// A tick's way: gateway → bus → bars stored, cached and published; → Delta table, read row for row by an independent judge.
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scenarioPlatform } from '../../support/cli-platform.ts'
import { eventually } from '../../support/eventually.ts'
import { python, pythonLibs } from '../../support/python.ts'

const platform = await scenarioPlatform()
const SYMBOL = 'BTCUSDT'
const MINUTE = 60_000
const JUDGE = ['deltalake==1.6.6', 'pyarrow==26.0.1']
let client: NatsConnection

beforeAll(async () => {
  await pythonLibs(JUDGE)
  expect((await platform.run(['up'])).code).toBe(0)
  client = await connect({ servers: `nats://127.0.0.1:${platform.port(4222)}` })
}, 240_000)
afterAll(() => client?.close())

interface Tick {
  timestamp: number
  venue: string
  symbol: string
  price: number
  size: number
  side: string
  trade_id: string
}

/** Everything a stream holds on a subject now, oldest first. */
async function stored<T>(stream: string, subject: string): Promise<T[]> {
  const { state } = await (await jetstreamManager(client)).streams.info(stream)
  const source = await jetstream(client).streams.get(stream)
  const messages: T[] = []
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = state.messages === 0 ? null : await source.getMessage({ seq })
    if (message?.subject.startsWith(subject)) messages.push(message.json<T>())
  }
  return messages
}
const ticks = () => stored<Tick>('MARKET_TICKS', 'market.tick.mock.')

const READ = `
import json, sys
from deltalake import DeltaTable
columns = ["event_ts", "venue", "symbol", "price", "size", "side", "trade_id", "dt"]
rows = DeltaTable(sys.argv[1]).to_pyarrow_table(columns=columns).to_pylist()
for row in rows:
    row["timestamp"] = round(row.pop("event_ts").timestamp() * 1000)
print(json.dumps(rows))
`
type Row = Tick & { dt: string }
const lakeRows = () => python<Row[]>(JUDGE, READ, [join(platform.root, '.trade2026/lake/market_ticks')])

const rowOf = ({ timestamp, venue, symbol, price, size, side, trade_id }: Tick): Row => {
  const dt = new Date(timestamp).toISOString().slice(0, 10)
  return { timestamp, venue, symbol, price, size, side, trade_id, dt }
}
const inOrder = (rows: Row[]): Row[] =>
  rows.sort((a, b) => a.symbol.localeCompare(b.symbol) || Number(a.trade_id) - Number(b.trade_id))

interface Bar {
  timestamp: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  trades: number
}

/** What the bar of a minute must be, from the messages alone. */
function barOf(minute: number, all: Tick[]): Bar {
  const own = all.filter(
    ({ symbol, timestamp }) => symbol === SYMBOL && Math.floor(timestamp / MINUTE) * MINUTE === minute,
  )
  const prices = own.map(({ price }) => price)
  return {
    timestamp: minute,
    open: prices[0]!,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices.at(-1)!,
    volume: expect.closeTo(
      own.reduce((sum, { size }) => sum + size, 0),
      9,
    ) as unknown as number,
    trades: own.length,
  }
}

describe('market data', () => {
  it('of every symbol reaches the lake: each message of the stream is one row, equal in every value', async () => {
    await eventually(async () => (await ticks()).length > 8)
    // A gateway that is stopped sends nothing more, so that both sides hold still.
    const gateway = (await platform.ps()).get('gateway')!.pid!
    process.kill(gateway, 'SIGSTOP')
    try {
      const expected = inOrder((await ticks()).map(rowOf))
      expect((await fetch(`${platform.url(8111)}/flush`, { method: 'POST' })).status).toBe(200)
      const rows = await eventually(async () => {
        const read = await lakeRows()
        return read.length >= expected.length ? read : undefined
      })
      expect(inOrder(rows)).toEqual(expected)
      expect(new Set(rows.map(({ symbol }) => symbol))).toEqual(new Set(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']))
    } finally {
      process.kill(gateway, 'SIGCONT')
    }
  }, 60_000)

  it('of a minute that is over is one bar: published, stored and cached, and equal to its ticks', async () => {
    const published = await eventually(async () => (await stored<Bar>('EVENTS', `ohlcv.1m.${SYMBOL}`)).at(-1), 90_000)
    const { timestamp } = published
    const expected = barOf(timestamp, await ticks())
    expect(expected.trades).toBeGreaterThan(0)
    expect(published).toMatchObject(expected)
    const bars = await eventually(async () => {
      const response = await fetch(`${platform.url(8091)}/bars/mock/${SYMBOL}/1m`)
      const body = (await response.json()) as { bars: Bar[] }
      return body.bars.find((bar) => bar.timestamp === timestamp)
    })
    expect(bars).toMatchObject(expected)
    const cache = new Redis(`redis://127.0.0.1:${platform.port(6379)}/1`)
    try {
      const recent = await eventually(
        async () => (await cache.zrangebyscore(`bars:recent:1m:mock:${SYMBOL}`, timestamp, timestamp))[0],
      )
      expect(JSON.parse(recent)).toMatchObject(expected)
    } finally {
      cache.disconnect()
    }
  }, 120_000)
})
