import http from 'node:http'
import { parseArgs } from 'node:util'
import { createClient } from 'redis'
import { WebSocketServer } from 'ws'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4104' } } })
const accounts = new URL(process.env.ACCOUNTS_URL ?? 'http://localhost:4103')
const sub = createClient({ url: process.env.REDIS_URL })
await sub.connect()

const server = http.createServer((req, res) => {
  const { pathname } = new URL(req.url, 'http://localhost')
  res.writeHead(pathname === '/up' ? 204 : 404).end()
})
const wss = new WebSocketServer({ noServer: true })

server.on('upgrade', (req, socket, head) => {
  const token = new URL(req.url, 'http://localhost').searchParams.get('token')
  const check = http.get({ hostname: accounts.hostname || '127.0.0.1', port: accounts.port, path: '/me', headers: { authorization: `Bearer ${token}` } })
  check.on('response', (res) => {
    res.resume()
    if (res.statusCode !== 200) return socket.destroy()
    wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
  })
  check.on('error', () => socket.destroy())
})

await sub.pSubscribe('wire.*', (message) => {
  for (const ws of wss.clients) ws.send(message)
})
server.listen(Number(values.port))

// admin: disconnect everybody, only from this machine
http
  .createServer((_req, res) => {
    for (const ws of wss.clients) ws.close(1012)
    res.end('bye\n')
  })
  .listen(4194, '127.0.0.1')
