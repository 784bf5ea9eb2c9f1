// A tick's way: gateway → bus → bars stored, cached and published → Delta table, read row for row by an independent judge.
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliPlatform, cliPlatform } from '../../support/cli-platform.ts'
import { python } from '../../support/python.ts'

const OFFSET = 10_500
let platform: CliPlatform

beforeAll(async () => {
  platform = cliPlatform(OFFSET)
  expect((await platform.run(['up'])).code).toBe(0)
}, 60_000)
afterAll(() => platform.dispose(), 60_000)

interface Tick {
  symbol: string
  price: number
  size: number
  trade_id: string
}

/** Everything the stream holds up to a moment. */
async function streamTicks(): Promise<Tick[]> {
  const client = await connect({ servers: `nats://127.0.0.1:${4222 + OFFSET}` })
  try {
    const { state } = await (await jetstreamManager(client)).streams.info('MARKET_TICKS')
    const stream = await jetstream(client).streams.get('MARKET_TICKS')
    const ticks: Tick[] = []
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await stream.getMessage({ seq })
      if (message) ticks.push(message.json<Tick>())
    }
    return ticks
  } finally {
    await client.close()
  }
}

const READ = `
import json, sys
from deltalake import DeltaTable
rows = DeltaTable(sys.argv[1]).to_pyarrow_table(columns=["symbol", "price", "size", "trade_id"]).to_pylist()
print(json.dumps(rows))
`

describe('market data', () => {
  it('reaches the lake: each tick of the stream once, equal in every value', async () => {
    // A gateway that is stopped sends nothing more, so that both sides hold still.
    await expect.poll(async () => (await streamTicks()).length, { timeout: 20_000, interval: 500 }).toBeGreaterThan(8)
    const ps = await platform.json<{ services: { id: string; pid?: number }[] }>(['ps'])
    process.kill(ps.services.find(({ id }) => id === 'gateway')!.pid!, 'SIGSTOP')
    const expected = await streamTicks()
    const flushed = await fetch(`http://127.0.0.1:${8111 + OFFSET}/flush`, { method: 'POST' })
    expect(flushed.status).toBe(200)
    const table = join(platform.root, '.trade2026/lake/market_ticks')
    const key = ({ symbol, trade_id }: Tick): string => `${symbol} ${trade_id.padStart(12, '0')}`
    const sorted = (ticks: Tick[]) =>
      ticks
        .map(({ symbol, price, size, trade_id }) => ({ symbol, price, size, trade_id }))
        .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    const read = () => python<Tick[]>(['deltalake==1.6.6', 'pyarrow==26.0.1'], READ, [table])
    await expect.poll(async () => (await read()).length, { timeout: 20_000, interval: 1000 }).toBe(expected.length)
    expect(sorted(await read())).toEqual(sorted(expected))
    process.kill(ps.services.find(({ id }) => id === 'gateway')!.pid!, 'SIGCONT')
  }, 120_000)
})
