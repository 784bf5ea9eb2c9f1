// One stretch of consuming under one position. It ends when the stream turns out to be another one (recreated, or its tail
// lost); then the next session begins under a new name in the table.
import type { Bus, Consumption } from '#kit/bus'
import type { Clock } from '#kit/clock'
import { alignConsumer, createInOrder, type InOrder } from '#kit/in-order'
import { readDelta } from '#kit/lake/read'
import type { DeltaTable } from '#kit/lake/table'
import type { Log } from '#kit/log'
import type { SinkConfig } from './config.schema.ts'
import type { Dedup } from './dedup.ts'
import { findPosition, type Position } from './position.ts'
import { utcDay } from './row.ts'
import { TickSink } from './sink.ts'
import type { SinkCounts, sinkMetrics } from './stats.ts'

export const STREAM = 'MARKET_TICKS'
const SUBJECTS = 'market.tick.'
/** Also the time a message lost in flight takes to come again; longer than a batch waits, or batches would come twice. */
const ACK_WAIT_MIN_MS = 5000
const DAY_US = 86_400_000_000

export interface SessionDeps {
  service: string
  config: SinkConfig
  bus: Bus
  table: DeltaTable
  tableDir: string
  dedup: Dedup
  counts: SinkCounts
  shown: ReturnType<typeof sinkMetrics>
  clock: Clock
  log: Log
}

export interface Session {
  position: Position
  sink: TickSink
  order: InOrder
  consumption: Consumption
}

/** Undefined: the stream does not exist yet. */
export async function openSession(deps: SessionDeps): Promise<Session | undefined> {
  const { service, config, bus, table, dedup, counts, shown, clock, log } = deps
  const position = await findPosition({ service, stream: STREAM, table, bus })
  if (!position) return undefined
  if (position.renumbered) dedup.seed(await recentIds(deps))
  await alignConsumer({ bus, stream: STREAM, durable: service, after: position.after, log })
  const batchMs = config.batch.batch_seconds * 1000
  const ackWaitMs = Math.max(ACK_WAIT_MIN_MS, 2 * batchMs)
  const order = createInOrder({
    bus,
    stream: STREAM,
    prefix: SUBJECTS,
    after: position.after,
    patienceMs: 3 * ackWaitMs,
    clock,
    log,
  })
  const sink = new TickSink({
    table,
    appId: position.appId,
    order,
    dedup,
    counts,
    clock,
    log,
    maxBatch: config.batch.max_batch,
    batchMs,
    onCommit: (commit) => shown.committed(commit, clock.nowMs()),
  })
  const consumption = bus.consume(
    {
      stream: STREAM,
      durable: service,
      filter: `${SUBJECTS}>`,
      batch: Math.min(1000, config.batch.max_batch),
      maxWaitMs: 100,
      ackPolicy: 'all',
      // Two batches at least, or delivery would stall while one is committed.
      maxAckPending: Math.max(config.queue_size, 2 * config.batch.max_batch),
      ackWaitMs,
      deliver: 'all',
    },
    (batch) => sink.take(batch),
  )
  log.info('consuming', { appId: position.appId, after: position.after })
  return { position, sink, order, consumption }
}

/** True when the table's position no longer fits the stream. */
export async function outdated(session: Session, deps: SessionDeps): Promise<boolean> {
  const now = await findPosition({ service: deps.service, stream: STREAM, table: deps.table, bus: deps.bus })
  return now !== undefined && now.appId !== session.position.appId
}

/** Ids of yesterday and today: what a stream that keeps 24 h can bring again. */
async function recentIds({ tableDir, clock }: SessionDeps): Promise<string[]> {
  const since = utcDay(clock.nowMs() * 1000 - 2 * DAY_US)
  const { rows } = await readDelta(tableDir, { where: (file) => (file.partitionValues.dt ?? '') >= since })
  return rows.map((row) => String(row.hash_id))
}
