// Ticks as messages of a stream, a table in a temporary folder, and a sink over both.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { BusMessage } from '../../../services/kit/bus.ts'
import { systemClock } from '../../../services/kit/clock.ts'
import { createInOrder } from '../../../services/kit/in-order.ts'
import { type Disk, localDisk } from '../../../services/kit/lake/disk.ts'
import { openDelta } from '../../../services/kit/lake/table.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { systemRng } from '../../../services/kit/rng.ts'
import { createDedup, type Dedup } from '../../../services/sink-ticks/src/dedup.ts'
import { MARKET_TICKS } from '../../../services/sink-ticks/src/row.ts'
import { TickSink } from '../../../services/sink-ticks/src/sink.ts'
import { newCounts } from '../../../services/sink-ticks/src/stats.ts'
import { manualClock } from '../../support/manual-clock.ts'

export const TIME_MS = Date.UTC(2026, 0, 31, 12)

export function tick(seq: number, change: object = {}) {
  return {
    timestamp: TIME_MS + seq,
    exchange: 'mock',
    venue: 'mock',
    symbol: seq % 2 ? 'BTCUSDT' : 'ETHUSDT',
    price: 45_000 + seq,
    size: 0.5,
    trade_id: String(seq),
    ...change,
  }
}

export interface TestMessage extends BusMessage {
  acked: boolean
}

export function message(seq: number, payload: object | string = tick(seq), redelivered = false): TestMessage {
  const data = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const sent = {
    seq,
    data,
    subject: 'market.tick.mock.BTCUSDT',
    redelivered,
    timeMs: TIME_MS + seq,
    acked: false,
    ack() {
      sent.acked = true
    },
  }
  return sent as unknown as TestMessage
}

export const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))

export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'sink-ticks-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A cache in memory with the two commands dedup uses; `down` makes it fail. */
export function fakeCache() {
  const marks = new Map<string, string>()
  const cache = {
    marks,
    down: false,
    state: () => (cache.down ? ('down' as const) : ('up' as const)),
    client: {
      mget: async (keys: string[]) => keys.map((key) => marks.get(key) ?? null),
      async eval(_script: string, count: number, ...rest: (string | number)[]) {
        for (const key of rest.slice(0, count)) marks.set(String(key), String(rest[count + 1]))
      },
    },
  }
  return cache
}

export const dedupOver = (cache: ReturnType<typeof fakeCache>, lruSize = 1000) =>
  createDedup({ lruSize, ttlS: 60, cache: cache as never })

export async function sinkOver(dir: string, options: { disk?: Disk; dedup?: Dedup; maxBatch?: number } = {}) {
  const clock = manualClock(TIME_MS)
  const table = await openDelta(dir, MARKET_TICKS, {
    disk: options.disk ?? localDisk,
    clock: systemClock,
    rng: systemRng,
  })
  const counts = newCounts()
  const order = createInOrder({
    bus: { messageAt: async (_stream, seq) => message(seq), streamInfo: async () => undefined },
    stream: 'MARKET_TICKS',
    prefix: 'market.tick.',
    after: table.txn('app')?.version ?? 0,
    patienceMs: 1000,
    clock,
    log: silentLog,
  })
  const sink = new TickSink({
    table,
    appId: 'app',
    order,
    dedup: options.dedup ?? dedupOver(fakeCache()),
    counts,
    clock,
    log: silentLog,
    maxBatch: options.maxBatch ?? 1000,
    batchMs: 2000,
  })
  return { sink, table, counts, clock }
}
