// What the log holds: decisions, not states. A record is everything that is needed to make the same change again, and the
// messages that the change caused, word for word, so that what is published after a crash is what would have been before it.

import type { FillContent } from '#kit/fill'
import type { Scaled } from '#kit/number'
import type { Order } from './order.ts'
import { pack, unpack } from './pack.ts'
import type { OrderEvent } from './transitions.ts'

/** A fill, a bust (H) or a correction (G) as it came from the bus, read and completed. */
/** `ref` is the key of the fill that a bust or correction changes. */
export interface BookedFill extends FillContent {
  key: string
  fillId: string
  venue: string
  commission: Scaled
  timeMs: number
}

export type LogRecord =
  | { type: 'order'; timeMs: number; order: Order; event: Extract<OrderEvent, { kind: 'approve' | 'deny' }> }
  | { type: 'event'; timeMs: number; orderId: string; event: OrderEvent }
  | { type: 'fill'; timeMs: number; fill: BookedFill }

export interface OutMessage {
  subject: string
  body: Record<string, unknown>
}

/** Two lines: the record, the messages. Reading the state back needs only the first. */
export function encodeRecord(record: LogRecord, messages: readonly OutMessage[]): Buffer {
  return Buffer.from(`${pack(record)}\n${JSON.stringify(messages)}`)
}

export function decodeRecord(payload: Buffer): LogRecord {
  return unpack(payload.toString('utf8', 0, payload.indexOf(10)))
}

export function decodeMessages(payload: Buffer): OutMessage[] {
  return JSON.parse(payload.toString('utf8', payload.indexOf(10) + 1))
}
