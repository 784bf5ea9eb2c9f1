import { afterAll, describe, expect, test } from 'vitest'
import { createHealth } from '../../../services/kit/health.ts'
import { createHttp, hotRoute, httpError, listen, listenMetrics } from '../../../services/kit/http.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { createMetrics } from '../../../services/kit/metrics.ts'
import { manualClock } from '../../support/manual-clock.ts'

let busUp = true
const metrics = createMetrics('demo_')
const health = createHealth({
  service: 'demo',
  version: '1.0.0',
  clock: manualClock(),
  checks: { bus: { hard: true, probe: () => busUp } },
})
const app = createHttp({ log: silentLog, health, metrics, service: 'demo', version: '1.0.0' })
app.get('/teapot', async () => {
  throw httpError(422, 'TEAPOT', 'short and stout', { handle: true })
})
app.get('/bug', async () => {
  throw new Error('secret internals')
})
hotRoute(app, 'POST', '/check', (body) => ({ body: { got: body } }))
hotRoute(app, 'POST', '/slow', async () => {
  throw httpError(409, 'TAKEN', 'already there')
})
hotRoute(app, 'POST', '/text', () => ({ status: 202, body: '{"as":"is"}' }))
const { port } = await listen(app, '127.0.0.1', 0)
afterAll(() => app.close())

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
  return { status: response.status, body: await response.json() }
}
const post = (body: string): RequestInit => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } })

describe('what every service serves', () => {
  test('/health follows the report', async () => {
    expect(await call('/health')).toMatchObject({ status: 200, body: { status: 'healthy' } })
    busUp = false
    expect(await call('/health')).toMatchObject({ status: 503, body: { status: 'unhealthy', checks: { bus: 'down' } } })
    busUp = true
  })

  test('/ and /metrics', async () => {
    expect((await call('/')).body).toEqual({ service: 'demo', version: '1.0.0', status: 'healthy' })
    const response = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(await response.text()).toContain('process_resident_memory_bytes')
  })

  test('errors come in one envelope, with `detail` for legacy clients', async () => {
    expect(await call('/teapot')).toEqual({
      status: 422,
      body: {
        error: { code: 'TEAPOT', message: 'short and stout', details: { handle: true } },
        detail: 'short and stout',
      },
    })
    expect(await call('/nowhere')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } })
  })

  test('a bug is a 500 that tells nothing', async () => {
    const { status, body } = await call('/bug')
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('secret internals')
  })
})

describe('a hot route', () => {
  test('gets JSON and answers JSON, whatever the query', async () => {
    expect(await call('/check?x=1', post('{"a":[1]}'))).toEqual({ status: 200, body: { got: { a: [1] } } })
    expect(await call('/text', post(''))).toEqual({ status: 202, body: { as: 'is' } })
  })

  test('answers 400 to what is no JSON, the envelope to what it throws, 413 to too much', async () => {
    expect(await call('/check', post('{'))).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION' } } })
    expect(await call('/slow', post('{}'))).toMatchObject({ status: 409, body: { error: { code: 'TAKEN' } } })
    expect(await call('/check', post(`"${'x'.repeat(1024 * 1024)}"`))).toMatchObject({ status: 413 })
  })

  test('another method falls through to the framework', async () => {
    expect(await call('/check')).toMatchObject({ status: 404 })
  })
})

test('the metrics port serves metrics and nothing else', async () => {
  const server = await listenMetrics(metrics, '127.0.0.1', 0)
  const { port: metricsPort } = server.address() as { port: number }
  expect((await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${metricsPort}/health`)).status).toBe(404)
  server.close()
})
