import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { lateness, sendTraffic, type Target, type Traffic } from '../../src/bench/traffic.ts'
import { createClock } from '../../src/kit/clock.ts'
import type { GateClock, LoadShape } from '../../src/model/gate.ts'

const clock: GateClock = createClock(() => 0)
const never = new AbortController().signal
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const bodiesOf =
  (bodies: unknown[]): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { index: number }
      bodies.push(body)
      response.statusCode = body.index % 10 === 9 ? 500 : 200
      response.end(JSON.stringify({ good: body.index % 10 !== 8 }))
    })
  }

const target = (origin: string): Target => ({
  origin,
  path: '/x',
  bodyOf: (index) => ({ index }),
  accepts: (body) => (body as { good: boolean }).good,
})

describe('sendTraffic', () => {
  it('sends each body once, and counts refusals and wrong answers as failures that stay in the sample', async () => {
    const bodies: { index: number }[] = []
    const shape: LoadShape = { mode: 'closed', samples: 50, workers: 4 }
    const traffic = await sendTraffic(target(await serve(bodiesOf(bodies))), { shape, warmup: 5, clock }, never)
    expect(bodies.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 55 }, (_, index) => index),
    )
    expect(traffic.latencies).toHaveLength(50)
    expect(traffic.failed).toBe(10)
    expect(traffic.problem).toMatch(/not accepted|status 500/)
    expect(traffic.lateness.every((late) => late === 0)).toBe(true)
  })

  it('counts the latency of an open loop from the intended time', async () => {
    // One connection and a server that holds every answer back: requests queue in the client, and their wait must be counted.
    const origin = await serve((_request, response) => setTimeout(() => response.end('{"good":true}'), 20))
    const shape: LoadShape = { mode: 'open', ratePerSecond: 500, durationMs: 40, connections: 1 }
    const { latencies } = await sendTraffic(target(origin), { shape, warmup: 1, clock }, never)
    expect(latencies).toHaveLength(20)
    // The last of twenty waits for the nineteen before it, at least 19 × 20 ms after it was meant to be sent at 38 ms.
    expect(Math.max(...latencies)).toBeGreaterThan(19 * 20 - 38)
  })

  it('nobody listening is an error that names the address', async () => {
    const origin = await serve(() => {})
    server!.close()
    const shape: LoadShape = { mode: 'closed', samples: 3, workers: 1 }
    await expect(sendTraffic(target(origin), { shape, warmup: 1, clock }, never)).rejects.toThrow(`POST ${origin}/x`)
  })
})

describe('lateness', () => {
  const round = (late: number[]): Traffic => ({ latencies: [], lateness: late, perSecond: 0, failed: 0 })

  it.each([
    [[0, 0, 2], 0.5, 10, false],
    [[0, 2.1, 2.1], 0.5, 10, true],
    [[0, 0, 9.9], 0.99, 50, false],
    [[0, 0, 10.1], 0.99, 50, true],
  ])('%j at share %d of a limit of %d ms: %s', (late, share, limitMs, tooLate) => {
    expect(lateness([round(late)], share, limitMs) !== undefined).toBe(tooLate)
  })
})
