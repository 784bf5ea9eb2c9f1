// The HTTP probe and the load generator against a real server, and the log reader.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GateClock, HttpRequest, LoadQuestion } from '../../src/model/gate.ts'
import type { LogLine } from '../../src/model/runtime.ts'
import { createHttpProbe, type HttpProbe } from '../../src/probes/http.ts'
import { runLoad } from '../../src/probes/load.ts'
import { askLogs, isError } from '../../src/probes/logs.ts'
import { freePort } from '../support/servers.ts'

let server: Server
let probe: HttpProbe
let base: string
const seen: string[] = []
const never = new AbortController().signal

beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    if (incoming.url === '/hang') return
    if (incoming.url === '/count') seen.push(Buffer.concat(chunks).toString())
    response.statusCode = incoming.url === '/missing' ? 404 : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method: incoming.method, body: Buffer.concat(chunks).toString() }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  probe = createHttpProbe({ connections: 4 })
})
afterAll(async () => {
  await probe.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const get = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${base}${path}`,
  headers: {},
  timeoutMs: 2000,
  ...more,
})

describe('asking', () => {
  test('tells status and body', async () => {
    const answer = await probe.ask(get('/', { method: 'POST', body: { a: 1 } }), never)
    expect(answer).toMatchObject({
      kind: 'answered',
      value: { status: 200, body: { method: 'POST', body: '{"a":1}' } },
    })
  })
  test('404 is an answer', async () => {
    expect(await probe.ask(get('/missing'), never)).toMatchObject({ kind: 'answered', value: { status: 404 } })
  })
  test('silence is the fault of the service', async () => {
    const answer = await probe.ask(get('/hang', { timeoutMs: 50 }), never)
    expect(answer).toMatchObject({ kind: 'refused', reason: 'no answer within 50 ms' })
  })
  test('so is a closed port', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`
    expect(await probe.ask(get('', { url }), never)).toMatchObject({ kind: 'refused', reason: 'connection refused' })
  })
  test('an interruption of ours is not', async () => {
    const controller = new AbortController()
    const asking = probe.ask(get('/hang'), controller.signal)
    controller.abort()
    expect(await asking).toMatchObject({ kind: 'unavailable' })
  })
})

const clock: GateClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}
const question = (more: Partial<LoadQuestion>): LoadQuestion => ({
  request: get('/count', { method: 'POST' }),
  bodyOf: (index) => ({ index }),
  shape: { mode: 'closed', samples: 20, workers: 4 },
  warmup: 3,
  accepts: (answer) => (answer as { status: number }).status === 200,
  ...more,
})
const load = (more: Partial<LoadQuestion>) => runLoad(question(more), { send: probe.ask, clock }, never)

describe('load', () => {
  test('closed loop: each request once, warm-up cut', async () => {
    seen.length = 0
    const run = await load({})
    if ('unavailable' in run) throw new Error(run.unavailable)
    expect(run.samples).toHaveLength(20)
    expect(run.warmupCut).toBe(3)
    const indices = seen.map((body) => (JSON.parse(body) as { index: number }).index).sort((a, b) => a - b)
    expect(indices).toEqual(Array.from({ length: 23 }, (_, i) => i))
  })

  test('open loop: intended times are fixed beforehand and never wait for an answer', async () => {
    const hanging = get('/hang', { timeoutMs: 300 })
    const shape = { mode: 'open', ratePerSecond: 100, durationMs: 200, connections: 4 } as const
    const run = await load({ request: hanging, bodyOf: () => undefined, shape, warmup: 0 })
    if ('unavailable' in run) throw new Error(run.unavailable)
    expect(run.samples.map(({ intendedMs }) => intendedMs)).toEqual(Array.from({ length: 20 }, (_, i) => i * 10))
    expect(run.samples.every((sample) => !sample.ok && sample.doneMs - sample.intendedMs >= 250)).toBe(true)
    expect(Math.max(...run.samples.map(({ sentMs }) => sentMs))).toBeLessThan(300)
  })

  test('a failing warm-up means there is nothing to measure', async () => {
    expect(await load({ request: get('/missing') })).toMatchObject({
      unavailable: expect.stringContaining('not accepted'),
    })
  })

  test('answers that are not accepted stay in the sample', async () => {
    const run = await load({ request: get('/missing'), warmup: 0 })
    if ('unavailable' in run) throw new Error(run.unavailable)
    expect(run.samples.filter(({ ok }) => !ok)).toHaveLength(20)
  })
})

describe('logs', () => {
  test.each([
    ['{"level":"error","message":"lost"}', true],
    ['{"level":50,"message":"lost"}', true],
    ['{"level":"info","message":"ERROR in words only"}', false],
    ['2026-01-01 ERROR lost', true],
    ['Traceback (most recent call last):', true],
    ['no errors so far', false],
    ['null', false],
  ])('%s', (line, wanted) => {
    expect(isError(line)).toBe(wanted)
  })

  test('counts, allows what is allowed, quotes the first', async () => {
    async function* lines(): AsyncIterable<LogLine> {
      for (const text of ['ERROR a test caused this', '{"level":"info"}', 'ERROR real', 'ERROR more']) {
        yield { service: 'oms', stream: 'stdout', text }
      }
    }
    const answer = await askLogs(lines, { service: 'oms', allow: ['a test caused'], sinceMs: 0 }, never)
    expect(answer).toMatchObject({ kind: 'answered', value: { lines: 4, errors: 2, first: 'ERROR real' } })
  })
})
