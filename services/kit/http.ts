// The HTTP face every service has: /health, /metrics, /, one error envelope; and a way around the framework for the
// one route that must answer in a millisecond.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import type { Health } from './health.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

export type { FastifyInstance } from 'fastify'

/** An answer that is not a success; `httpError` makes one, throwing it anywhere in a route sends it. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** @example throw httpError(404, 'UNKNOWN_SYMBOL', 'symbol FOO is not known', { symbol: 'FOO' }) */
export function httpError(status: number, code: string, message: string, details?: unknown): HttpError {
  return new HttpError(status, code, message, details)
}

export interface HttpOptions {
  log: Log
  health: Health
  metrics: Metrics
  service: string
  version: string
}

export interface HotReply {
  status?: number
  /** Text is sent as it is; anything else as JSON. */
  body: unknown
}
/** Gets the parsed JSON body (undefined when there is none). */
export type HotHandler = (body: unknown) => HotReply | Promise<HotReply>

const MAX_BODY_BYTES = 1024 * 1024
const hotRoutes = new WeakMap<FastifyInstance, Map<string, HotHandler>>()

export function createHttp({ log, health, metrics, service, version }: HttpOptions): FastifyInstance {
  const hot = new Map<string, HotHandler>()
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    serverFactory: (cold) => createServer((request, response) => route(hot, cold, { request, response, log })),
  })
  hotRoutes.set(app, hot)

  app.get('/health', async (_request, reply) => {
    const report = await health.report()
    return reply.code(health.httpStatus(report)).send(report)
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
  app.get('/', async () => ({ service, version, status: (await health.report()).status }))
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(envelope('NOT_FOUND', `${request.method} ${request.url}: no such route`)),
  )
  app.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    if (error instanceof HttpError)
      return reply.code(error.status).send(envelope(error.code, error.message, error.details))
    const status = error.statusCode ?? 500
    if (status < 500) return reply.code(status).send(envelope(clientCode(status), error.message))
    log.error('route failed', { method: request.method, url: request.url, error })
    return reply.code(500).send(envelope('INTERNAL', 'internal error'))
  })
  return app
}

/**
 * Serves one exact path before the framework sees it: no hooks, no schema, no logging.
 * @example
 * hotRoute(app, 'POST', '/check', (order) => ({ body: risk.check(order) }))
 */
export function hotRoute(app: FastifyInstance, method: 'GET' | 'POST', path: string, handler: HotHandler): void {
  hotRoutes.get(app)?.set(`${method} ${path}`, handler)
}

/** Port 0 takes a free one; the answer says which. */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<{ host: string; port: number }> {
  await app.listen({ host, port })
  return { host, port: (app.server.address() as AddressInfo).port }
}

/** The metrics port serves nothing but metrics. */
export async function listenMetrics(metrics: Metrics, host: string, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return send(response, 404, envelope('NOT_FOUND', 'try /metrics'))
    const text = await metrics.text()
    response.writeHead(200, { 'content-type': metrics.contentType })
    response.end(text)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

/** `{error, detail}`: legacy clients read `detail`. */
export function envelope(code: string, message: string, details?: unknown) {
  return { error: { code, message, ...(details === undefined ? {} : { details }) }, detail: message }
}

function clientCode(status: number): string {
  if (status === 404) return 'NOT_FOUND'
  if (status === 413) return 'TOO_LARGE'
  return status === 429 ? 'RATE_LIMITED' : 'VALIDATION'
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  log: Log
}

function route(
  hot: Map<string, HotHandler>,
  cold: (request: IncomingMessage, response: ServerResponse) => void,
  exchange: Exchange,
): void {
  const { request, response } = exchange
  const url = request.url ?? '/'
  const query = url.indexOf('?')
  const handler = hot.get(`${request.method} ${query < 0 ? url : url.slice(0, query)}`)
  if (handler) readBody(exchange, (body) => answer(exchange, handler, body))
  else cold(request, response)
}

function readBody({ request, response }: Exchange, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  })
  request.on('end', () => {
    if (size > MAX_BODY_BYTES) send(response, 413, envelope('TOO_LARGE', `body is larger than ${MAX_BODY_BYTES} bytes`))
    else done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
  })
  request.on('error', () => response.destroy())
}

function answer(exchange: Exchange, handler: HotHandler, raw: Buffer): void {
  const { response } = exchange
  let body: unknown
  try {
    body = raw.length === 0 ? undefined : JSON.parse(raw.toString('utf8'))
  } catch {
    send(response, 400, envelope('VALIDATION', 'body is not JSON'))
    return
  }
  try {
    const reply = handler(body)
    // A synchronous answer leaves in the same turn of the loop.
    if (reply instanceof Promise)
      reply.then(
        (late) => send(response, late.status ?? 200, late.body),
        (error) => sendError(exchange, error),
      )
    else send(response, reply.status ?? 200, reply.body)
  } catch (error) {
    sendError(exchange, error)
  }
}

function sendError({ request, response, log }: Exchange, error: unknown): void {
  if (error instanceof HttpError) {
    send(response, error.status, envelope(error.code, error.message, error.details))
    return
  }
  log.error('route failed', { method: request.method, url: request.url, error })
  send(response, 500, envelope('INTERNAL', 'internal error'))
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
