const http = require('node:http')

const orders = process.env.ORDERS_URL
const recipes = process.env.RECIPES || 'localhost:6505'

http
  .createServer(async (req, res) => {
    res.setHeader('Access-Control-Allow-Origin', process.env.ALLOWED_ORIGIN || 'http://localhost:5173')
    const [o, r] = await Promise.all([fetch(`${orders}/orders/today`), fetch(`http://${recipes}/recipes`)])
    res.end(JSON.stringify({ boxes: o.status + r.status }))
  })
  .listen(Number(process.env.PORT || 6506), '127.0.0.1')
