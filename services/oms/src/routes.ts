// The HTTP face of oms. POST /orders goes around the framework; reads wait until what they show is durable.
import { type FastifyInstance, type HotReply, hotRoute, httpError } from '#kit/http'
import type { Desk, Submitted } from './desk.ts'
import type { Ledger } from './ledger.ts'
import { isTerminal, type Order, statusOf } from './order.ts'
import type { OmsStats } from './stats.ts'
import { Invalid } from './validate.ts'
import { fillView, orderView, positionView } from './views.ts'

export interface OmsRoutes {
  desk: Desk
  ledger: Ledger
  stats: OmsStats
  report: () => object
  /** Resolves when all that is in the ledger is durable. */
  barrier: () => Promise<void>
}

const MAX_LISTED = 1000

export function addRoutes(app: FastifyInstance, routes: OmsRoutes): void {
  hotRoute(app, 'POST', '/orders', (body) => place(body, routes))
  app.get('/stats', async () => routes.report())
  addOrderRoutes(app, routes)
  addFillRoutes(app, routes)
  addPositionRoutes(app, routes)
}

async function place(body: unknown, { desk, stats }: OmsRoutes): Promise<HotReply> {
  stats.count('received')
  try {
    const outcome = await desk.submit(body)
    stats.submitted(outcome)
    return replyTo(outcome)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    stats.count('refused')
    throw httpError(400, 'VALIDATION', error.message, { field: error.field })
  }
}

function replyTo(outcome: Submitted): HotReply {
  switch (outcome.kind) {
    case 'placed':
      return { body: { ...orderView(outcome.order), latency_ms: Math.round(outcome.latencyMs * 1000) / 1000 } }
    case 'replayed':
      return { body: { ...orderView(outcome.order), replayed: true } }
    case 'reused': {
      const { orderId, clientOrderId } = outcome.first
      const message = `client_order_id ${clientOrderId} was used for another order`
      throw httpError(409, 'CLIENT_ID_REUSED', message, { order_id: orderId, status: statusOf(outcome.first) })
    }
    case 'capped':
      throw httpError(400, 'TOO_MANY_OPEN', outcome.message, { field: outcome.field })
    case 'unavailable':
      throw httpError(503, outcome.code, outcome.message)
  }
}

function addOrderRoutes(app: FastifyInstance, { desk, ledger, barrier }: OmsRoutes): void {
  type Filter = { account?: string; active_only?: string; status?: string; limit?: string }
  app.get<{ Querystring: Filter }>('/orders', async ({ query }) => {
    await barrier()
    const limit = Math.min(Number(query.limit ?? MAX_LISTED) || MAX_LISTED, MAX_LISTED)
    const wanted = (order: Order): boolean =>
      (query.account === undefined || order.account === query.account) &&
      (query.active_only !== 'true' || !isTerminal(order)) &&
      (query.status === undefined || statusOf(order) === query.status.toUpperCase())
    return [...ledger.orders()].filter(wanted).slice(-limit).map(orderView)
  })
  app.get<{ Params: { id: string } }>('/orders/:id', async ({ params }) => {
    await barrier()
    return orderView(known(ledger, params.id))
  })
  app.get<{ Params: { id: string } }>('/orders/:id/fills', async ({ params }) => {
    await barrier()
    const { orderId } = known(ledger, params.id)
    return [...ledger.fills()].filter((fill) => fill.orderId === orderId).map(fillView)
  })
  app.delete<{ Params: { id: string } }>('/orders/:id', async ({ params }) => {
    const outcome = await desk.cancel(params.id)
    if (outcome.kind === 'unknown') throw httpError(404, 'UNKNOWN_ORDER', `order ${params.id} is not known`)
    if (outcome.kind === 'unavailable') throw httpError(503, outcome.code, outcome.message)
    const { order, success, code } = outcome
    return { status: statusOf(order), order_id: order.orderId, success, ...(code === undefined ? {} : { code }) }
  })
}

function addFillRoutes(app: FastifyInstance, { ledger, barrier }: OmsRoutes): void {
  type Filter = { account?: string; start?: string; end?: string }
  app.get<{ Querystring: Filter }>('/fills', async ({ query }) => {
    await barrier()
    const [start, end] = [timeOf('start', query.start), timeOf('end', query.end)]
    return [...ledger.fills()]
      .filter((fill) => query.account === undefined || fill.account === query.account)
      .filter((fill) => (start === undefined || fill.timeMs >= start) && (end === undefined || fill.timeMs < end))
      .slice(-MAX_LISTED)
      .map(fillView)
  })
}

function addPositionRoutes(app: FastifyInstance, { ledger, barrier }: OmsRoutes): void {
  app.get<{ Querystring: { account?: string } }>('/positions', async ({ query }) => {
    await barrier()
    return [...ledger.positions()]
      .filter(({ account }) => query.account === undefined || account === query.account)
      .map(({ account, symbol, position }) => positionView(account, symbol, position))
  })
  // One path, two meanings: a symbol that is known comes first, else it names an account.
  app.get<{ Params: { name: string }; Querystring: { account?: string } }>(
    '/positions/:name',
    async ({ params, query }) => {
      await barrier()
      const symbol = params.name.toUpperCase()
      const held = [...ledger.positions()].filter((entry) => entry.symbol === symbol)
      const account = query.account ?? 'default'
      const bySymbol = held.find((entry) => entry.account === account)
      if (bySymbol) return positionView(account, symbol, bySymbol.position)
      if (held.length > 0) throw httpError(404, 'UNKNOWN_POSITION', `account ${account} has no position in ${symbol}`)
      const ofAccount = [...ledger.positions()].filter((entry) => entry.account === params.name)
      return Object.fromEntries(
        ofAccount.map((entry) => [entry.symbol, positionView(entry.account, entry.symbol, entry.position)]),
      )
    },
  )
}

function known(ledger: Ledger, orderId: string): Order {
  const order = ledger.order(orderId)
  if (!order) throw httpError(404, 'UNKNOWN_ORDER', `order ${orderId} is not known`)
  return order
}

function timeOf(field: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) : Date.parse(value)
  if (Number.isNaN(ms))
    throw httpError(400, 'VALIDATION', `${field}: found "${value}", expected an ISO time`, { field })
  return ms
}
