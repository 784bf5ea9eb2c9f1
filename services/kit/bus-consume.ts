// Durable consumption in batches. Own pull loop instead of the client's: credits are given back only when a batch is
// handled, so a slow handler bounds memory, and a failed batch is tried again in place, which keeps the order
// (with ack policy `all`, going on after a failure would acknowledge what was lost).
import { AckPolicy, type ConsumerConfig, DeliverPolicy, type JetStreamManager } from '@nats-io/jetstream'
import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node'
import type { Link } from './bus.ts'
import { type BusMessage, deliveredMessage } from './bus-message.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface ConsumeOptions {
  stream: string
  durable: string
  /** Subject filter; absent = the whole stream. */
  filter?: string
  /** Most messages in one call of the handler. */
  batch: number
  /** Longest wait from the first message of a batch to the call of the handler. */
  maxWaitMs: number
  /** `all`: acknowledging one message acknowledges all before it. */
  ackPolicy: 'explicit' | 'all'
  /** −1 = no limit; at least two batches, or delivery stalls. Default: four batches. */
  maxAckPending?: number
  /** Must be longer than the slowest call of the handler. */
  ackWaitMs?: number
  deliver?: 'all' | 'new'
}

export interface Consumption {
  /** Down while the consumer cannot be made or the bus is away. */
  state(): 'up' | 'down'
  /** Messages fetched and not yet handed over. */
  buffered(): number
  /** No more pulls; what is buffered is handed over once more; then the subscription ends. */
  stop(): Promise<void>
}

export interface ConsumptionSeam {
  connection: NatsConnection
  admin: Promise<JetStreamManager>
  clock: Clock
  log: Log
  link: Link
  options: ConsumeOptions
  handler: (batch: BusMessage[]) => Promise<void>
}

const PULL_EXPIRES_MS = 30_000
const HEARTBEAT_MS = 5000
const SETUP_RETRY_MS = 1000
const HANDLER_RETRY_MS = 500
const HANDLER_RETRY_MAX_MS = 10_000

export function startConsumption(seam: ConsumptionSeam): Consumption {
  return new Puller(seam)
}

class Puller implements Consumption {
  private readonly seam: ConsumptionSeam
  private readonly log: Log
  private readonly inbox = createInbox()
  private readonly subscription: Subscription
  private readonly stopWatch: () => void
  private buffer: BusMessage[] = []
  /** The batch the handler has, or failed on. */
  private inHand: BusMessage[] = []
  /** Messages asked for and not yet arrived. */
  private credits = 0
  private ready = false
  private stopping = false
  private setup: Promise<void> | undefined
  /** Resolves to whether the batch was handled. */
  private running: Promise<boolean> | undefined
  private stopped: Promise<void> | undefined
  private cancelWait: (() => void) | undefined
  private wakeRetry: (() => void) | undefined
  private lastHeardMs: number

  constructor(seam: ConsumptionSeam) {
    this.seam = seam
    this.log = seam.log.child({ stream: seam.options.stream, consumer: seam.options.durable })
    this.lastHeardMs = seam.clock.monotonicMs()
    this.subscription = seam.connection.subscribe(`${this.inbox}.*`, {
      callback: (error, message) =>
        error ? this.log.error('consumer subscription failed', { error }) : this.receive(message),
    })
    this.stopWatch = seam.clock.every(HEARTBEAT_MS, () => this.watch())
    seam.link.onReconnect(() => this.restart('bus came back'))
    this.ensureConsumer()
  }

  state(): 'up' | 'down' {
    return this.ready && this.seam.link.state() === 'up' ? 'up' : 'down'
  }

  buffered(): number {
    return this.buffer.length
  }

  stop(): Promise<void> {
    this.stopped ??= this.finish()
    return this.stopped
  }

  private async finish(): Promise<void> {
    this.stopping = true
    this.stopWatch()
    this.cancelWait?.()
    this.wakeRetry?.()
    if (!this.seam.connection.isClosed()) this.subscription.unsubscribe()
    // After a batch that failed nothing may be acknowledged: what is left goes back and comes to the next instance.
    let passed = (await this.running) ?? true
    while (passed && this.buffer.length > 0) passed = await this.tryHandle(this.take())
    for (const message of [...this.inHand, ...this.buffer]) message.nak()
    // Acknowledgements of the last batch are still in the socket's buffer.
    if (this.seam.link.state() === 'up') await this.seam.connection.flush().catch(() => {})
  }

  /** Makes the durable consumer (or finds it unchanged), again and again until it is there. */
  private ensureConsumer(): void {
    if (this.setup || this.stopping) return
    this.setup = this.makeConsumer().finally(() => {
      this.setup = undefined
    })
  }

  private async makeConsumer(): Promise<void> {
    const { stream, durable } = this.seam.options
    const config = consumerConfig(this.seam.options)
    for (let attempt = 1; !this.stopping && !this.seam.connection.isClosed(); attempt++) {
      try {
        const { consumers } = await this.seam.admin
        const known = await consumers.info(stream, durable).catch(() => undefined)
        if (known) await consumers.update(stream, durable, changeable(config))
        else await consumers.add(stream, config)
        if (attempt > 1) this.log.info('consumer ready')
        this.ready = true
        this.pull()
        return
      } catch (error) {
        if (attempt === 1) this.log.warn('consumer not ready, trying again', { reason: (error as Error).message })
        await this.seam.clock.sleep(SETUP_RETRY_MS)
      }
    }
  }

  private pull(): void {
    const { batch, stream, durable } = this.seam.options
    if (!this.ready || this.stopping || this.seam.link.state() === 'down') return
    // One batch in the handler's hands, one on its way.
    const open = this.credits + this.buffer.length
    if (open > batch) return
    const wanted = 2 * batch - open
    this.credits += wanted
    this.seam.connection.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
      JSON.stringify({ batch: wanted, expires: PULL_EXPIRES_MS * 1e6, idle_heartbeat: HEARTBEAT_MS * 1e6 }),
      { reply: `${this.inbox}.0` },
    )
  }

  private receive(message: Msg): void {
    this.lastHeardMs = this.seam.clock.monotonicMs()
    // Statuses come to the inbox itself, messages keep their own subject.
    if (message.subject.startsWith(this.inbox)) {
      this.receiveStatus(message)
      return
    }
    this.credits = Math.max(0, this.credits - 1)
    this.buffer.push(deliveredMessage(message, (reply, payload) => this.acknowledge(reply, payload)))
    this.pull()
    if (this.buffer.length >= this.seam.options.batch) this.run()
    else this.runSoon()
  }

  private receiveStatus(message: Msg): void {
    const code = message.headers?.code ?? 0
    if (code === 100) return
    const unserved = Number(message.headers?.get('Nats-Pending-Messages') ?? 0)
    this.credits = Math.max(0, this.credits - (unserved || this.credits))
    const description = message.headers?.description ?? ''
    if (code === 503 || (code === 409 && /deleted/i.test(description))) this.restart(description)
    else if (code === 404 || code === 408) this.pull()
    // Pulling again at once would only be refused again; the watch does it.
    else this.log.warn('pull refused', { code, description })
  }

  /** Everything asked for is void: the consumer may be gone, or the server forgot our pulls. */
  private restart(why: string): void {
    if (this.stopping) return
    this.log.debug('consumer starts over', { why })
    this.ready = false
    this.credits = 0
    this.ensureConsumer()
  }

  /** A pull that gets neither messages nor heartbeats is lost. */
  private watch(): void {
    if (!this.ready || this.seam.link.state() === 'down') return
    const silentMs = this.seam.clock.monotonicMs() - this.lastHeardMs
    if (this.credits > 0 && silentMs > 3 * HEARTBEAT_MS) {
      this.lastHeardMs = this.seam.clock.monotonicMs()
      this.restart('no heartbeat')
    }
    this.pull()
  }

  private acknowledge(reply: string, payload: string): void {
    // Without a bus the acknowledgement is lost and the message comes again: at least once is the contract.
    if (reply && this.seam.link.state() === 'up') this.seam.connection.publish(reply, payload)
  }

  private runSoon(): void {
    if (this.running || this.cancelWait || this.stopping) return
    this.cancelWait = this.seam.clock.after(this.seam.options.maxWaitMs, () => this.run())
  }

  private run(): void {
    if (this.running || this.stopping || this.buffer.length === 0) return
    this.cancelWait?.()
    this.cancelWait = undefined
    this.running = this.handle(this.take()).finally(() => {
      this.running = undefined
      this.pull()
      if (this.buffer.length >= this.seam.options.batch) this.run()
      else if (this.buffer.length > 0) this.runSoon()
    })
  }

  private take(): BusMessage[] {
    this.inHand = this.buffer.splice(0, this.seam.options.batch)
    return this.inHand
  }

  /** Tries the same batch until it succeeds: later messages must not overtake it. */
  private async handle(batch: BusMessage[]): Promise<boolean> {
    let waitMs = HANDLER_RETRY_MS
    while (!(await this.tryHandle(batch))) {
      if (this.stopping) return false
      await this.pauseOrStop(waitMs)
      waitMs = Math.min(waitMs * 2, HANDLER_RETRY_MAX_MS)
    }
    return true
  }

  private pauseOrStop(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.seam.clock.after(ms, resolve)
      this.wakeRetry = () => {
        cancel()
        resolve()
      }
    })
  }

  private async tryHandle(batch: BusMessage[]): Promise<boolean> {
    try {
      await this.seam.handler(batch)
      this.inHand = []
      return true
    } catch (error) {
      this.log.error('batch failed, it stays unacknowledged', { messages: batch.length, error })
      return false
    }
  }
}

function consumerConfig(options: ConsumeOptions): ConsumerConfig {
  return {
    durable_name: options.durable,
    ack_policy: options.ackPolicy === 'all' ? AckPolicy.All : AckPolicy.Explicit,
    deliver_policy: options.deliver === 'new' ? DeliverPolicy.New : DeliverPolicy.All,
    ack_wait: (options.ackWaitMs ?? 30_000) * 1e6,
    max_ack_pending: options.maxAckPending ?? Math.max(1000, options.batch * 4),
    replay_policy: 'instant',
    ...(options.filter === undefined ? {} : { filter_subject: options.filter }),
  } as ConsumerConfig
}

/** Where to start and how to acknowledge are fixed for the life of a consumer; the rest may change with our settings. */
function changeable(config: ConsumerConfig): Partial<ConsumerConfig> {
  const { ack_wait, max_ack_pending, filter_subject } = config
  return { ack_wait, max_ack_pending, ...(filter_subject === undefined ? {} : { filter_subject }) }
}
