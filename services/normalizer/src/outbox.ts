// Bars on their way out: to the bus, to the store and to the cache. Each of the three may be away for a while; a bar stays
// here until the first two have it, and everything is sent such that sending it twice does no harm.
import type { Publisher, PublisherOptions } from '#kit/bus'
import type { Log } from '#kit/log'
import { type Row, RowRefused, type TimeSeriesStore } from '#kit/timeseries'
import type { BarPayload } from './bar.ts'
import type { BarEvent } from './symbol-bars.ts'

export interface PendingBar {
  event: BarEvent
  published: boolean
  stored: boolean
}

interface Entry extends PendingBar {
  id: string
  inFlight: boolean
  cached: boolean
}

export interface OutboxOptions {
  publisher: (options: PublisherOptions) => Publisher
  store: () => Promise<Pick<TimeSeriesStore, 'append'>>
  cache: (events: BarEvent[]) => Promise<void>
  batchSize: number
  /** Bars that may wait for the cache. */
  maxWaiting: number
  log: Log
  onError: () => void
}

export class Outbox {
  private readonly options: OutboxOptions
  private readonly publisher: Publisher
  private entries: Entry[] = []
  private storing: Promise<void> | undefined
  private caching: Promise<void> | undefined

  constructor(options: OutboxOptions) {
    this.options = options
    this.publisher = options.publisher({
      onAck: (ack) => this.settle(ack.msgId, true),
      onError: (failure) => {
        options.log.warn('bar not published yet', { subject: failure.subject, reason: failure.reason })
        this.settle(failure.msgId, false)
      },
    })
  }

  add(bars: (BarEvent | PendingBar)[]): void {
    for (const item of bars) {
      const pending = 'event' in item ? item : { event: item, published: false, stored: false }
      this.entries.push({ ...pending, id: messageId(pending.event.bar), inFlight: false, cached: false })
    }
    this.publish()
    if (this.unstored().length >= this.options.batchSize) void this.store()
    void this.cache()
  }

  /** What a restart must send again. */
  pending(): PendingBar[] {
    const open = this.entries.filter(({ published, stored }) => !(published && stored))
    return open.map(({ event, published, stored }) => ({ event, published, stored }))
  }

  size(): number {
    return this.entries.length
  }

  /** Sends what the bus does not have; a bus that is down keeps the rest here. */
  publish(): void {
    for (const entry of this.entries) {
      if (entry.published || entry.inFlight) continue
      entry.inFlight = this.publisher.send(subjectOf(entry.event), JSON.stringify(entry.event.bar), { msgId: entry.id })
      if (!entry.inFlight) return
    }
  }

  /** In order, one write at a time: a later revision must not be overwritten by an earlier one. */
  store(): Promise<void> {
    this.storing ??= this.storeAll().finally(() => {
      this.storing = undefined
      this.drop()
    })
    return this.storing
  }

  cache(): Promise<void> {
    this.caching ??= this.cacheAll().finally(() => {
      this.caching = undefined
      this.drop()
    })
    return this.caching
  }

  /** Everything once more, and the bus's answers waited for. */
  async flush(): Promise<void> {
    this.publish()
    await Promise.all([this.publisher.flush(), this.store(), this.cache()])
    this.drop()
  }

  close(): void {
    this.publisher.close()
  }

  private settle(id: string | undefined, published: boolean): void {
    for (const entry of this.entries) {
      if (entry.id !== id || !entry.inFlight) continue
      entry.inFlight = false
      entry.published = published
    }
    if (published) this.drop()
  }

  private unstored(): Entry[] {
    return this.entries.filter(({ stored }) => !stored)
  }

  private async storeAll(): Promise<void> {
    for (let batch = this.unstored(); batch.length > 0; batch = this.unstored()) {
      const part = batch.slice(0, this.options.batchSize)
      try {
        await this.write(part)
      } catch (error) {
        this.options.onError()
        this.options.log.warn('bars not stored yet', { bars: batch.length, error })
        return
      }
    }
  }

  private async write(part: Entry[]): Promise<void> {
    const store = await this.options.store()
    for (const [table, entries] of Map.groupBy(part, ({ event }) => `ohlcv_${event.bar.interval}`)) {
      try {
        await store.append(
          table,
          entries.map(({ event }) => rowOf(event.bar)),
        )
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error
        // Trying again cannot help; the bar is still on the bus.
        this.options.onError()
        this.options.log.error('bars refused by the store', { table, bars: entries.length, error })
      }
      for (const entry of entries) entry.stored = true
    }
  }

  private async cacheAll(): Promise<void> {
    for (let waiting = this.uncached(); waiting.length > 0; waiting = this.uncached()) {
      try {
        await this.options.cache(waiting.map(({ event }) => event))
        for (const entry of waiting) entry.cached = true
      } catch {
        // The cache's own state says that it is away; bars wait, up to a limit.
        const all = this.uncached()
        for (const entry of all.slice(0, Math.max(0, all.length - this.options.maxWaiting))) entry.cached = true
        return
      }
    }
  }

  private uncached(): Entry[] {
    return this.entries.filter(({ cached }) => !cached)
  }

  private drop(): void {
    this.entries = this.entries.filter(({ published, stored, cached }) => !(published && stored && cached))
  }
}

/** In a stream's order the number of trades tells what a bar holds, so the same content always has the same id. */
function messageId({ exchange, symbol, interval, timestamp, trades }: BarPayload): string {
  return `bar-${exchange}-${symbol}-${interval}-${timestamp}-${trades}`
}

export function subjectOf({ kind, bar }: BarEvent): string {
  const symbol = bar.symbol.replace(/[^\p{L}\p{N}_:]/gu, '_')
  return kind === 'amended' ? `ohlcv.amended.${bar.interval}.${symbol}` : `ohlcv.${bar.interval}.${symbol}`
}

function rowOf({ exchange, symbol, timestamp, open, high, low, close, volume, trades, revision }: BarPayload): Row {
  return { exchange, symbol, timestamp, open, high, low, close, volume, trades, revision }
}
