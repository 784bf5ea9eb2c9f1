// The write-ahead log: records go in by groups, one write and one sync a group, and nobody is answered before that sync
// (services.md 9.1). A failed sync is the end: what the disk then holds is unknown, so the process must stop and replay.
import type { Disk, DiskFile } from './disk.ts'
import { BATCH_FRAME, frameSize, writeBatch, writeRecord } from './frame.ts'
import { type Recovered, recoverLog, type SegmentFile } from './recover.ts'
import { SEGMENT_HEAD, segmentHead, segmentName } from './segment.ts'

export interface LogOptions {
  disk: Disk
  segmentBytes: number
  /** Records up to here are in the snapshot. */
  afterLsn: number
  /** Records behind this are handed over; default: those behind the snapshot. */
  fromLsn?: number
  onRecord: (lsn: number, payload: Buffer) => void
  /** Runs `fn` when the running turn of the event loop has gathered what it will: `setImmediate`. */
  atTurnEnd: (fn: () => void) => void
  /** The log cannot go on. Called once. */
  onFatal: (error: Error) => void
  /** The next segment could not be made: the disk is full, or worse. */
  onSpareFailed: (error: Error) => void
}

export interface WriteAheadLog {
  /** Resolves when the record is durable. Lsns are given in order, without gap. */
  append(lsn: number, payload: Buffer): Promise<void>
  /** Resolves when everything appended so far is durable. */
  barrier(): Promise<void>
  readonly syncedLsn: number
  /** No spare segment: what room is left is for cancels and fills; new orders are refused. */
  readonly full: boolean
  /** Not even room for cancels and fills: nothing may be appended until a segment could be made. */
  readonly exhausted: boolean
  /** Tries to make the spare segment again. */
  retrySpare(): void
  readonly recovered: Recovered
  close(): Promise<void>
}

interface Waiting {
  lsn: number
  payload: Buffer
  resolve: () => void
  reject: (error: Error) => void
}

/** Part of a segment that is kept for what is already on its way when the log runs full. */
const LAST_ROOM = 1 / 16

export async function openLog(options: LogOptions): Promise<WriteAheadLog> {
  const { disk, afterLsn, fromLsn = afterLsn, onRecord } = options
  const recovered = await recoverLog({ disk, afterLsn, fromLsn, onRecord })
  const log = new SegmentedLog(options, recovered)
  await log.begin()
  return log
}

class SegmentedLog implements WriteAheadLog {
  readonly recovered: Recovered
  readonly #options: LogOptions
  readonly #spares: SegmentFile[]
  #file: DiskFile | undefined
  #current = { number: 0, size: 0, offset: SEGMENT_HEAD }
  #newest: number
  #waiting: Waiting[] = []
  #scheduled = false
  #syncing = false
  #making: Promise<void> | undefined
  #syncedLsn: number
  #dead: Error | undefined
  #barriers: { resolve: () => void; reject: (error: Error) => void }[] = []

  constructor(options: LogOptions, recovered: Recovered) {
    this.#options = options
    this.recovered = recovered
    this.#spares = [...recovered.spares]
    this.#newest = Math.max(recovered.tail?.number ?? 0, ...recovered.spares.map(({ number }) => number))
    this.#syncedLsn = recovered.lastLsn
  }

  get syncedLsn(): number {
    return this.#syncedLsn
  }

  get full(): boolean {
    return this.#spares.length === 0 && this.#making === undefined
  }

  get exhausted(): boolean {
    return this.full && this.#current.size - this.#current.offset < LAST_ROOM * this.#options.segmentBytes
  }

  /** What was read back may still be in the page cache only: it must be durable before anything of it leaves again. */
  async begin(): Promise<void> {
    const { tail } = this.recovered
    if (tail) this.#use(tail, tail.offset)
    else {
      await this.#makeSpare()
      this.#rotate()
    }
    await this.#file?.sync()
    if (this.#spares.length === 0) await this.#prepare()
  }

  append(lsn: number, payload: Buffer): Promise<void> {
    if (this.#dead) return Promise.reject(this.#dead)
    if (BATCH_FRAME + frameSize(payload) > this.#options.segmentBytes - SEGMENT_HEAD)
      return Promise.reject(new Error(`record of ${payload.length} bytes does not fit a log segment`))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lsn, payload, resolve, reject })
      this.#schedule()
    })
  }

  barrier(): Promise<void> {
    if (this.#dead) return Promise.reject(this.#dead)
    if (this.#waiting.length === 0 && !this.#syncing) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#barriers.push({ resolve, reject })
    return promise
  }

  retrySpare(): void {
    if (this.full && !this.#dead) void this.#prepare()
  }

  async close(): Promise<void> {
    await this.barrier()
    await this.#making
    this.#file?.close()
    this.#dead ??= new Error('log closed')
  }

  #schedule(): void {
    if (this.#scheduled || this.#syncing) return
    this.#scheduled = true
    this.#options.atTurnEnd(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#syncing || this.#dead || this.#waiting.length === 0) return
    let batch: Waiting[] = []
    try {
      batch = this.#takeBatch()
      this.#write(batch)
      const synced = this.#file?.sync()
      if (synced instanceof Promise) this.#await(synced, batch)
      else this.#settle(batch)
    } catch (error) {
      this.#die(error as Error, batch)
    }
  }

  #await(synced: Promise<void>, batch: Waiting[]): void {
    this.#syncing = true
    synced.then(
      () => this.#settle(batch),
      (error: Error) => this.#die(error, batch),
    )
  }

  /** As many of the waiting as fit one segment, so that a batch never spans two. */
  #takeBatch(): Waiting[] {
    const room = (from: number) => this.#current.size - from - BATCH_FRAME
    const first = this.#waiting[0] as Waiting
    if (frameSize(first.payload) > room(this.#current.offset)) this.#rotate()
    let left = room(this.#current.offset)
    let count = 0
    for (const { payload } of this.#waiting) {
      left -= frameSize(payload)
      if (left < 0) break
      count += 1
    }
    if (count === 0) throw new Error(`log segment ${this.#current.number} has no room for a record`)
    return this.#waiting.splice(0, count)
  }

  #write(batch: Waiting[]): void {
    const salt = this.#current.number
    const size = batch.reduce((sum, { payload }) => sum + frameSize(payload), BATCH_FRAME)
    const bytes = Buffer.allocUnsafe(size)
    let end = writeBatch(bytes, 0, { lsn: (batch[0] as Waiting).lsn, syncedLsn: this.#syncedLsn, salt })
    for (const { lsn, payload } of batch) end = writeRecord(bytes, end, { lsn, payload, salt })
    this.#file?.write(bytes, this.#current.offset)
    this.#current.offset += size
  }

  #settle(batch: Waiting[]): void {
    this.#syncing = false
    this.#syncedLsn = (batch.at(-1) as Waiting).lsn
    for (const { resolve } of batch) resolve()
    if (this.#waiting.length > 0) {
      this.#schedule()
      return
    }
    const barriers = this.#barriers
    this.#barriers = []
    for (const { resolve } of barriers) resolve()
  }

  /** Never retried: after a failed sync the kernel may have dropped the very pages that failed. */
  #die(error: Error, batch: Waiting[]): void {
    if (this.#dead) return
    this.#dead = new Error(`log: ${error.message}`, { cause: error })
    for (const { reject } of [...batch, ...this.#waiting, ...this.#barriers]) reject(this.#dead)
    this.#waiting = []
    this.#barriers = []
    this.#options.onFatal(this.#dead)
  }

  #rotate(): void {
    const spare = this.#spares.shift()
    if (!spare) throw new Error('no segment left: the disk is full')
    this.#file?.close()
    this.#use(spare, SEGMENT_HEAD)
    if (this.#spares.length === 0) void this.#prepare()
  }

  #use({ number, size }: SegmentFile, offset: number): void {
    this.#file = this.#options.disk.open(segmentName(number))
    this.#current = { number, size, offset }
  }

  #prepare(): Promise<void> {
    this.#making ??= this.#makeSpare()
      .catch((error: Error) => this.#options.onSpareFailed(error))
      .finally(() => {
        this.#making = undefined
      })
    return this.#making
  }

  async #makeSpare(): Promise<void> {
    const number = this.#newest + 1
    await this.#options.disk.create(segmentName(number), this.#options.segmentBytes, segmentHead(number))
    this.#newest = number
    this.#spares.push({ number, size: this.#options.segmentBytes })
  }
}
