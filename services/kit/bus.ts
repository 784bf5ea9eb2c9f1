// The message bus as services see it: NATS with JetStream, reconnecting for ever, and never losing anything in silence:
// a publish while the bus is down fails at once, and `state()` says so to the health report (F32).
import { JetStreamApiCodes, JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection, type Subscription } from '@nats-io/transport-node'
import { type ConsumeOptions, type Consumption, startConsumption } from './bus-consume.ts'
import { type Following, type FollowOptions, startFollowing } from './bus-follow.ts'
import { type BusMessage, coreMessage, storedMessage } from './bus-message.ts'
import { createPublisher, type Publisher, type PublisherOptions } from './bus-publisher.ts'
import { type Clock, withTimeout } from './clock.ts'
import type { Log } from './log.ts'

export type { ConsumeOptions, Consumption } from './bus-consume.ts'
export type { Following, FollowOptions } from './bus-follow.ts'
export type { BusMessage } from './bus-message.ts'
export type { Publisher, PublisherOptions, PublishFailure } from './bus-publisher.ts'

export type Payload = Uint8Array | string
export type Reply = Payload | Promise<Payload>

export interface PublishOptions {
  /** Nats-Msg-Id: the stream drops a second message with the same id inside its duplicate window. */
  msgId?: string
  headers?: Readonly<Record<string, string>>
}

export class BusDownError extends Error {
  override readonly name = 'BusDownError'
}

/**
 * @example
 * const bus = await connectBus({ url: env.natsUrl, name: 'risk', log, clock })
 * const stop = bus.subscribe('market.tick.>', (message) => book.apply(message.json()))
 * await bus.publish('risk.alert', JSON.stringify(alert), { msgId: alert.id })
 */
export interface Bus {
  state(): 'up' | 'down'
  /** Calls `fn` after every reconnect, e.g. to publish what is still in an outbox. */
  onReconnect(fn: () => void): void
  /** Stored by a stream before it resolves; rejects when the bus is down or no stream takes the subject. */
  publish(subject: string, payload: Payload, options?: PublishOptions): Promise<{ seq: number; duplicate: boolean }>
  /** Fire and forget, at most once. False: the bus is down and the message was not sent. */
  publishCore(subject: string, payload: Payload, options?: PublishOptions): boolean
  /** For hot paths: many publishes in flight over one shared inbox for their acknowledgements. */
  publisher(options?: PublisherOptions): Publisher
  subscribe(subject: string, handler: (message: BusMessage) => void, options?: { queue?: string }): () => Promise<void>
  request(subject: string, payload: Payload, timeoutMs: number): Promise<BusMessage>
  respond(subject: string, handler: (message: BusMessage) => Reply, options?: { queue?: string }): () => Promise<void>
  consume(options: ConsumeOptions, handler: (batch: BusMessage[]) => Promise<void>): Consumption
  /** Reads a stream in order from a sequence on; the reader keeps the position, nothing is acknowledged. */
  follow(options: FollowOptions, handler: (message: BusMessage) => void): Following
  /** The last message of a stream whose subject matches. */
  lastMessage(stream: string, subject: string): Promise<BusMessage | undefined>
  messageAt(stream: string, seq: number): Promise<BusMessage | undefined>
  streamInfo(stream: string): Promise<StreamSummary | undefined>
  /** Up to where a durable consumer has acknowledged everything; undefined when there is none. */
  ackFloor(stream: string, durable: string): Promise<number | undefined>
  /** Removes a durable consumer: the next `consume` with deliver `all` gets the whole stream again. */
  forgetConsumer(stream: string, durable: string): Promise<void>
  /** Lets running work finish, sends what is buffered and closes. At most 5 s. */
  drain(): Promise<void>
}

export interface StreamSummary {
  created: string
  firstSeq: number
  lastSeq: number
}

export interface ConnectOptions {
  url: string
  name: string
  log: Log
  clock: Clock
  /** First connect: this many tries, the wait between them doubling from `backoffMs`. */
  tries?: number
  backoffMs?: number
  reconnectWaitMs?: number
  pingIntervalMs?: number
}

const REQUEST_TIMEOUT_MS = 5000
const DRAIN_TIMEOUT_MS = 5000

export async function connectBus(options: ConnectOptions): Promise<Bus> {
  const connection = await firstConnection(options)
  options.log.info('bus connected', { server: connection.getServer() })
  return busOver(connection, options)
}

async function firstConnection({ url, name, log, clock, tries = 5, backoffMs = 1000, ...rest }: ConnectOptions) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect({
        servers: url,
        name,
        timeout: 5000,
        maxReconnectAttempts: -1,
        reconnectTimeWait: rest.reconnectWaitMs ?? 2000,
        // A half-open connection shows only by a missing answer to a ping.
        pingInterval: rest.pingIntervalMs ?? 2000,
        maxPingOut: 2,
        // A server that is being reconfigured may refuse for a while: that too is an outage, not an end.
        ignoreAuthErrorAbort: true,
      })
    } catch (error) {
      if (attempt >= tries)
        throw new BusDownError(`${url}: no connection after ${tries} tries: ${(error as Error).message}`, {
          cause: error,
        })
      log.warn('bus not reachable, trying again', { url, attempt, reason: (error as Error).message })
      await clock.sleep(backoffMs * 2 ** (attempt - 1))
    }
  }
}

function busOver(connection: NatsConnection, { log, clock }: ConnectOptions): Bus {
  const stream = jetstream(connection, { timeout: REQUEST_TIMEOUT_MS })
  const admin = jetstreamManager(connection, { timeout: REQUEST_TIMEOUT_MS, checkAPI: false })
  const link = watchLink(connection, log)
  const consumptions = new Set<Consumption>()
  const live = (subject: string): void => {
    if (link.state() === 'down') throw new BusDownError(`${subject}: not sent, the bus is down`)
  }
  const listen = (subject: string, handler: (message: BusMessage) => void, queue?: string): (() => Promise<void>) => {
    const subscription = connection.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, message) => {
        if (error) return log.error('subscription failed', { subject, error })
        try {
          handler(coreMessage(message, clock.nowMs()))
        } catch (cause) {
          log.error('message not handled', { subject: message.subject, error: cause })
        }
      },
    })
    return () => unsubscribe(connection, subscription)
  }
  return {
    state: link.state,
    onReconnect: link.onReconnect,
    async publish(subject, payload, options = {}) {
      live(subject)
      const ack = await stream.publish(subject, payload, {
        ...(options.msgId === undefined ? {} : { msgID: options.msgId }),
        ...(options.headers === undefined ? {} : { headers: natsHeaders(options) }),
      })
      return { seq: ack.seq, duplicate: ack.duplicate }
    },
    publishCore(subject, payload, options = {}) {
      if (link.state() === 'down') return false
      const carriesHeaders = options.headers !== undefined || options.msgId !== undefined
      connection.publish(subject, payload, carriesHeaders ? { headers: natsHeaders(options) } : {})
      return true
    },
    publisher: (options = {}) => createPublisher({ connection, clock, log, up: () => link.state() === 'up' }, options),
    subscribe: (subject, handler, options) => listen(subject, handler, options?.queue),
    async request(subject, payload, timeoutMs) {
      live(subject)
      return coreMessage(await connection.request(subject, payload, { timeout: timeoutMs }), clock.nowMs())
    },
    respond: (subject, handler, options) =>
      listen(subject, (message) => void answer(message, handler, log), options?.queue),
    consume(options, handler) {
      const consumption = startConsumption({ connection, admin, clock, log, link, options, handler })
      consumptions.add(consumption)
      return consumption
    },
    follow: (options, handler) => startFollowing({ client: stream, admin, clock, log, options, handler }),
    async lastMessage(name, subject) {
      const found = await (await admin).streams.getMessage(name, { last_by_subj: subject })
      return found ? storedMessage(found) : undefined
    },
    async messageAt(name, seq) {
      const found = await (await admin).streams.getMessage(name, { seq })
      return found ? storedMessage(found) : undefined
    },
    async streamInfo(name) {
      try {
        const { created, state } = await (await admin).streams.info(name)
        return { created, firstSeq: state.first_seq, lastSeq: state.last_seq }
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async ackFloor(name, durable) {
      try {
        return (await (await admin).consumers.info(name, durable)).ack_floor.stream_seq
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async forgetConsumer(name, durable) {
      try {
        await (await admin).consumers.delete(name, durable)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    },
    async drain() {
      await Promise.all([...consumptions].map((consumption) => consumption.stop()))
      link.expectClose()
      if (connection.isClosed()) return
      if (link.state() === 'down') return connection.close()
      await withTimeout(clock, DRAIN_TIMEOUT_MS, connection.drain(), () => connection.close())
    },
  }
}

/** The stream or the consumer that was asked about does not exist. */
function isMissing(error: unknown): boolean {
  const missing: number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound]
  return error instanceof JetStreamApiError && missing.includes(error.code)
}

export function natsHeaders(options: PublishOptions) {
  const all = headers()
  for (const [key, value] of Object.entries(options.headers ?? {})) all.set(key, value)
  if (options.msgId !== undefined) all.set('Nats-Msg-Id', options.msgId)
  return all
}

async function answer(message: BusMessage, handler: (message: BusMessage) => Reply, log: Log): Promise<void> {
  try {
    message.respond(await handler(message))
  } catch (error) {
    log.error('request not answered', { subject: message.subject, error })
    message.respond(JSON.stringify({ error: { code: 'INTERNAL', message: (error as Error).message } }))
  }
}

/** Draining waits for the server; without one there is nothing to wait for. */
async function unsubscribe(connection: NatsConnection, subscription: Subscription): Promise<void> {
  if (connection.isClosed() || subscription.isClosed() || subscription.isDraining()) return
  await subscription.drain()
}

export interface Link {
  state(): 'up' | 'down'
  onReconnect(fn: () => void): void
  /** From now on a closed connection is no surprise. */
  expectClose(): void
}

/** Follows the connection's own reports; the log gets every change, health asks `state()`. */
function watchLink(connection: NatsConnection, log: Log): Link {
  let up = true
  let closing = false
  const listeners: (() => void)[] = []
  const follow = async (): Promise<void> => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') {
        if (up && !closing) log.warn('bus down', { why: status.type })
        up = false
      } else if (status.type === 'reconnect') {
        up = true
        log.info('bus up again', { server: status.server })
        for (const listener of listeners) listener()
      } else if (status.type === 'error') {
        log.error('bus reported an error', { error: status.error })
      }
    }
  }
  void follow()
  void connection.closed().then((error) => {
    up = false
    if (!closing) log.error('bus connection closed for good', { error: error ?? 'no reason given' })
  })
  return {
    state: () => (up && !connection.isClosed() ? 'up' : 'down'),
    onReconnect: (fn) => listeners.push(fn),
    expectClose: () => {
      closing = true
    },
  }
}
