// What comes from the bus: fills, reports, cancels. A message is acknowledged only when its record is durable, so a crash
// brings it again, and what was booked already is then recognised (services.md 9.1).
import { createHash } from 'node:crypto'
import type { Bus, BusMessage, Consumption } from '#kit/bus'
import { scaled, sideOf, text } from '#kit/fill'
import { divideHalfEven, parseScaled, SCALE, type Scaled } from '#kit/number'
import type { Commit } from './commit.ts'
import type { OmsConfig } from './config.schema.ts'
import type { Ledger } from './ledger.ts'
import type { BookedFill, LogRecord } from './records.ts'
import { eventOfStatus } from './status-report.ts'

export interface InboundOptions {
  bus: Pick<Bus, 'consume'>
  ledger: Ledger
  commit: Commit
  nowMs: () => number
  commission: OmsConfig['commission']
  alert: (message: string) => void
  /** The log has no room: the messages stay where they are and are tried again. */
  exhausted: () => boolean
}

const STREAM = 'ORDERS'
const CONSUMERS = [
  { durable: 'oms-fills', filter: 'fills.confirmed' },
  { durable: 'oms-status', filter: 'orders.status' },
  { durable: 'oms-cancels', filter: 'orders.cancel.request' },
] as const

export function consumeInbound(options: InboundOptions): Consumption[] {
  return CONSUMERS.map(({ durable, filter }) =>
    options.bus.consume({ stream: STREAM, durable, filter, batch: 256, maxWaitMs: 1, ackPolicy: 'all' }, (batch) =>
      takeBatch(batch, options),
    ),
  )
}

/** One sync for the batch, then one acknowledgement for all of it. */
export async function takeBatch(batch: BusMessage[], options: InboundOptions): Promise<void> {
  if (options.exhausted()) throw new Error('the log has no room left')
  await Promise.all(batch.flatMap((message) => take(message, options) ?? []))
  batch.at(-1)?.ack()
}

function take(message: BusMessage, options: InboundOptions): Promise<void> | undefined {
  const body = bodyOf(message)
  const record = body && recordOf(message.subject, body, options)
  if (!record) {
    // It cannot be understood now and will not be later; keeping it would stop everything behind it.
    options.alert(`MALFORMED: subject=${message.subject} seq=${message.seq}`)
    return undefined
  }
  if (record.type !== 'fill') return options.commit(record).durable
  const standing = options.ledger.standingOf(record.fill)
  if (standing === 'new') return options.commit(record).durable
  if (standing !== 'duplicate') options.alert(`FILL_CONFLICT: fill=${record.fill.key} ${standing}`)
  return undefined
}

function recordOf(subject: string, body: Record<string, unknown>, options: InboundOptions): LogRecord | undefined {
  const timeMs = options.nowMs()
  if (subject === 'fills.confirmed') {
    const fill = readFill(body, options)
    return fill && { type: 'fill', timeMs, fill }
  }
  const orderId = text(body.order_id)
  const event = subject === 'orders.status' ? eventOfStatus(body) : ({ kind: 'cancelRequest', by: 'client' } as const)
  return orderId === undefined || event === undefined ? undefined : { type: 'event', timeMs, orderId, event }
}

/** What a fill leaves out is taken from its order; a fill without an order must say everything itself. */
export function readFill(
  body: Record<string, unknown>,
  options: Pick<InboundOptions, 'ledger' | 'commission' | 'nowMs'>,
): BookedFill | undefined {
  const orderId = text(body.order_id)
  if (orderId === undefined) return undefined
  const order = options.ledger.order(orderId)
  const account = text(body.account) ?? order?.account
  const symbol = (text(body.symbol) ?? order?.symbol)?.toUpperCase()
  const side = sideOf(body.side) ?? order?.side
  const quantity = scaled(body.quantity ?? body.filled_quantity)
  const price = scaled(body.price)
  if (!account || !symbol || !side || quantity === undefined || price === undefined) return undefined
  const execType = body.exec_type === 'G' || body.exec_type === 'H' ? body.exec_type : 'F'
  const ref = text(body.exec_ref_id)
  if (execType === 'F' ? quantity <= 0n || price < 0n : quantity < 0n || ref === undefined) return undefined
  const venue = text(body.venue) ?? ''
  const fillId = text(body.fill_id) ?? impliedFillId(venue, body)
  return {
    key: `${venue}|${fillId}`,
    fillId,
    venue,
    orderId,
    account,
    symbol,
    side,
    quantity,
    price,
    commission: execType === 'H' ? 0n : (scaled(body.commission) ?? commissionFor(quantity, price, options.commission)),
    execType,
    ...(ref === undefined || execType === 'F' ? {} : { ref: `${venue}|${ref}` }),
    timeMs: typeof body.timestamp === 'number' ? Math.trunc(body.timestamp) : options.nowMs(),
  }
}

/** Without a trade id of the venue: venue, its order id, and the cumulative quantity after the fill name it. */
function impliedFillId(venue: string, body: Record<string, unknown>): string {
  const order = text(body.ext_order_id) ?? text(body.external_order_id) ?? text(body.order_id) ?? ''
  return createHash('sha256')
    .update(`${venue}|${order}|${String(body.cumulative_quantity)}`)
    .digest('hex')
    .slice(0, 32)
}

function commissionFor(quantity: Scaled, price: Scaled, { rate, min, max }: OmsConfig['commission']): Scaled {
  const exact = (value: number): Scaled => parseScaled(value) ?? 0n
  const raw = divideHalfEven(quantity * price * exact(rate), SCALE * SCALE)
  if (raw < exact(min)) return exact(min)
  if (raw > exact(max)) return exact(max)
  return raw
}

function bodyOf(message: BusMessage): Record<string, unknown> | undefined {
  try {
    const body: unknown = message.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
