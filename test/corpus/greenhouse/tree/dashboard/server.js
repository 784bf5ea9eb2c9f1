require('dotenv').config({ path: require('path').join(__dirname, '..', '.env') })
const fs = require('fs')
const http = require('http')
const Koa = require('koa')
const Redis = require('ioredis')
const serve = require('koa-static')

const cfg = JSON.parse(fs.readFileSync(`${__dirname}/config.json`, 'utf8').replace(/^\s*\/[/*].*$/gm, ''))
const at = process.argv.indexOf('--port')
const port = at > 0 ? +process.argv[at + 1] : 8304

const ALARMS_PORT = 8305
const CLIMATE = process.env.CLIMATE_URL || 'http://localhost:8301'
const ALARMS = process.env.ALARMS_URL || `http://localhost:${ALARMS_PORT}`
const redis = new Redis(process.env.REDIS_URL)

const valves = () =>
  new Promise((done, fail) => {
    http.get(cfg.irrigation, (res) => {
      let text = ''
      res.on('data', (part) => (text += part)).on('end', () => done(JSON.parse(text)))
    }).on('error', fail)
  })

const app = new Koa()
app.use(async (ctx, next) => {
  if (ctx.path === '/healthz') return void (ctx.body = 'ok')
  if (ctx.path !== '/data') return next()
  const [now, pipes] = await Promise.all([fetch(`${CLIMATE}/now`).then((r) => r.json()), valves()])
  ctx.body = { now, valves: pipes, alarms: await redis.lrange('alarms', 0, 9), alarmPage: ALARMS !== '' }
})
app.use(serve(`${__dirname}/public`))
app.listen(port, cfg.bind)

// watchdog: restart me when I hang (nssm does the rest)
setInterval(() => {
  http.get({ host: '127.0.0.1', port, path: '/healthz', timeout: 2000 }).on('error', () => process.exit(1))
}, 15000).unref()
