// Keeps the book true over restarts: snapshot from disk, then the ORDERS stream from there on, then a snapshot now and then.
import type { Bus, BusMessage, Following } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { Log } from '#kit/log'
import type { RiskEngine } from './engine.ts'
import { BOOK_SUBJECTS } from './events.ts'
import type { SnapshotFile } from './snapshot.ts'

export interface StateKeeper {
  /** Resolves when the book holds everything the stream held. */
  replayed: Promise<void>
  save(): void
  stats(): { seq: number; malformed: number; conflicts: number }
  stop(): Promise<void>
}

export interface StateKeeperOptions {
  engine: RiskEngine
  bus: Pick<Bus, 'follow' | 'streamInfo'>
  file: SnapshotFile
  clock: Clock
  log: Log
  intervalMs: number
  /** A fill came twice with different content: money is at stake, someone must look. */
  onConflict: (message: string) => void
}

const STREAM = 'ORDERS'
/** Twice as long as the stream keeps messages. */
const FILL_MEMORY_MS = 14 * 86_400_000

export async function keepState(options: StateKeeperOptions): Promise<StateKeeper> {
  const { engine, bus, file, clock, log, intervalMs } = options
  const stream = await streamWhenThere(options)
  const saved = file.load()
  // Another stream, or one that lost its end, counts anew: read all of it; fill ids and revisions make that harmless.
  const continues = saved?.streamCreated === stream.created && saved.seq <= stream.lastSeq
  const position = { seq: continues ? saved.seq : 0 }
  const counts = { malformed: 0, conflicts: 0 }
  if (saved) {
    engine.book.restore(saved.book, clock.monotonicMs())
    engine.prices.restore(saved.values, clock.monotonicMs())
    for (const symbol of saved.blocked) engine.blocked.add(symbol)
    if (continues) engine.staleness.seen(saved.lsn)
  }

  const take = (message: BusMessage): void => {
    position.seq = message.seq
    const outcome = engine.apply(
      { subject: message.subject, body: bodyOf(message), timeMs: message.timeMs },
      lsnOf(message),
    )
    if (outcome === 'malformed') {
      counts.malformed += 1
      log.warn('message not understood', { subject: message.subject, seq: message.seq })
    } else if (outcome === 'conflict' || outcome === 'unknown-reference') {
      counts.conflicts += 1
      log.error('fill not booked', { seq: message.seq, outcome })
      options.onConflict(`FILL_CONFLICT: ${outcome} seq=${message.seq}`)
    }
  }
  const following: Following = bus.follow({ stream: STREAM, startSeq: position.seq + 1, filters: BOOK_SUBJECTS }, take)
  const save = (): void => {
    engine.book.forgetFills(clock.nowMs() - FILL_MEMORY_MS)
    file.save({
      streamCreated: stream.created,
      seq: position.seq,
      lsn: engine.staleness.lsn(),
      book: engine.book.snapshot(),
      values: engine.prices.snapshot(symbolsOf(engine)),
      blocked: [...engine.blocked],
    })
  }
  let savedSeq = -1
  const stopTimer = clock.every(intervalMs, () => {
    if (!engine.replayed || savedSeq === position.seq) return
    save()
    savedSeq = position.seq
  })
  const replayed = following.caughtUp().then(() => {
    engine.markReplayed()
    log.info('book replayed', { seq: position.seq, from: continues ? saved.seq : 0 })
  })
  return {
    replayed,
    save,
    stats: () => ({ seq: position.seq, ...counts }),
    async stop() {
      stopTimer()
      await following.stop()
      if (engine.replayed) save()
    },
  }
}

/** `up` makes the streams before any service, but a service started by hand may be first: wait, and say so. */
async function streamWhenThere({ bus, clock, log }: StateKeeperOptions) {
  for (let attempt = 1; ; attempt++) {
    const stream = await bus.streamInfo(STREAM).catch(() => undefined)
    if (stream) return stream
    if (attempt === 1) log.warn('stream not there, waiting', { stream: STREAM })
    await clock.sleep(500)
  }
}

function symbolsOf(engine: RiskEngine): Set<string> {
  return new Set(engine.book.accounts().flatMap((account) => [...engine.book.symbols(account).keys()]))
}

function bodyOf(message: BusMessage): Record<string, unknown> {
  try {
    const body = message.json<unknown>()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function lsnOf(message: BusMessage): number | undefined {
  const lsn = Number(message.headers['Trade-Lsn'])
  return Number.isSafeInteger(lsn) && lsn > 0 ? lsn : undefined
}
