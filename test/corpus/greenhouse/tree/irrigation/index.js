const fs = require('fs')
const path = require('path')
const express = require('express')
const yaml = require('js-yaml')
const mqtt = require('mqtt')
const { Pool } = require('pg')

// ${NAME:-value} in strings, like the shell
const expand = (v) =>
  typeof v === 'string' ? v.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name, otherwise) => process.env[name] || otherwise) : v

const cfg = yaml.load(fs.readFileSync(path.join(__dirname, 'config', 'default.yaml'), 'utf8'))
const pool = new Pool({ connectionString: expand(cfg.db) })
const bus = mqtt.connect(cfg.mqtt.brokers[0], { clientId: 'irrigation' })
const climate = 'http://' + cfg.climate.host + ':' + cfg.climate.port

const app = express()
app.set('trust proxy', cfg.http.trust_proxy)

app.get('/valves', async (_req, res) => res.json((await pool.query('select * from valve order by id')).rows))

app.post('/mist', async (req, res) => {
  const now = await (await fetch(climate + '/now')).json()
  if (now.humidity > 85) return res.status(409).send('wet enough')
  bus.publish('valve/mist', JSON.stringify({ seconds: 20 }))
  res.status(202).end()
})

app.get('/healthz', (req, res) => {
  if (req.ip === '127.0.0.1' || req.ip === '::1') return res.json({ pool: pool.totalCount, bus: bus.connected })
  res.send('ok')
})

const [host, port] = cfg.http.listen.split(':')
app.listen(Number(port), host, () => console.log('irrigation: http://localhost:%s/valves', port))
