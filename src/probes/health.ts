// The health probe of every service, asked from outside: no shell, no curl, no client library. Never throws: a refused
// connection is an answer too, and every answer keeps its reason.
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AskHealth, HealthState } from '../model/runtime.ts'
import type { HealthProbe } from '../model/service.ts'

type Answer = { health: HealthState; reason: string }
interface Target {
  host: string
  port: number
  timeoutMs: number
}

const BODY_LIMIT_BYTES = 64 * 1024

// Not an import: that one reads every export of `node:http`, one of which loads the whole of undici, a tenth of what `ps` takes.
const { get } = process.getBuiltinModule('node:http')

export const askHealth: AskHealth = async (probe, { host, ports, timeoutMs }) => {
  if (probe.kind === 'process') return { health: 'healthy', reason: 'it runs, and listens nowhere' }
  const port = ports[probe.port]
  if (port === undefined) return { health: 'unknown', reason: `no port named ${probe.port}` }
  const startedMs = performance.now()
  const answer = await ask(probe, { host, port, timeoutMs })
  return { ...answer, reason: `${answer.reason} after ${Math.round(performance.now() - startedMs)} ms` }
}

function ask(probe: Exclude<HealthProbe, { kind: 'process' }>, target: Target): Promise<Answer> {
  switch (probe.kind) {
    case 'http':
      return askHttp(target, probe.path, probe.expectStatus)
    case 'tcp':
      return converse(target, { until: undefined })
    case 'redis':
      return converse(target, { send: 'PING\r\n', until: /^\+PONG/ })
    case 'nats':
      return converse(target, { until: /^INFO \{/ })
  }
}

function askHttp({ host, port, timeoutMs }: Target, path: string, expectStatus?: number): Promise<Answer> {
  const asked = `GET http://${host}:${port}${path}`
  return new Promise((resolve) => {
    const bad = (reason: string): void => resolve({ health: 'unhealthy', reason: `${asked}: ${reason}` })
    // No keep-alive: a probe must not find an old connection well while new ones are refused.
    const request = get({ host, port, path, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      readBody(response).then(
        (body) => resolve(judgeHttp(asked, response.statusCode ?? 0, body, expectStatus)),
        (error: Error) => bad(describe(error, timeoutMs)),
      )
    })
    request.on('error', (error) => bad(describe(error, timeoutMs)))
  })
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The status code decides; a body of the platform's own shape may lower the verdict, never raise it (F14). */
export function judgeHttp(asked: string, status: number, body: string, expectStatus?: number): Answer {
  const said = statedStatus(body)
  const reason = `${asked}: ${status}${said.status === undefined ? '' : ` ${said.status}`}${said.reason === undefined ? '' : ` (${said.reason})`}`
  const accepted = expectStatus === undefined ? status >= 200 && status < 300 : status === expectStatus
  if (!accepted) return { health: said.status === 'starting' ? 'starting' : 'unhealthy', reason }
  if (said.status === 'unhealthy' || said.status === 'degraded' || said.status === 'starting')
    return { health: said.status, reason }
  return { health: 'healthy', reason }
}

function statedStatus(body: string): { status?: string; reason?: string } {
  try {
    const parsed: unknown = JSON.parse(body)
    if (parsed === null || typeof parsed !== 'object') return {}
    const { status, reason } = parsed as Record<string, unknown>
    return {
      ...(typeof status === 'string' ? { status } : {}),
      ...(typeof reason === 'string' ? { reason } : {}),
    }
  } catch {
    return {}
  }
}

/** Opens a connection, says one line if there is one to say, and waits for the expected first words. */
function converse(
  { host, port, timeoutMs }: Target,
  { send, until }: { send?: string; until: RegExp | undefined },
): Promise<Answer> {
  const asked = `${host}:${port}`
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let heard = ''
    const finish = (health: HealthState, reason: string): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ health, reason: `${asked}: ${reason}` })
    }
    const timer = setTimeout(() => finish('unhealthy', `no answer within ${timeoutMs} ms`), timeoutMs)
    socket.on('connect', () => {
      if (until === undefined) return finish('healthy', 'accepts connections')
      if (send !== undefined) socket.write(send)
    })
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1')
      if (until?.test(heard)) return finish('healthy', firstLine(heard))
      if (heard.includes('\n')) finish('unhealthy', `answered "${firstLine(heard)}"`)
    })
    socket.on('error', (error) => finish('unhealthy', describe(error, timeoutMs)))
    socket.on('close', () => finish('unhealthy', 'closed the connection without an answer'))
  })
}

function firstLine(text: string): string {
  return (text.split(/\r?\n/)[0] ?? '').slice(0, 60)
}

function describe(error: Error & { code?: string }, timeoutMs: number): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `no answer within ${timeoutMs} ms`
  return error.code === 'ECONNREFUSED' ? 'connection refused' : (error.code ?? error.message)
}
