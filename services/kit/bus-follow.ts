// Reading a stream in order from a sequence on, without acknowledgements: for a reader that keeps its own position
// (a snapshot, a log) and must know when it has caught up with what was there when it began.
import { DeliverPolicy, type JetStreamClient, type JetStreamManager, type JsMsg } from '@nats-io/jetstream'
import type { BusMessage } from './bus-message.ts'
import { storedMessage } from './bus-message.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface FollowOptions {
  stream: string
  /** First sequence to read; 1 or less = all that is there. */
  startSeq: number
  /** Subject filters; absent = the whole stream. */
  filters?: string[]
}

export interface Following {
  /** Resolves when everything the stream held at the start has been handed over. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

export interface FollowSeam {
  client: JetStreamClient
  admin: Promise<JetStreamManager>
  clock: Clock
  log: Log
  options: FollowOptions
  handler: (message: BusMessage) => void
}

const RETRY_MS = 500

export function startFollowing({ client, admin, clock, log, options, handler }: FollowSeam): Following {
  const lines = log.child({ stream: options.stream })
  const caughtUp = Promise.withResolvers<void>()
  let nextSeq = Math.max(1, options.startSeq)
  let stopping = false
  let close: (() => Promise<unknown>) | undefined

  const deliver = (message: JsMsg): void => {
    if (message.seq < nextSeq) return
    nextSeq = message.seq + 1
    try {
      handler(storedMessage({ ...fieldsOf(message) }))
    } catch (error) {
      lines.error('message not handled', { subject: message.subject, seq: message.seq, error })
    }
    if (message.info.pending === 0) caughtUp.resolve()
  }

  const read = async (): Promise<void> => {
    // An ordered consumer asked to start after the end of a stream waits there, so an emptied stream needs no special case.
    const { state } = await (await admin).streams.info(options.stream)
    const consumer = await client.consumers.get(options.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: nextSeq,
      ...(options.filters === undefined ? {} : { filter_subjects: options.filters }),
    })
    if (state.last_seq < nextSeq || (await consumer.info()).num_pending === 0) caughtUp.resolve()
    const messages = await consumer.consume({ callback: deliver, max_messages: 1000 })
    close = () => messages.close()
    if (stopping) await messages.close()
    await messages.closed()
  }

  const run = async (): Promise<void> => {
    for (let attempt = 1; !stopping; attempt++) {
      try {
        await read()
      } catch (error) {
        if (attempt === 1) lines.warn('stream not readable, trying again', { reason: (error as Error).message })
      }
      if (!stopping) await clock.sleep(RETRY_MS)
    }
  }
  const running = run()
  return {
    caughtUp: () => caughtUp.promise,
    async stop() {
      stopping = true
      await close?.()
      await running
    },
  }
}

function fieldsOf(message: JsMsg): Parameters<typeof storedMessage>[0] {
  const header = message.headers
  return {
    subject: message.subject,
    data: message.data,
    seq: message.seq,
    time: new Date(message.time),
    ...(header === undefined ? {} : { header }),
  }
}
