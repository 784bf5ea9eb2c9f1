// An approval whose order never came: asked about after a while, released when oms does not know it or the order is over.
// No answer releases nothing: an oms that is away may still hold the order in its log.
import type { Bus } from '#kit/bus'
import type { Clock } from '#kit/clock'
import type { Log } from '#kit/log'
import type { Book, Reservation } from './book.ts'

export const ORDER_QUERY_SUBJECT = 'oms.order.get'

export interface PendingOptions {
  book: Book
  bus: Pick<Bus, 'request' | 'state'>
  clock: Clock
  log: Log
  releaseAfterMs: number
}

const REQUEST_TIMEOUT_MS = 1000

/** One sweep; returns the orders released. */
export async function sweepPending({ book, bus, clock, log, releaseAfterMs }: PendingOptions): Promise<string[]> {
  if (bus.state() === 'down') return []
  const limit = clock.monotonicMs() - releaseAfterMs
  const due = [...book.reservations()].filter((held) => held.state === 'pending' && held.atMs <= limit)
  const released: string[] = []
  for (const { orderId } of due) {
    const known = await ask(bus, orderId)
    // The order may have come, or gone, while we asked.
    if (known !== 'gone' || !stillPending(book.reservation(orderId))) continue
    book.release(orderId)
    released.push(orderId)
    log.info('approval released, its order never came', { order_id: orderId })
  }
  return released
}

function stillPending(held: Readonly<Reservation> | undefined): boolean {
  return held?.state === 'pending'
}

async function ask(bus: PendingOptions['bus'], orderId: string): Promise<'gone' | 'held' | 'unanswered'> {
  try {
    const reply = await bus.request(ORDER_QUERY_SUBJECT, JSON.stringify({ order_id: orderId }), REQUEST_TIMEOUT_MS)
    const { known, active } = reply.json<{ known?: boolean; active?: boolean }>()
    if (known === undefined) return 'unanswered'
    return known && active ? 'held' : 'gone'
  } catch {
    return 'unanswered'
  }
}
