// Asks the bus: the state of a stream and its last message, a message that follows from something, a request with reply.

import { type JetStreamManager, jetstream, jetstreamManager, type StoredMsg } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { closeSoon } from '../kit/within.ts'
import type { Answer, BusMessageSpec, HttpRequest, Json, NatsAsk, NatsQuestion, SendRequest } from '../model/gate.ts'
import { parsed } from './http.ts'

export interface NatsProbe {
  ask(question: NatsQuestion, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 2000

/** Connects at the first question. A bus that does not answer makes a check inconclusive: it is not what was asked about. */
export function createNatsProbe(options: { address: () => string | undefined; send: SendRequest }): NatsProbe {
  let connection: Promise<NatsConnection> | undefined
  const connected = (servers: string): Promise<NatsConnection> => {
    connection ??= connect({ servers, timeout: CONNECT_TIMEOUT_MS, reconnect: false, name: 'trade2026-gate' })
    return connection
  }
  const disconnect = async (): Promise<void> => {
    const open = await connection?.catch(() => undefined)
    if (open) await closeSoon(open)
  }
  return {
    async ask(question, signal) {
      const asked = describeAsk(question.ask)
      const address = options.address()
      if (address === undefined) return { kind: 'unavailable', asked, reason: 'no address of the bus is known' }
      try {
        const bus = await connected(address)
        return await answer(bus, question, options.send, signal)
      } catch (error) {
        await disconnect()
        connection = undefined
        return { kind: 'unavailable', asked, reason: `bus at ${address}: ${(error as Error).message}` }
      }
    },
    async close() {
      await disconnect()
    },
  }
}

function answer(bus: NatsConnection, question: NatsQuestion, send: SendRequest, signal: AbortSignal): Promise<Answer> {
  const { ask } = question
  if ('stream' in ask) return askStream(bus, ask, question.runStartedMs)
  if ('request' in ask) return askReply(bus, ask, question.timeoutMs)
  return listenFor(bus, ask, question, send, signal)
}

async function askStream(
  bus: NatsConnection,
  ask: { stream: string; subject?: string },
  runStartedMs: number,
): Promise<Answer> {
  const asked = describeAsk(ask)
  const manager = await jetstreamManager(bus)
  const info = await orUndefined(manager.streams.info(ask.stream))
  if (info === undefined) return { kind: 'answered', asked, value: { exists: false } }
  const last = info.state.messages === 0 ? undefined : await lastMessage(manager, ask, info.config.subjects)
  const value: Json = {
    exists: true,
    messages: info.state.messages,
    lastSeq: info.state.last_seq,
    maxAgeNs: info.config.max_age,
    subjects: info.config.subjects,
    last: last === undefined ? null : stored(last, runStartedMs),
  }
  return { kind: 'answered', asked, value }
}

function lastMessage(
  manager: JetStreamManager,
  { stream, subject }: { stream: string; subject?: string },
  subjects: string[],
): Promise<StoredMsg | undefined> {
  return orUndefined(manager.streams.getMessage(stream, { last_by_subj: subject ?? subjects[0] ?? '>' }))
}

function stored(message: StoredMsg, runStartedMs: number): Json {
  const timeMs = message.time.getTime()
  const { subject, seq } = message
  return { subject, seq, timeMs, newerThanRun: timeMs >= runStartedMs, payload: parsed(message.string()) }
}

/** A stream or message that does not exist is an answer; anything else is trouble with the bus. */
async function orUndefined<T>(asking: Promise<T | null>): Promise<T | undefined> {
  try {
    return (await asking) ?? undefined
  } catch (error) {
    if (/not found|no message/i.test((error as Error).message)) return undefined
    throw error
  }
}

async function askReply(
  bus: NatsConnection,
  ask: { request: string; payload: Json },
  timeoutMs: number,
): Promise<Answer> {
  const asked = describeAsk(ask)
  const startedMs = performance.now()
  try {
    const reply = await bus.request(ask.request, JSON.stringify(ask.payload), { timeout: timeoutMs })
    const ms = performance.now() - startedMs
    return { kind: 'answered', asked, value: { reply: parsed(reply.string()), ms } }
  } catch (error) {
    if (bus.isClosed()) throw error
    return { kind: 'refused', asked, reason: `no reply within ${timeoutMs} ms (${(error as Error).message})` }
  }
}

/** Subscribes before it causes anything, so that the message cannot be missed. */
async function listenFor(
  bus: NatsConnection,
  ask: { listen: string; publish?: BusMessageSpec; http?: HttpRequest },
  { timeoutMs, matches }: NatsQuestion,
  send: SendRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const asked = describeAsk(ask)
  const subscription = bus.subscribe(ask.listen)
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const stop = (): void => subscription.unsubscribe()
  over.addEventListener('abort', stop, { once: true })
  try {
    await bus.flush()
    const startedMs = performance.now()
    const cause = await trigger(bus, ask, send, signal)
    if (cause !== undefined && cause.kind !== 'answered') return cause
    let received = 0
    for await (const message of subscription) {
      received++
      const payload = parsed(message.string())
      if (!matches(payload)) continue
      const ms = performance.now() - startedMs
      const value = {
        received,
        matched: true,
        subject: message.subject,
        message: payload,
        ms,
        cause: cause?.value ?? null,
      }
      return { kind: 'answered', asked, value }
    }
    if (signal.aborted) return { kind: 'unavailable', asked, reason: 'interrupted' }
    if (bus.isClosed()) return { kind: 'unavailable', asked, reason: 'the bus closed the connection' }
    return { kind: 'answered', asked, value: { received, matched: false, cause: cause?.value ?? null } }
  } finally {
    over.removeEventListener('abort', stop)
    subscription.unsubscribe()
  }
}

async function trigger(
  bus: NatsConnection,
  { publish, http }: { publish?: BusMessageSpec; http?: HttpRequest },
  send: SendRequest,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  if (http) return send(http, signal)
  if (!publish) return undefined
  const payload = JSON.stringify(publish.payload)
  if (publish.stored) await jetstream(bus).publish(publish.subject, payload)
  else bus.publish(publish.subject, payload)
  return undefined
}

function describeAsk(ask: NatsAsk | { listen: string }): string {
  if ('stream' in ask) return `stream ${ask.stream}${ask.subject === undefined ? '' : ` (${ask.subject})`}`
  return 'request' in ask ? `request ${ask.request}` : `message on ${ask.listen}`
}
