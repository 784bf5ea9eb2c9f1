// Asks risk for a verdict over a connection that stays open. Whatever is not a clear yes within the limit is a no (fail closed).
import { Pool } from 'undici'
import type { Bus } from '#kit/bus'
import { type Clock, withTimeout } from '#kit/clock'
import { toNumber } from '#kit/number'
import type { Order } from './order.ts'

export interface RiskVerdict {
  approved: boolean
  riskLevel: string
  reason?: string
  warnings?: string[]
}

export interface RiskClient {
  /** Never rejects. `lsn`: the newest log number that risk must have seen. */
  check(order: Order, lsn: number): Promise<RiskVerdict>
  /** Is anybody there, and well? For the health report only. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

export interface RiskClientOptions {
  url: string
  clock: Clock
  timeoutMs: number
  /** Second way when nothing listens at the first. */
  bus: Pick<Bus, 'request'>
}

/** A connection whose answer does not come is given up after this long; the order has been denied long before. */
const ABANDON_MS = 2000
const REFUSED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'])

export function riskClient({ url, clock, timeoutMs, bus }: RiskClientOptions): RiskClient {
  const pool = new Pool(url, {
    connections: 4,
    pipelining: 8,
    keepAliveTimeout: 60_000,
    headersTimeout: ABANDON_MS,
    bodyTimeout: ABANDON_MS,
    connect: { timeout: ABANDON_MS },
  })
  const ask = async (body: string): Promise<RiskVerdict> => {
    try {
      return await askHttp(pool, body)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name
      if (!REFUSED.has(code)) return denial(`risk_error: ${code}`)
      return askBus(bus, body, timeoutMs, code)
    }
  }
  return {
    check: (order, lsn) =>
      // The request is not aborted: that would close a connection that carries other orders' questions too.
      withTimeout(clock, timeoutMs, ask(requestBody(order, lsn)), () => denial(`risk_timeout: after_ms=${timeoutMs}`)),
    async ping() {
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/health' })
      await body.dump()
      return statusCode === 200
    },
    close: () => pool.destroy(),
  }
}

async function askHttp(pool: Pool, body: string): Promise<RiskVerdict> {
  const response = await pool.request({
    method: 'POST',
    path: '/check',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const text = await response.body.text()
  // F07: a missing route is an answer, not a wait.
  if (response.statusCode !== 200) return denial(`risk_error: http=${response.statusCode}${reasonIn(text)}`)
  return readVerdict(text)
}

async function askBus(bus: Pick<Bus, 'request'>, body: string, timeoutMs: number, why: string): Promise<RiskVerdict> {
  try {
    const reply = await bus.request('risk.check.order', body, timeoutMs)
    return readVerdict(reply.text())
  } catch {
    return denial(`risk_error: ${why}`)
  }
}

/** Only a literal true approves. */
export function readVerdict(text: string): RiskVerdict {
  const verdict = parsed(text)
  if (typeof verdict?.approved !== 'boolean') return denial('risk_error: not a verdict')
  const riskLevel = typeof verdict.risk_level === 'string' ? verdict.risk_level : 'UNKNOWN'
  const warnings = Array.isArray(verdict.warnings) ? { warnings: verdict.warnings.map(String) } : {}
  if (verdict.approved) return { approved: true, riskLevel, ...warnings }
  const reason = verdict.reason ?? verdict.rejection_reason
  return {
    approved: false,
    riskLevel,
    reason: typeof reason === 'string' ? reason : 'risk_error: no reason given',
    ...warnings,
  }
}

function denial(reason: string): RiskVerdict {
  return { approved: false, riskLevel: 'CRITICAL', reason }
}

function reasonIn(text: string): string {
  const reason = parsed(text)?.reason
  return typeof reason === 'string' ? ` ${reason}` : ''
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function requestBody(order: Order, lsn: number): string {
  return JSON.stringify({
    order_id: order.orderId,
    revision: order.revision,
    lsn,
    account: order.account,
    symbol: order.symbol,
    side: order.side,
    quantity: toNumber(order.quantity),
    order_type: order.type,
    price: order.price === undefined ? undefined : toNumber(order.price),
    stop_price: order.stopPrice === undefined ? undefined : toNumber(order.stopPrice),
  })
}
