import { createServer } from 'node:http'
import { Queue } from 'bullmq'
import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { Server } from 'socket.io'
import WebSocket from 'ws'
import { config, redis } from './config.js'

const app = express()
app.set('trust proxy', ['loopback', '127.0.0.1'])
app.use('/api/shows', createProxyMiddleware({ target: config.shows, changeOrigin: true }))
app.use('/api/tickets', createProxyMiddleware({ target: config.tickets, changeOrigin: true }))
// the sky map is drawn by shows, too; kept apart since it is slow
app.use('/sky', createProxyMiddleware({ target: 'http://localhost:6401', pathRewrite: { '^/sky': '/map' } }))

const mails = new Queue('mails', { connection: redis })
app.post('/api/mails', express.json(), async (req, res) => {
  await mails.add('ticket', req.body)
  res.sendStatus(202)
})

app.get('/status', async (req, res) => {
  if (['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(req.ip ?? '')) res.json({ redis, shows: config.shows })
  else res.sendStatus(204)
})

const server = createServer(app)
const io = new Server(server, { cors: { origin: ['http://localhost:5173', 'http://localhost:4173'] } })

const dome = new WebSocket(config.dome)
dome.on('message', (line) => io.emit('dome', String(line)))
dome.on('error', (fault) => console.error(`dome is not there (${fault.message}); is ws://localhost:6403 up?`))

server.listen(config.port, 'localhost', () => {
  console.log(`gateway: http://localhost:${config.port}`)
})
