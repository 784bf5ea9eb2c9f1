import { type AddressInfo, connect, createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { forward } from '../../../src/runtime/local/forwarder.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Answers when the caller has said all: a half-closed connection must stay half open on the way. */
async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let said = ''
    socket.on('data', (chunk) => (said += chunk))
    socket.on('end', () => socket.end(`heard ${said}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

function ask(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true }, () => socket.end(text))
    socket.on('data', (chunk) => (answer += chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

it('hands everything on, both ways, to the last byte', async () => {
  const { port, close } = await forward(0, await echo())
  closing.push(close)
  const text = 'x'.repeat(200_000)
  expect(await Promise.all([ask(port, text), ask(port, 'two')])).toEqual([`heard ${text}`, 'heard two'])
})

it('a peer that is not there ends the connection and not the forwarder', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port: free } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  const { port, close } = await forward(0, free)
  closing.push(close)
  expect(await ask(port, 'a').catch(() => '')).toBe('')
  expect(await ask(port, 'b').catch(() => '')).toBe('')
})

it('a taken port is an error', async () => {
  const port = await echo()
  await expect(forward(port, port)).rejects.toThrow('EADDRINUSE')
})
