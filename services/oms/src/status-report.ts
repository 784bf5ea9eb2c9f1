// `orders.status` of exeq, word by word, as events of the state machine.
import { scaled, text } from '#kit/fill'
import type { ReplaceRequest } from './order.ts'
import type { OrderEvent } from './transitions.ts'

/** Undefined for a status that is not in the contract. */
export function eventOfStatus(body: Record<string, unknown>): OrderEvent | undefined {
  const reason = text(body.error_message)
  const withReason = reason === undefined ? {} : { reason }
  switch (text(body.status)?.toUpperCase()) {
    case 'ROUTING':
      return { kind: 'route' }
    case 'SENT':
    case 'ACCEPTED':
      return { kind: 'ack', ...venueOf(body) }
    case 'REJECTED':
      return { kind: 'reject', ...withReason }
    case 'FAILED':
      return { kind: 'fail', ...withReason, ...(reason?.startsWith('LOST') ? { lost: true } : {}) }
    case 'PENDING_CANCEL':
      return { kind: 'cancelRequest', by: 'venue' }
    case 'CANCELLED':
      return { kind: 'cancelled', ...withReason }
    case 'CANCEL_REJECTED':
      return { kind: 'cancelReject' }
    case 'PENDING_REPLACE':
      return { kind: 'pendingReplace' }
    case 'REPLACED':
      return { kind: 'replaced', change: changeOf(body) }
    case 'REPLACE_REJECTED':
      return { kind: 'replaceReject' }
    case 'RESTATED':
      return { kind: 'restated', change: changeOf(body), ...restatement(body) }
    case 'EXPIRED':
      return { kind: 'expire', ...withReason }
    case 'DONE_FOR_DAY':
      return { kind: 'doneForDay' }
    default:
      return undefined
  }
}

function venueOf(body: Record<string, unknown>): { externalOrderId?: string; venue?: string } {
  const externalOrderId = text(body.external_order_id)
  const venue = text(body.venue)
  return { ...(externalOrderId === undefined ? {} : { externalOrderId }), ...(venue === undefined ? {} : { venue }) }
}

function changeOf(body: Record<string, unknown>): ReplaceRequest {
  const clientOrderId = text(body.client_order_id)
  const quantity = scaled(body.quantity)
  const price = scaled(body.price)
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(price === undefined ? {} : { price }),
  }
}

function restatement(body: Record<string, unknown>): { reason?: string } {
  const reason = text(body.restatement_reason)
  return reason === undefined ? {} : { reason }
}
