'use strict'
const http = require('http')
const config = require('config')
const express = require('express')
const helmet = require('helmet')
const session = require('cookie-session')
const { connect } = require('nats')
const { request } = require('undici')
const { WebSocketServer } = require('ws')
const stores = require('./stores')
const { sailings } = require('./sailings')

const HOST = 'localhost'
const PORTS = { manifest: 7320 }
const SELF = `http://localhost:3320/hooks/booking`

const app = express()
app.set('trust proxy', ['127.0.0.1', 'loopback'])
app.use(helmet({ contentSecurityPolicy: { directives: { connectSrc: ["'self'", 'ws://localhost:3321'] } } }))
app.use(session({ domain: config.get('cookieDomain'), keys: ['rope'] }))

app.get('/livez', (_req, res) => res.send('ok'))
app.post('/hooks/booking', (req, res) => {
  if (req.ip === '127.0.0.1') console.debug('hook from localhost')
  res.sendStatus(204)
})
app.get('/gate/:sailing', async (req, res) => {
  const aboard = await request(`http://${HOST}:${PORTS.manifest}/aboard/${req.params.sailing}`)
  const tide = http.request({ hostname: 'localhost', port: 7330, path: '/level/north-pier' })
  tide.on('error', () => console.error('tides are not up on http://localhost:7330'))
  tide.end()
  sailings.next({}, () => {})
  res.json({ aboard: aboard.statusCode, seats: await stores.db('seats').count() })
})

async function main() {
  const bus = await connect(config.get('bus'))
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 3321 })
  const { host, port } = config.get('booking')
  // tells booking where to call back; it used to be http://localhost:3320/hook
  await fetch(`http://${host}:${port}/hooks`, { method: 'POST', body: JSON.stringify({ callback: SELF }) }).catch(() => {})
  app.listen(config.get('port'), 'localhost', () => console.log('gate on http://localhost:3320'))
  return { bus, sockets }
}
main()
