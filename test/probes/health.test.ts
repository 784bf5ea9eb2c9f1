import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HealthProbe } from '../../src/model/service.ts'
import { askHealth, judgeHttp } from '../../src/probes/health.ts'
import { freePort } from '../support/servers.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}
const ask = (kind: HealthProbe['kind'], port: number) =>
  askHealth({ kind, port: 'p', path: '/health' } as HealthProbe, {
    host: '127.0.0.1',
    ports: { p: port },
    timeoutMs: 200,
  })
const http = (listener: RequestListener) => listen(createHttpServer(listener))
const speak = (greet: (socket: Socket) => void) => listen(createServer(greet))

describe.each(['http', 'tcp', 'redis', 'nats'] as const)('%s probe', (kind) => {
  it('calls a refused connection unhealthy', async () => {
    const answer = await ask(kind, await freePort())
    expect(answer).toMatchObject({ health: 'unhealthy' })
    expect(answer.reason).toContain('connection refused')
  })

  it('knows nothing about a port that the service does not have', async () => {
    const probe = { kind, port: 'other', path: '/' } as HealthProbe
    expect(await askHealth(probe, { host: '127.0.0.1', ports: { p: 1 }, timeoutMs: 100 })).toEqual({
      health: 'unknown',
      reason: 'no port named other',
    })
  })
})

describe('a server that accepts and says nothing', () => {
  it.each(['http', 'redis', 'nats'] as const)('is unhealthy to the %s probe after the timeout', async (kind) => {
    const answer = await ask(kind, await speak(() => {}))
    expect(answer).toMatchObject({ health: 'unhealthy' })
    expect(answer.reason).toContain('no answer within 200 ms')
  })

  it('is healthy to the tcp probe', async () => {
    expect(await ask('tcp', await speak(() => {}))).toMatchObject({ health: 'healthy' })
  })
})

describe('the first words decide', () => {
  it.each([
    ['redis', '+PONG\r\n', 'healthy'],
    ['redis', '-LOADING Redis is loading the dataset in memory\r\n', 'unhealthy'],
    ['redis', '-NOAUTH Authentication required.\r\n', 'unhealthy'],
    ['nats', 'INFO {"server_id":"x"}\r\n', 'healthy'],
    ['nats', '220 mail.example ESMTP\r\n', 'unhealthy'],
  ] as const)('%s: %s is %s', async (kind, words, health) => {
    const answer = await ask(kind, await speak((socket) => socket.write(words)))
    expect(answer.health).toBe(health)
    expect(answer.reason).toContain(words.slice(0, 8).trim())
  })

  it('a connection closed without a word is unhealthy', async () => {
    expect(await ask('nats', await speak((socket) => socket.end()))).toMatchObject({ health: 'unhealthy' })
  })
})

describe('http answers', () => {
  it.each([
    [200, '{"status":"healthy"}', undefined, 'healthy'],
    [200, '{"status":"ok"}', undefined, 'healthy'],
    [200, 'plain text', undefined, 'healthy'],
    [204, '', undefined, 'healthy'],
    [200, '{"status":"degraded","reason":"questdb down"}', undefined, 'degraded'],
    // F14: some legacy services say 200 and mean 503.
    [200, '{"status":"unhealthy"}', undefined, 'unhealthy'],
    [503, '{"status":"healthy"}', undefined, 'unhealthy'],
    [503, '{"status":"starting"}', undefined, 'starting'],
    [404, 'not found', undefined, 'unhealthy'],
    [302, '', undefined, 'unhealthy'],
    [401, '', 401, 'healthy'],
    [200, '', 401, 'unhealthy'],
    [200, '[1]', undefined, 'healthy'],
    [200, 'null', undefined, 'healthy'],
  ] as const)('%i %s, expected %s: %s', (status, body, expected, health) => {
    expect(judgeHttp('GET /health', status, body, expected).health).toBe(health)
  })

  it('are read from a real server, with status and reason kept', async () => {
    const port = await http((_request, response) => response.end('{"status":"degraded","reason":"questdb down"}'))
    const { health, reason } = await ask('http', port)
    expect(health).toBe('degraded')
    expect(reason).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/health: 200 degraded \(questdb down\) after \d+ ms$/)
  })

  it('that never end do not fill memory or hang', async () => {
    const port = await http((_request, response) => {
      response.writeHead(200)
      const pour = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(pour)
      }
      response.on('drain', pour)
      pour()
    })
    expect((await ask('http', port)).health).toBe('healthy')
  })
})
