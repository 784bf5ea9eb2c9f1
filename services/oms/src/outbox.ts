// Publishes what the log says, in order, each message once: ids come from the log, and after any doubt (a restart, a lost
// acknowledgement) the stream itself is read to see what is already there. The bus's own duplicate window is too short to rely on.
import type { Bus, Publisher, PublishFailure } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { Log } from '#kit/log'
import { OUTPUT_SUBJECTS } from './messages.ts'
import type { OutMessage } from './records.ts'
import type { Cursor } from './resume-point.ts'

export interface Outbox {
  add(lsn: number, messages: readonly OutMessage[]): void
  /** Looks what the stream already has, then begins to publish. */
  start(): Promise<void>
  stats(): { waiting: number; inFlight: number; publishedLsn: number }
  /** Sends what can still be sent, then stops. */
  stop(): Promise<void>
}

export interface OutboxOptions {
  bus: Pick<Bus, 'publisher' | 'publishCore' | 'follow' | 'streamInfo' | 'state'>
  clock: Clock
  log: Log
  stream: string
  cursor: Cursor
  saveCursor: (cursor: Cursor) => void
  /** The stream lost what it had acknowledged: only a restart can publish it again from the log. */
  onStreamLost: (error: Error) => void
  ackTimeoutMs?: number
}

interface Item {
  id: string
  lsn: number
  n: number
  subject: string
  payload: string
  /** Kept by another stream and only a state, never an event: nobody waits for its acknowledgement. */
  core: boolean
  state: 'waiting' | 'sent' | 'done'
  seq?: number
}

const WINDOW = 256
const TICK_MS = 250
const SAVE_MS = 1000
const STOP_WAIT_MS = 3000
const COMPACT_AT = 4096
const IN_STREAM: ReadonlySet<string> = new Set(OUTPUT_SUBJECTS)

export function createOutbox(options: OutboxOptions): Outbox {
  return new StreamOutbox(options)
}

class StreamOutbox implements Outbox {
  readonly #options: OutboxOptions
  readonly #publisher: Publisher
  readonly #byId = new Map<string, Item>()
  readonly #timers: (() => void)[] = []
  /** Published items stay before `head` until there are enough of them to be worth moving the rest. */
  #queue: Item[] = []
  #head = 0
  #next = 0
  #cursor: Cursor
  #saved: Cursor
  #running = false
  #resuming = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#cursor = options.cursor
    this.#saved = options.cursor
    this.#publisher = options.bus.publisher({
      onAck: ({ msgId, seq }) => this.#acknowledged(msgId, seq),
      onError: (failure) => this.#failed(failure),
      ackTimeoutMs: options.ackTimeoutMs ?? 5000,
    })
  }

  add(lsn: number, messages: readonly OutMessage[]): void {
    for (const [n, { subject, body }] of messages.entries()) {
      if (lsn < this.#cursor.lsn || (lsn === this.#cursor.lsn && n <= this.#cursor.n)) continue
      const id = `oms-${lsn}-${n}`
      const item: Item = {
        id,
        lsn,
        n,
        subject,
        payload: JSON.stringify(body),
        core: !IN_STREAM.has(subject),
        state: 'waiting',
      }
      this.#queue.push(item)
      this.#byId.set(id, item)
    }
    this.#pump()
  }

  async start(): Promise<void> {
    const { clock } = this.#options
    await this.#resume()
    this.#timers.push(clock.every(TICK_MS, () => this.#recover()))
    this.#timers.push(clock.every(SAVE_MS, () => this.#save()))
  }

  stats() {
    const inFlight = this.#publisher.inFlight()
    return { waiting: this.#queue.length - this.#head - inFlight, inFlight, publishedLsn: this.#cursor.lsn }
  }

  async stop(): Promise<void> {
    const { clock } = this.#options
    const deadline = clock.monotonicMs() + STOP_WAIT_MS
    while (this.#running && this.#head < this.#queue.length && clock.monotonicMs() < deadline) await clock.sleep(10)
    for (const stopTimer of this.#timers) stopTimer()
    this.#running = false
    this.#publisher.close()
    this.#save()
  }

  #pump(): void {
    while (this.#running && this.#next < this.#queue.length && this.#publisher.inFlight() < WINDOW) {
      const item = this.#queue[this.#next] as Item
      if (item.state === 'waiting' && !this.#send(item)) {
        this.#running = false
        return
      }
      this.#next += 1
    }
    this.#advance()
  }

  #send(item: Item): boolean {
    const { bus } = this.#options
    const headers = { 'Trade-Lsn': String(item.lsn) }
    if (item.core) {
      const sent = bus.publishCore(item.subject, item.payload, { msgId: item.id, headers })
      if (sent) item.state = 'done'
      return sent
    }
    item.state = 'sent'
    return this.#publisher.send(item.subject, item.payload, { msgId: item.id, headers })
  }

  #acknowledged(id: string | undefined, seq: number): void {
    const item = this.#byId.get(id ?? '')
    if (!item) return
    item.state = 'done'
    item.seq = seq
    this.#advance()
    this.#pump()
  }

  /** It may be stored all the same, so nothing more is sent until the stream has been looked at. */
  #failed({ msgId, subject, reason }: PublishFailure): void {
    const item = this.#byId.get(msgId ?? '')
    if (item && item.state === 'sent') item.state = 'waiting'
    if (this.#running) this.#options.log.warn('publish not acknowledged', { subject, reason })
    this.#running = false
  }

  #recover(): void {
    const quiet = !this.#running && !this.#resuming && this.#publisher.inFlight() === 0
    if (quiet && this.#options.bus.state() === 'up')
      this.#resume().catch((error) => this.#options.log.warn('outbox not resumed', { error }))
  }

  async #resume(): Promise<void> {
    this.#resuming = true
    try {
      const { bus, stream } = this.#options
      const info = await bus.streamInfo(stream)
      if (!info) throw new Error(`stream ${stream} is not there`)
      const lost = this.#cursor.created !== info.created || this.#cursor.seq > info.lastSeq
      if (lost && this.#cursor.created !== '') {
        this.#options.onStreamLost(
          new Error(`stream ${stream} is behind seq ${this.#cursor.seq}: it lost its end or was made again`),
        )
        return
      }
      this.#cursor = { ...this.#cursor, created: info.created }
      await this.#markPresent(this.#cursor.seq + 1)
      for (const item of this.#byId.values()) if (item.state === 'sent') item.state = 'waiting'
      this.#next = this.#head
      this.#running = true
    } finally {
      this.#resuming = false
    }
    this.#pump()
  }

  async #markPresent(startSeq: number): Promise<void> {
    const { bus, stream } = this.#options
    const reading = bus.follow({ stream, startSeq, filters: [...OUTPUT_SUBJECTS] }, (message) => {
      const item = this.#byId.get(message.headers['Nats-Msg-Id'] ?? '')
      if (!item) return
      item.state = 'done'
      item.seq = message.seq
    })
    await reading.caughtUp()
    await reading.stop()
  }

  /** Moves the cursor over what is published without a gap. */
  #advance(): void {
    let last: Item | undefined
    let seq = this.#cursor.seq
    for (; this.#head < this.#next && this.#queue[this.#head]?.state === 'done'; this.#head += 1) {
      last = this.#queue[this.#head] as Item
      seq = Math.max(seq, last.seq ?? 0)
      this.#byId.delete(last.id)
    }
    if (!last) return
    this.#cursor = { ...this.#cursor, lsn: last.lsn, n: last.n, seq: Math.min(seq, this.#seqBeforeLaterDone()) }
    if (this.#head < COMPACT_AT) return
    this.#queue = this.#queue.slice(this.#head)
    this.#next -= this.#head
    this.#head = 0
  }

  /** A message sent again stands behind later ones in the stream: the next look must begin before those. */
  #seqBeforeLaterDone(): number {
    let lowest = Number.POSITIVE_INFINITY
    for (const item of this.#queue.slice(this.#head, this.#next))
      if (item.state === 'done' && item.seq !== undefined) lowest = Math.min(lowest, item.seq - 1)
    return lowest
  }

  /** Lazily: an old cursor only makes the next look at the stream longer. */
  #save(): void {
    if (this.#cursor === this.#saved) return
    this.#options.saveCursor(this.#cursor)
    this.#saved = this.#cursor
  }
}
