const fs = require('node:fs')
const http = require('node:http')
const { MongoClient } = require('mongodb')

const config = eval(`(${fs.readFileSync('config.jsonc', 'utf8')})`)
const db = new MongoClient(config.mongo).db()
const ordersUrl = `http://${config.orders.host}:${config.orders.port}/orders/today`

http
  .createServer(async (req, res) => {
    if (req.url === '/health') return res.end('ok')
    const today = await fetch(ordersUrl).then((r) => r.json())
    res.end(JSON.stringify({ today, recipes: await db.collection('recipes').find().toArray() }))
  })
  .listen(config.listen.port, config.listen.host, () => console.log('recipes on http://localhost:6505'))
