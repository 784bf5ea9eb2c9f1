// The sink itself: gathers ticks, commits a batch when it is large or old, then marks and acknowledges, in this order.
// Acknowledged means committed; a batch that cannot be committed stays, and the bus keeps what we do not take.
import type { BusMessage } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { InOrder } from '#kit/in-order'
import { type Appended, CommitConflict, type DeltaTable } from '#kit/lake/table'
import type { Log } from '#kit/log'
import { addMessage, type Batch, emptyBatch, freshRows, joinBatches } from './batch.ts'
import type { Dedup } from './dedup.ts'
import { markOf } from './position.ts'
import type { SinkCounts } from './stats.ts'

export interface SinkOptions {
  table: DeltaTable
  appId: string
  order: InOrder
  dedup: Dedup
  counts: SinkCounts
  clock: Clock
  log: Log
  maxBatch: number
  batchMs: number
  onCommit?: (commit: { appended: Appended; durationMs: number; rows: number }) => void
}

export class TickSink {
  private readonly options: SinkOptions
  private batch: Batch
  private running: Promise<void> | undefined
  private committed: number
  private broken = false
  private failed = false

  constructor(options: SinkOptions) {
    this.options = options
    this.batch = emptyBatch(options.clock.monotonicMs())
    this.committed = options.order.position()
  }

  /** Messages taken and not yet committed. */
  buffered(): number {
    return this.batch.messages
  }

  /** True: the table moved without us; this sink must be replaced by one that starts from the table's position. */
  isBroken(): boolean {
    return this.broken
  }

  /** Rejects when a full batch cannot be committed: the bus then offers no more until it can. */
  async take(messages: BusMessage[]): Promise<void> {
    const { order, counts, clock, log } = this.options
    if (this.broken) throw new Error('the table moved without us; waiting for a new session')
    const admitted = await order.admit(messages)
    counts.messages_received += admitted.length
    this.acknowledgeOld(messages)
    for (const message of admitted) {
      if (this.batch.messages === 0) this.batch.startedMs = clock.monotonicMs()
      const refusal = addMessage(this.batch, message, clock.nowMs())
      if (refusal === undefined) continue
      counts.messages_dropped++
      log.warn('tick refused', { subject: message.subject, seq: message.seq, what: refusal })
    }
    if (this.batch.messages >= this.options.maxBatch) await this.flushFull()
  }

  /**
   * Commits beside the taking of the next batch. A second full batch waits for the first, and after a failure every one
   * waits and fails with it: what is held here never exceeds two batches.
   */
  private async flushFull(): Promise<void> {
    if (this.running) await this.running
    const commit = this.flush()
    if (this.failed) await commit
    else commit.catch(() => {})
  }

  /** Called often; commits a batch that has waited long enough. */
  async flushIfDue(): Promise<void> {
    const waitedMs = this.options.clock.monotonicMs() - this.batch.startedMs
    if (!this.broken && this.batch.messages > 0 && waitedMs >= this.options.batchMs && !this.running) await this.flush()
  }

  /** Commits everything taken so far, one commit at a time. */
  async flush(): Promise<void> {
    while (this.running) await this.running.catch(() => {})
    if (this.broken || this.batch.messages === 0) return
    this.running = this.commitBatch().finally(() => {
      this.running = undefined
    })
    await this.running
  }

  private async commitBatch(): Promise<void> {
    const { clock } = this.options
    const batch = this.batch
    this.batch = emptyBatch(clock.monotonicMs())
    try {
      await this.commit(batch)
      this.failed = false
      this.options.counts.lakeFailed = false
    } catch (error) {
      this.failed = true
      this.options.counts.errors++
      this.options.counts.write_errors++
      this.options.counts.lakeFailed = true
      this.options.log.error('batch not committed, it stays', { rows: batch.rows.length, error })
      this.batch = joinBatches(batch, this.batch)
      this.batch.startedMs = clock.monotonicMs()
      // Another writer under our name, or a commit of ours whose answer was lost: only the table knows what it holds, so
      // what is kept here is void and a new session asks for it again from where the table says.
      if (error instanceof CommitConflict) this.broken = true
      throw error
    }
  }

  private async commit(batch: Batch): Promise<void> {
    const { table, appId, dedup, clock, counts, onCommit } = this.options
    const last = batch.last
    if (!last) return
    const startedMs = clock.monotonicMs()
    const hashes = batch.rows.map((row) => row.hash_id)
    const rows = freshRows(batch.rows, await dedup.known(hashes, table.snapshot().metaData?.id))
    const appended = await table.append({ rows, txn: { appId, version: last.seq }, mark: markOf(last) })
    // From here on the rows are in the table whatever happens: marks and acknowledgement only save work later.
    this.committed = last.seq
    last.ack()
    dedup.add(
      rows.map((row) => row.hash_id),
      table.snapshot().metaData?.id ?? '',
    )
    counts.messages_processed += batch.messages
    onCommit?.({ appended, durationMs: clock.monotonicMs() - startedMs, rows: rows.length })
  }

  /**
   * Messages committed before a crash and delivered again. Only those the server says it repeats: in a stream that was
   * recreated under our feet the same low numbers belong to messages we have never seen.
   */
  private acknowledgeOld(messages: BusMessage[]): void {
    for (const message of messages) if (message.redelivered && message.seq <= this.committed) message.ack()
  }
}
