// From the stream to the engine and out again: takes messages in order, hands bars to the outbox, and acknowledges what the
// saved state holds.
import type { Bus, BusMessage, Consumption } from '#kit/bus'
import type { Clock } from '#kit/clock'
import { alignConsumer, createInOrder, type InOrder } from '#kit/in-order'
import type { Log } from '#kit/log'
import { parseTick } from '#kit/tick'
import type { NormalizerConfig } from './config.schema.ts'
import type { BarEngine, Now } from './engine.ts'
import type { Outbox } from './outbox.ts'
import { saveSnapshot, takeSnapshot } from './snapshot.ts'
import type { Stats } from './stats.ts'

export const STREAM = 'MARKET_TICKS'
export const DURABLE = 'normalizer-consumer'
const SUBJECTS = 'market.tick.'
const COLLECT_MS = 250
const STREAM_CHECK_MS = 5000
const PRUNE_MS = 60_000

export interface FeedOptions {
  bus: Bus
  engine: BarEngine
  outbox: Outbox
  stats: Stats
  config: NormalizerConfig
  clock: Clock
  log: Log
  snapshotPath: string
  /** Where the restored state stands. */
  resume: { created: string; seq: number } | undefined
}

export class Feed {
  private readonly options: FeedOptions
  private readonly timers: (() => void)[] = []
  private stream: { created: string } | undefined
  private order: InOrder | undefined
  private consumption: Consumption | undefined
  private last: BusMessage | undefined
  private resume: { created: string; seq: number } | undefined
  /** The sequence the snapshot on disk stands for. */
  private saved: number
  private changed = false
  private saving: Promise<void> | undefined
  private looking: Promise<void> | undefined
  private stopping = false

  constructor(options: FeedOptions) {
    this.options = options
    this.resume = options.resume
    this.saved = options.resume?.seq ?? 0
  }

  start(): void {
    const { clock, config, bus, engine, log } = this.options
    const save = () => void this.save().catch((error) => log.error('snapshot not saved', { error }))
    this.look()
    bus.onReconnect(() => this.look())
    this.timers.push(
      clock.every(1000, () => this.consumption ?? this.look()),
      clock.every(STREAM_CHECK_MS, () => this.look()),
      clock.every(COLLECT_MS, () => this.collect()),
      clock.every(PRUNE_MS, () => engine.prune()),
      clock.every(config.snapshot_interval_ms, save),
    )
  }

  state(): 'up' | 'down' {
    return this.consumption?.state() ?? 'down'
  }

  hasRun(): boolean {
    return this.consumption !== undefined
  }

  counts(): ReturnType<InOrder['counts']> {
    return this.order?.counts() ?? { seen: 0, early: 0, lost: 0 }
  }

  /** Takes what is fetched, brings it out as far as bus and store allow, and saves the rest. */
  async stop(): Promise<void> {
    this.stopping = true
    for (const stopTimer of this.timers) stopTimer()
    await this.looking
    await this.consumption?.stop()
    this.collect()
    await this.options.outbox.flush()
    await this.save()
  }

  async take(messages: BusMessage[]): Promise<void> {
    const { engine, stats, clock } = this.options
    if (!this.order) return
    const admitted = await this.order.admit(messages)
    // Repeats of what the snapshot holds: a lost acknowledgement.
    for (const message of messages) if (message.redelivered && message.seq <= this.saved) message.ack()
    if (admitted.length === 0) return
    const now = this.now()
    for (const message of admitted) {
      const tick = parseTick(message.data, message.timeMs)
      stats.tick(typeof tick === 'string' ? 'invalid' : engine.add(tick, message.seq, now))
    }
    this.last = admitted[admitted.length - 1]
    this.changed = true
    this.collect()
    if (this.last) stats.latency(Math.max(0, clock.nowMs() - this.last.timeMs))
  }

  private now(): Now {
    const { clock } = this.options
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() }
  }

  private collect(): void {
    const { engine, outbox, stats } = this.options
    const events = engine.collect(this.now())
    if (events.length === 0) return
    this.changed = true
    stats.bars(events)
    outbox.add(events)
  }

  /** State, then disk, then acknowledgement; the text is made in one turn, so state and sequence belong together. */
  private save(): Promise<void> {
    this.saving ??= this.saveNow().finally(() => {
      this.saving = undefined
    })
    return this.saving
  }

  private async saveNow(): Promise<void> {
    const { engine, outbox, snapshotPath } = this.options
    if (!this.stream || !this.order || !this.changed) return
    const [last, seq] = [this.last, this.order.position()]
    const text = takeSnapshot(engine, outbox.pending(), { created: this.stream.created, seq })
    this.changed = false
    try {
      await saveSnapshot(snapshotPath, text)
    } catch (error) {
      this.changed = true
      throw error
    }
    this.saved = seq
    last?.ack()
  }

  private look(): void {
    if (this.looking || this.stopping) return
    this.looking = this.follow()
      .catch((error) => this.options.log.warn('not consuming yet', { error }))
      .finally(() => {
        this.looking = undefined
      })
  }

  /** Consumes the stream there is; a recreated one, or one that lost its tail, is read from its beginning. */
  private async follow(): Promise<void> {
    const { bus, log } = this.options
    if (bus.state() === 'down') return
    const info = await bus.streamInfo(STREAM)
    if (!info) return log.warn('stream not there yet', { stream: STREAM })
    const position = this.order?.position() ?? this.resume?.seq ?? 0
    const known = this.stream?.created ?? this.resume?.created
    const same = known === info.created && info.lastSeq >= position
    if (this.consumption && same) return
    if (this.consumption)
      log.warn('the stream is another one, reading it from its beginning', { created: info.created })
    await this.consumption?.stop()
    this.stream = { created: info.created }
    await this.consume(same ? position : 0)
  }

  private async consume(after: number): Promise<void> {
    const { bus, clock, config, log } = this.options
    // Twice the time between snapshots: a message is acknowledged with the snapshot that holds it.
    const ackWaitMs = 2 * config.snapshot_interval_ms
    await alignConsumer({ bus, stream: STREAM, durable: DURABLE, after, log })
    this.saved = after
    this.last = undefined
    this.order = createInOrder({ bus, stream: STREAM, prefix: SUBJECTS, after, patienceMs: 3 * ackWaitMs, clock, log })
    this.consumption = bus.consume(
      {
        stream: STREAM,
        durable: DURABLE,
        filter: `${SUBJECTS}>`,
        batch: config.message_batch_size,
        maxWaitMs: 5,
        // One acknowledgement for a snapshot, not one for each of its hundred thousand messages.
        ackPolicy: 'all',
        maxAckPending: -1,
        ackWaitMs,
        deliver: 'all',
      },
      (batch) => this.take(batch),
    )
    log.info('consuming', { stream: STREAM, after })
  }
}
