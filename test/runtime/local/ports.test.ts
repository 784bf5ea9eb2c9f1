import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { canBind, listenersOn, parseListeners } from '../../../src/runtime/local/ports.ts'

const LINE = (address: string, state: string, inode: number): string =>
  `   0: ${address}:107E 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0`

it('takes only listeners that collide with 127.0.0.1', () => {
  const text = [
    'heading',
    LINE('0100007F', '0A', 1),
    LINE('00000000', '0A', 2),
    LINE('0500000A', '0A', 3),
    LINE('0100007F', '01', 4),
    '',
  ].join('\n')
  expect(parseListeners(text)).toEqual([
    { port: 4222, inode: '1' },
    { port: 4222, inode: '2' },
  ])
})

it.each(['127.0.0.1', '0.0.0.0', '::'])('finds who listens at %s', async (host) => {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  expect(await listenersOn([port])).toEqual([{ port, pid: process.pid }])
  expect(await canBind(port)).toBe(false)
  server.close()
  await once(server, 'close')
  expect(await listenersOn([port])).toEqual([])
  expect(await canBind(port)).toBe(true)
})
