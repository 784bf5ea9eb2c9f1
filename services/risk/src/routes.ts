// The HTTP face of risk. `/check` goes around the framework; everything else is for people and the CLI.
import { type FastifyInstance, hotRoute, httpError } from '#kit/http'
import type { AlertBoard } from './alerts.ts'
import type { Verdict } from './check.ts'
import type { RiskEngine } from './engine.ts'
import { holdingsOf, limitsOf, portfolioOf } from './reports.ts'

export interface RiskRoutes {
  engine: RiskEngine
  alerts: AlertBoard
  /** Counted, measured and answered in one place, whatever way the question came. */
  check: (body: unknown) => { status: number; verdict: Verdict }
  /** Durable when it returns. */
  setBlocked: (symbol: string, blocked: boolean) => void
  stats: () => object
  nowMs: () => number
}

export function addRoutes(app: FastifyInstance, routes: RiskRoutes): void {
  const { engine, alerts, nowMs } = routes
  const hot = (body: unknown) => {
    const { status, verdict } = routes.check(body)
    return { status, body: verdict }
  }
  hotRoute(app, 'POST', '/check', hot)
  hotRoute(app, 'POST', '/risk/check', hot)

  app.get<{ Querystring: { account?: string } }>('/risk/portfolio', async ({ query }) => ({
    ...portfolioOf(engine, query.account, nowMs()),
    ...(query.account === undefined ? {} : { holdings: holdingsOf(engine, query.account) }),
  }))
  for (const path of ['/risk/limits', '/limits'])
    app.get<{ Querystring: { account?: string } }>(path, async ({ query }) =>
      limitsOf(engine, query.account ?? 'default', nowMs()),
    )
  app.get<{ Querystring: { account?: string } }>('/breaches', async ({ query }) =>
    Object.entries(limitsOf(engine, query.account ?? 'default', nowMs()))
      .filter(([, line]) => line.breached)
      .map(([name, line]) => ({ name, ...line })),
  )

  app.get<{ Querystring: { unacknowledged_only?: string } }>('/risk/alerts', async ({ query }) =>
    alerts.list(query.unacknowledged_only === 'true'),
  )
  app.post<{ Params: { id: string } }>('/risk/alerts/:id/acknowledge', async ({ params }) => {
    if (!alerts.acknowledge(params.id)) throw httpError(404, 'UNKNOWN_ALERT', `alert ${params.id} is not known`)
    return { alert_id: params.id, acknowledged: true }
  })

  app.post<{ Params: { symbol: string } }>('/risk/symbol/:symbol/block', async ({ params }) => {
    const symbol = params.symbol.toUpperCase()
    routes.setBlocked(symbol, true)
    return { symbol, blocked: true }
  })
  app.delete<{ Params: { symbol: string } }>('/risk/symbol/:symbol/block', async ({ params }) => {
    const symbol = params.symbol.toUpperCase()
    routes.setBlocked(symbol, false)
    return { symbol, blocked: false }
  })

  app.get('/stats', async () => routes.stats())
  app.get('/risk/metrics', async () => ({ ...routes.stats(), portfolio: portfolioOf(engine, undefined, nowMs()) }))
}
