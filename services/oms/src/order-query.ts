// Answers risk, which asks about approvals whose order it never saw.
import type { Bus } from '#kit/bus'
import type { Desk } from './desk.ts'
import type { Ledger } from './ledger.ts'
import { isTerminal, statusOf } from './order.ts'

export const ORDER_QUERY_SUBJECT = 'oms.order.get'

export function answerOrderQueries(
  bus: Pick<Bus, 'respond'>,
  ledger: Ledger,
  desk: Pick<Desk, 'isInFlight'>,
): () => Promise<void> {
  return bus.respond(ORDER_QUERY_SUBJECT, (message) => {
    const { order_id: orderId } = message.json<{ order_id?: string }>()
    const order = ledger.order(orderId ?? '')
    if (order) return JSON.stringify({ known: true, active: !isTerminal(order), status: statusOf(order) })
    // An order on its way to the log is not lost yet.
    const coming = desk.isInFlight(orderId ?? '')
    return JSON.stringify({ known: coming, active: coming })
  })
}
