// Asks over HTTP and tells status, headers, body and time. Whoever does not answer is at fault; an abort of ours is not.
import { Agent, request } from 'undici'
import type { Answer, HttpRequest, Json } from '../model/gate.ts'

const BODY_LIMIT_BYTES = 4 * 1024 * 1024

export interface HttpProbe {
  ask(question: HttpRequest, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

export function createHttpProbe(options: { connections: number }): HttpProbe {
  // Keep-alive on purpose: a gate measures the service, not the making of connections.
  const agent = new Agent({ connections: options.connections, pipelining: 1, keepAliveTimeout: 30_000 })
  return {
    ask: (question, signal) => askOver(agent, question, signal),
    // `destroy` and not `close`: requests that hang must not keep the gate waiting.
    close: () => agent.destroy(),
  }
}

async function askOver(agent: Agent, question: HttpRequest, signal: AbortSignal): Promise<Answer> {
  const { method, url, headers, body, timeoutMs } = question
  const asked = `${method} ${url}`
  const startedMs = performance.now()
  try {
    const response = await request(url, {
      dispatcher: agent,
      method: method as 'GET',
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    const text = await readText(response.body)
    const ms = Math.round((performance.now() - startedMs) * 1000) / 1000
    const value = { status: response.statusCode, headers: plain(response.headers), body: parsed(text), ms }
    return { kind: 'answered', asked, value }
  } catch (error) {
    if (signal.aborted) return { kind: 'unavailable', asked, reason: 'interrupted' }
    return { kind: 'refused', asked, reason: describe(error as Error, timeoutMs) }
  }
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) throw new Error(`body is longer than ${BODY_LIMIT_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function plain(headers: Record<string, string | string[] | undefined>): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, value ?? null]))
}

function describe(error: Error & { code?: string }, timeoutMs: number): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  if (error.code === 'ECONNREFUSED') return 'connection refused'
  return error.code === undefined ? error.message : `${error.code} ${error.message}`
}
