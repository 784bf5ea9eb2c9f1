// Takes orders and cancels. An order becomes one record, order and verdict together, so one sync answers it; no store and
// no bus is asked on the way (F11).
import type { Clock } from '#kit/clock'
import type { Rng } from '#kit/rng'
import type { Commit } from './commit.ts'
import type { Ledger } from './ledger.ts'
import { newOrder, type Order } from './order.ts'
import type { RiskClient } from './risk-client.ts'
import { type NewTerms, readTerms, warningsOf } from './validate.ts'

export type Submitted =
  | { kind: 'placed'; order: Order; latencyMs: number }
  | { kind: 'replayed'; order: Order }
  | { kind: 'reused'; first: Order }
  | { kind: 'unavailable'; code: 'STARTING' | 'BUS_DOWN' | 'LOG_FULL'; message: string }
  | { kind: 'capped'; field: 'account'; message: string }

export type Cancelled =
  | { kind: 'unknown' }
  | { kind: 'done'; order: Order; success: boolean; code?: 'TOO_LATE' }
  | { kind: 'unavailable'; code: 'LOG_FULL'; message: string }

export interface Caps {
  max_open_per_account: number
  max_open_total: number
  max_value: number
}

export interface DeskOptions {
  ledger: Ledger
  commit: Commit
  risk: Pick<RiskClient, 'check'>
  clock: Clock
  rng: Rng
  caps: { of(account: string): Caps; sameProfile(account: string, other: string): boolean }
  /** Why no order can be taken now; undefined when one can. */
  unavailable: () => Extract<Submitted, { kind: 'unavailable' }> | undefined
  exhausted: () => boolean
  /** Time spent in risk and in the log, for /stats. */
  measured: (stage: 'risk' | 'log', ms: number) => void
}

export interface Desk {
  /** Throws Invalid for a body that is no order. */
  submit(body: unknown): Promise<Submitted>
  cancel(orderId: string): Promise<Cancelled>
  /** Orders whose outcome is not known yet. */
  isInFlight(orderId: string): boolean
}

export function orderDesk(options: DeskOptions): Desk {
  const { ledger, commit, clock, caps } = options
  /** By client id, so that a second request waits for the first one's outcome. */
  const byClient = new Map<string, Promise<Submitted>>()
  const inFlight = new Map<string, string>()

  const submit = async (body: unknown): Promise<Submitted> => {
    const startedMs = clock.monotonicMs()
    const terms = readTerms(body, (account) => caps.of(account).max_value)
    const { clientOrderId } = terms
    if (clientOrderId === undefined) return place(terms, startedMs)
    // First the one on its way: its order is in the ledger before it is durable, and must not be answered for yet.
    const key = `${terms.account}\n${clientOrderId}`
    const running = byClient.get(key)
    if (running) return replayed(await running, terms)
    const known = ledger.orderOfClient(terms.account, clientOrderId)
    if (known) return again(known, terms)
    const outcome = place(terms, startedMs).finally(() => byClient.delete(key))
    byClient.set(key, outcome)
    return outcome
  }

  const place = async (terms: NewTerms, startedMs: number): Promise<Submitted> => {
    const refusal = options.unavailable() ?? capped(terms.account)
    if (refusal) return refusal
    const order = newOrder({ ...terms, orderId: options.rng.uuid() }, clock.nowMs())
    inFlight.set(order.orderId, order.account)
    try {
      const placed = await decide(order)
      return { kind: 'placed', order: placed, latencyMs: clock.monotonicMs() - startedMs }
    } finally {
      inFlight.delete(order.orderId)
    }
  }

  const decide = async (order: Order): Promise<Order> => {
    const askedMs = clock.monotonicMs()
    const verdict = await options.risk.check(order, ledger.riskLsn)
    const decidedMs = clock.monotonicMs()
    options.measured('risk', decidedMs - askedMs)
    const { riskLevel, reason = 'risk_error: no reason given' } = verdict
    const warnings = [...warningsOf(order), ...(verdict.warnings ?? [])]
    const { effects, durable } = commit({
      type: 'order',
      timeMs: clock.nowMs(),
      order,
      event: verdict.approved
        ? { kind: 'approve', riskLevel, ...(warnings.length > 0 ? { warnings } : {}) }
        : { kind: 'deny', riskLevel, reason },
    })
    await durable
    options.measured('log', clock.monotonicMs() - decidedMs)
    return effects.order as Order
  }

  /** Orders on their way count, or a burst would pass the cap together. */
  const capped = (account: string): Submitted | undefined => {
    const { max_open_per_account, max_open_total } = caps.of(account)
    const coming = [...inFlight.values()]
    const own = ledger.openOrders(account) + coming.filter((other) => other === account).length
    if (own >= max_open_per_account)
      return cap(`account: ${own} open orders, expected fewer than ${max_open_per_account}`)
    let total = coming.filter((other) => caps.sameProfile(account, other)).length
    for (const [other, open] of ledger.openByAccount()) if (caps.sameProfile(account, other)) total += open
    return total >= max_open_total
      ? cap(`account: ${total} open orders in all, expected fewer than ${max_open_total}`)
      : undefined
  }

  const again = (first: Order, terms: NewTerms): Submitted =>
    first.fingerprint === terms.fingerprint ? { kind: 'replayed', order: first } : { kind: 'reused', first }

  const replayed = (outcome: Submitted, terms: NewTerms): Submitted =>
    outcome.kind === 'placed' ? again(outcome.order, terms) : outcome

  return {
    submit,
    isInFlight: (orderId) => inFlight.has(orderId),
    async cancel(orderId) {
      if (!ledger.order(orderId)) return { kind: 'unknown' }
      if (options.exhausted()) return { kind: 'unavailable', code: 'LOG_FULL', message: 'the log has no room left' }
      const { effects, durable } = commit({
        type: 'event',
        timeMs: clock.nowMs(),
        orderId,
        event: { kind: 'cancelRequest', by: 'client' },
      })
      await durable
      const order = effects.order as Order
      if (effects.refused) return { kind: 'done', order, success: false, code: 'TOO_LATE' }
      return { kind: 'done', order, success: true }
    },
  }
}

function cap(message: string): Submitted {
  return { kind: 'capped', field: 'account', message }
}
