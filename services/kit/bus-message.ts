// A message as handlers see it, whatever way it came: core subscription, durable consumer or a look into a stream.
import type { Msg, MsgHdrs } from '@nats-io/transport-node'

export interface BusMessage {
  readonly subject: string
  readonly data: Uint8Array
  text(): string
  json<T>(): T
  readonly headers: Readonly<Record<string, string>>
  /** Stream sequence; 0 for a message that no stream delivered. */
  readonly seq: number
  readonly redelivered: boolean
  /** When the stream stored it, or when a core message arrived. */
  readonly timeMs: number
  /** Tells the stream that this message is dealt with; with ack policy `all`, every earlier one too. */
  ack(): void
  /** Asks for this message again. */
  nak(delayMs?: number): void
  /** Answers a request; nothing happens when nobody asked. */
  respond(payload: Uint8Array | string): void
}

const decoder = new TextDecoder()
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({})
const ACK = '+ACK'

export function coreMessage(message: Msg, arrivedMs: number): BusMessage {
  return new CoreMessage(message, arrivedMs)
}

/** A message of a durable consumer; `reply` carries sequence and time, read only when somebody asks. */
export function deliveredMessage(message: Msg, acknowledge: (reply: string, payload: string) => void): BusMessage {
  return new DeliveredMessage(message, acknowledge)
}

/** What a stream holds at a sequence; there is nothing to acknowledge. */
export function storedMessage(stored: {
  subject: string
  data: Uint8Array
  header?: MsgHdrs
  seq: number
  time: Date
}): BusMessage {
  return {
    subject: stored.subject,
    data: stored.data,
    text: () => decoder.decode(stored.data),
    json: () => JSON.parse(decoder.decode(stored.data)),
    headers: plainHeaders(stored.header),
    seq: stored.seq,
    redelivered: false,
    timeMs: stored.time.getTime(),
    ack() {},
    nak() {},
    respond() {},
  }
}

function plainHeaders(headers: MsgHdrs | undefined): Readonly<Record<string, string>> {
  if (!headers) return NO_HEADERS
  return Object.fromEntries(headers.keys().map((key) => [key, headers.get(key)]))
}

class CoreMessage implements BusMessage {
  readonly seq: number = 0
  readonly redelivered: boolean = false
  readonly timeMs: number
  protected readonly message: Msg

  constructor(message: Msg, timeMs: number) {
    this.message = message
    this.timeMs = timeMs
  }
  get subject(): string {
    return this.message.subject
  }
  get data(): Uint8Array {
    return this.message.data
  }
  get headers(): Readonly<Record<string, string>> {
    return plainHeaders(this.message.headers)
  }
  text(): string {
    return decoder.decode(this.message.data)
  }
  json<T>(): T {
    return JSON.parse(decoder.decode(this.message.data))
  }
  ack(): void {}
  nak(): void {}
  respond(payload: Uint8Array | string): void {
    this.message.respond(payload)
  }
}

class DeliveredMessage implements BusMessage {
  private readonly message: Msg
  private readonly acknowledge: (reply: string, payload: string) => void
  private parsed: Delivery | undefined
  private answered = false

  constructor(message: Msg, acknowledge: (reply: string, payload: string) => void) {
    this.message = message
    this.acknowledge = acknowledge
  }
  get subject(): string {
    return this.message.subject
  }
  get data(): Uint8Array {
    return this.message.data
  }
  get headers(): Readonly<Record<string, string>> {
    return plainHeaders(this.message.headers)
  }
  get seq(): number {
    return this.delivery.seq
  }
  get redelivered(): boolean {
    return this.delivery.deliveries > 1
  }
  get timeMs(): number {
    return this.delivery.timeMs
  }
  text(): string {
    return decoder.decode(this.message.data)
  }
  json<T>(): T {
    return JSON.parse(decoder.decode(this.message.data))
  }
  ack(): void {
    this.settle(ACK)
  }
  nak(delayMs = 0): void {
    this.settle(delayMs > 0 ? `-NAK ${JSON.stringify({ delay: delayMs * 1_000_000 })}` : '-NAK')
  }
  respond(): void {}

  private settle(payload: string): void {
    if (this.answered) return
    this.answered = true
    this.acknowledge(this.message.reply ?? '', payload)
  }
  private get delivery(): Delivery {
    this.parsed ??= parseDelivery(this.message.reply ?? '')
    return this.parsed
  }
}

interface Delivery {
  deliveries: number
  seq: number
  timeMs: number
}

/**
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<ns>.<pending>`; newer servers put domain and
 * account hash before the stream and a token at the end.
 */
export function parseDelivery(reply: string): Delivery {
  const tokens = reply.split('.')
  const first = tokens.length === 9 ? 4 : 6
  const number = (at: number): number => Number(tokens[at] ?? 0)
  return { deliveries: number(first), seq: number(first + 1), timeMs: Math.floor(number(first + 3) / 1e6) }
}
