// Reading the log segments of services: merged by time, each line exactly once, followed by byte offset across restarts.
import { open } from 'node:fs/promises'
import type { Clock } from '../../kit/clock.ts'
import type { LogLine, LogQuery } from '../../model/runtime.ts'
import { lineTimeMs } from './log-time.ts'
import { type Segment, segmentsOf } from './segments.ts'

export interface LogContext {
  logs: string
  clock: Clock
  signal: AbortSignal
}

const POLL_MS = 100
const CHUNK_BYTES = 256 * 1024

/** Where the reading of one service stands: pulled by its consumer, so a slow one slows its source and nothing grows. */
interface Cursor {
  service: string
  segment?: Segment
  offset: number
  rest: Buffer
  lastMs?: number
}

export async function* readLogs(query: LogQuery, context: LogContext): AsyncGenerator<LogLine> {
  const cursors = query.services.map((service): Cursor => ({ service, offset: 0, rest: Buffer.alloc(0) }))
  yield* history(cursors, query, context)
  while (query.follow && !context.signal.aborted) {
    let quiet = true
    for (const cursor of cursors)
      for await (const line of advance(cursor, context.logs, false)) {
        quiet = false
        yield line
      }
    if (quiet) await context.clock.sleep(POLL_MS, context.signal)
  }
}

/** What is written already: the last `tail` lines over all services, or all of it, in the order of time. */
async function* history(
  cursors: Cursor[],
  { tail, sinceMs, follow }: LogQuery,
  { logs, signal }: LogContext,
): AsyncGenerator<LogLine> {
  const wanted = (line: LogLine): boolean => sinceMs === undefined || (line.atMs ?? 0) >= sinceMs
  if (tail === undefined)
    return yield* merge(
      cursors.map((cursor) => advance(cursor, logs, !follow)),
      wanted,
      signal,
    )
  const kept: LogLine[] = []
  for (const cursor of cursors) {
    const own: LogLine[] = []
    for await (const line of advance(cursor, logs, !follow)) {
      if (!wanted(line)) continue
      own.push(line)
      // Amortised: cut only when twice as much as needed is held.
      if (own.length > 2 * tail + 1024) own.splice(0, own.length - tail)
    }
    kept.push(...own.slice(own.length - Math.min(own.length, tail)))
  }
  const sorted = kept.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  yield* sorted.slice(sorted.length - Math.min(sorted.length, tail))
}

async function* merge(
  sources: AsyncGenerator<LogLine>[],
  wanted: (line: LogLine) => boolean,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, line: await nextLine(source) })))
  while (!signal.aborted) {
    const open = heads.filter((head) => head.line !== undefined)
    if (open.length === 0) return
    const first = open.reduce((earliest, head) =>
      (head.line!.atMs ?? 0) < (earliest.line!.atMs ?? 0) ? head : earliest,
    )
    if (wanted(first.line!)) yield first.line!
    first.line = await nextLine(first.source)
  }
}

async function nextLine(source: AsyncGenerator<LogLine>): Promise<LogLine | undefined> {
  const next = await source.next()
  return next.done ? undefined : next.value
}

/** Everything between the cursor and the end of what is written now; `flush`: an unfinished last line too. */
async function* advance(cursor: Cursor, logs: string, flush: boolean): AsyncGenerator<LogLine> {
  for (;;) {
    // A later segment exists only once the writer of this one was gone, so after reading it again it is complete.
    const later = segmentsOf(logs, cursor.service).find(
      ({ startedMs }) => startedMs > (cursor.segment?.startedMs ?? Number.NEGATIVE_INFINITY),
    )
    yield* readOn(cursor)
    if (cursor.rest.length > 0 && (later || flush)) yield toLine(cursor, cursor.rest)
    if (!later) return
    Object.assign(cursor, { segment: later, offset: 0, rest: Buffer.alloc(0), lastMs: undefined })
  }
}

async function* readOn(cursor: Cursor): AsyncGenerator<LogLine> {
  if (!cursor.segment) return
  const file = await open(cursor.segment.path).catch(() => undefined)
  if (!file) return
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, cursor.offset)
      if (bytesRead === 0) return
      cursor.offset += bytesRead
      yield* takeLines(cursor, buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

/** Whole lines only; the piece after the last newline waits for the rest of it. */
function* takeLines(cursor: Cursor, chunk: Buffer): Generator<LogLine> {
  const bytes = cursor.rest.length > 0 ? Buffer.concat([cursor.rest, chunk]) : chunk
  let from = 0
  for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
    yield toLine(cursor, bytes.subarray(from, end))
    from = end + 1
  }
  cursor.rest = Buffer.from(bytes.subarray(from))
}

function toLine(cursor: Cursor, bytes: Buffer): LogLine {
  const text = bytes.toString('utf8').replace(/\r$/, '')
  // A line without a time of its own (a stack trace) belongs to the one before it.
  cursor.lastMs = lineTimeMs(text) ?? cursor.lastMs ?? cursor.segment?.startedMs
  // Both streams go to one file, so that their order is kept; which one it was is not known any more.
  return {
    service: cursor.service,
    stream: 'stdout',
    text,
    ...(cursor.lastMs === undefined ? {} : { atMs: cursor.lastMs }),
  }
}
