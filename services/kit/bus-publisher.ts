// Publishing to a stream on a hot path. One promise per message is the bottleneck of a bus client, so this publisher
// sends with one shared inbox for all acknowledgements and tells the caller by callback what became of each message.
import { createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { natsHeaders, type Payload, type PublishOptions } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface PublishAck {
  subject: string
  msgId?: string
  seq: number
  duplicate: boolean
  /** From `send` to the acknowledgement. */
  elapsedMs: number
}

export interface PublishFailure {
  subject: string
  payload: Payload
  msgId?: string
  reason: string
}

export interface PublisherOptions {
  /** Called once for each message a stream has stored. */
  onAck?: (ack: PublishAck) => void
  /**
   * Called once for each message without an acknowledgement. It may have been stored all the same: send it again only
   * with the same msgId.
   */
  onError?: (failure: PublishFailure) => void
  ackTimeoutMs?: number
}

/**
 * @example
 * const publisher = bus.publisher({ onError: (failure) => retry.push(failure) })
 * publisher.send('market.tick.mock.BTCUSDT', JSON.stringify(tick))
 * await publisher.flush()
 */
export interface Publisher {
  /** False: the bus is down and nothing was sent. */
  send(subject: string, payload: Payload, options?: PublishOptions): boolean
  /** Messages sent and not yet acknowledged. */
  inFlight(): number
  /** Resolves when every message sent so far is acknowledged or has failed. */
  flush(): Promise<void>
  /** Fails what is still in flight and gives the inbox back. */
  close(): void
}

export interface PublisherSeam {
  connection: NatsConnection
  clock: Clock
  log: Log
  up: () => boolean
}

interface Sent {
  subject: string
  payload: Payload
  options: PublishOptions
  sentMs: number
}

export function createPublisher(seam: PublisherSeam, options: PublisherOptions): Publisher {
  const { connection, clock, log } = seam
  const timeoutMs = options.ackTimeoutMs ?? 5000
  const inbox = createInbox()
  const inFlight = new Map<number, Sent>()
  let waiting: (() => void)[] = []
  let count = 0

  const settle = (id: number): Sent | undefined => {
    const sent = inFlight.get(id)
    inFlight.delete(id)
    return sent
  }
  const fail = (id: number, reason: string): void => {
    const sent = settle(id)
    if (!sent) return
    const { subject, payload } = sent
    if (options.onError) options.onError({ subject, payload, ...msgIdOf(sent), reason })
    else log.error('message not stored', { subject, reason })
  }
  const wakeWhenEmpty = (): void => {
    if (inFlight.size > 0) return
    const resolvers = waiting
    waiting = []
    for (const resolve of resolvers) resolve()
  }
  const receive = (message: Msg): void => {
    const id = Number(message.subject.slice(inbox.length + 1))
    const outcome = readAck(message)
    if ('reason' in outcome) fail(id, outcome.reason)
    else {
      const sent = settle(id)
      if (sent) options.onAck?.(ackOf(sent, outcome, clock.monotonicMs()))
    }
    wakeWhenEmpty()
  }
  const subscription = connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => (error ? log.error('acknowledgements lost', { error }) : receive(message)),
  })
  // Entries are in order of sending, so the first young one ends the search.
  const expire = (): void => {
    const limit = clock.monotonicMs() - timeoutMs
    for (const [id, sent] of inFlight) {
      if (sent.sentMs > limit) break
      fail(id, `no acknowledgement within ${timeoutMs} ms`)
    }
    wakeWhenEmpty()
  }
  const stopTimer = clock.every(Math.max(10, timeoutMs / 4), expire)

  return {
    send(subject, payload, publishOptions = {}) {
      if (!seam.up()) return false
      const id = ++count
      inFlight.set(id, { subject, payload, options: publishOptions, sentMs: clock.monotonicMs() })
      const carriesHeaders = publishOptions.headers !== undefined || publishOptions.msgId !== undefined
      connection.publish(subject, payload, {
        reply: `${inbox}.${id}`,
        ...(carriesHeaders ? { headers: natsHeaders(publishOptions) } : {}),
      })
      return true
    },
    inFlight: () => inFlight.size,
    flush: () => (inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close() {
      stopTimer()
      if (!connection.isClosed()) subscription.unsubscribe()
      for (const id of [...inFlight.keys()]) fail(id, 'publisher closed')
      wakeWhenEmpty()
    },
  }
}

function ackOf(sent: Sent, stored: { seq: number; duplicate: boolean }, nowMs: number): PublishAck {
  return { subject: sent.subject, ...msgIdOf(sent), ...stored, elapsedMs: nowMs - sent.sentMs }
}

function msgIdOf(sent: Sent): { msgId?: string } {
  return sent.options.msgId === undefined ? {} : { msgId: sent.options.msgId }
}

/** A stream answers with JSON; a status 503 without a body means that no stream listens to the subject. */
function readAck(message: Msg): { seq: number; duplicate: boolean } | { reason: string } {
  if (message.headers?.code === 503) return { reason: 'no stream takes this subject' }
  try {
    const ack = message.json<{ seq?: number; duplicate?: boolean; error?: { description: string } }>()
    if (ack.error) return { reason: ack.error.description }
    if (ack.seq === undefined) return { reason: 'answered by something that is not a stream' }
    return { seq: ack.seq, duplicate: ack.duplicate === true }
  } catch {
    return { reason: 'answered by something that is not a stream' }
  }
}
