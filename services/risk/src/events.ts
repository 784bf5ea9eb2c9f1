// What the ORDERS stream tells the book. One function for replay and for live messages, so that a restart ends where it was.
import { scaled, sideOf, text } from '#kit/fill'
import type { Book, Fill, FillOutcome } from './book.ts'

export const BOOK_SUBJECTS = ['orders.new', 'orders.cancelled', 'orders.rejected', 'orders.fill', 'fills.confirmed']

export interface BookEvent {
  subject: string
  body: Record<string, unknown>
  timeMs: number
}

export type Applied = FillOutcome | 'ignored' | 'malformed'

/** Never throws: one bad message must not stop the book. */
export function applyEvent(book: Book, event: BookEvent, nowMs: number): Applied {
  switch (event.subject) {
    case 'orders.new':
      return post(book, event.body, nowMs)
    case 'orders.cancelled':
    case 'orders.rejected':
      return withOrder(event.body, (orderId) => book.release(orderId))
    case 'orders.fill': {
      const remaining = scaled(event.body.remaining_quantity)
      return remaining === undefined ? 'malformed' : withOrder(event.body, (orderId) => book.settle(orderId, remaining))
    }
    case 'fills.confirmed': {
      const fill = fillOf(event)
      return fill ? book.fill(fill) : 'malformed'
    }
    default:
      return 'ignored'
  }
}

function withOrder(body: Record<string, unknown>, change: (orderId: string) => void): Applied {
  const orderId = text(body.order_id)
  if (orderId === undefined) return 'malformed'
  change(orderId)
  return 'applied'
}

function post(book: Book, body: Record<string, unknown>, atMs: number): Applied {
  const [orderId, account, symbol] = [text(body.order_id), text(body.account), text(body.symbol)]
  const [side, leaves] = [sideOf(body.side), scaled(body.quantity)]
  if (!orderId || !account || !symbol || !side || leaves === undefined) return 'malformed'
  const revision = Number.isSafeInteger(body.revision) ? (body.revision as number) : 0
  book.post({ orderId, account, symbol, side, leaves, revision, atMs })
  return 'applied'
}

/** The same reading as in oms: `quantity` is this fill's, a bust carries zeros and names the fill it takes back. */
export function fillOf({ body, timeMs }: BookEvent): Fill | undefined {
  const venue = text(body.venue) ?? ''
  const [fillId, orderId, account] = [text(body.fill_id), text(body.order_id), text(body.account)]
  const [symbol, side] = [text(body.symbol), sideOf(body.side)]
  const [quantity, price] = [scaled(body.quantity ?? body.filled_quantity), scaled(body.price)]
  if (!fillId || !orderId || !account || !symbol || !side || quantity === undefined || price === undefined)
    return undefined
  const execType = body.exec_type === 'H' || body.exec_type === 'G' ? body.exec_type : 'F'
  if (quantity < 0n || (execType === 'F' && quantity === 0n)) return undefined
  const ref = text(body.exec_ref_id)
  return {
    key: `${venue}|${fillId}`,
    orderId,
    account,
    symbol: symbol.toUpperCase(),
    side,
    quantity,
    price,
    execType,
    ...(ref === undefined ? {} : { ref: `${venue}|${ref}` }),
    timeMs,
  }
}
