'use strict'

const fastify = require('fastify')({ logger: true })
const { request } = require('undici')
const { bucket, store } = require('./store')
const { enqueue } = require('./jobs')

const PORT = Number(process.env.PORT) || 4102
const HOST = process.env.HOST || 'localhost'
const ACCOUNTS = { host: 'localhost', port: 4103 }

fastify.get('/ping', async () => 'pong')

fastify.get('/pictures/:id', async (req, reply) => {
  try {
    await store.statObject(bucket, `${req.params.id}.webp`)
  } catch (err) {
    return reply.code(404).send({ error: err.code })
  }
  // the browser loads the picture itself
  return { url: `${process.env.PUBLIC_MEDIA_URL ?? 'http://localhost:4102'}/img/${req.params.id}.webp` }
})

fastify.put('/pictures/:id', async (req, reply) => {
  const me = await request(`http://${ACCOUNTS.host}:${ACCOUNTS.port}/me`, { headers: { authorization: req.headers.authorization } })
  if (me.statusCode !== 200) return reply.code(401).send()
  await enqueue({ id: req.params.id, by: (await me.body.json()).name })
  return reply.code(202).send()
})

async function selfTest() {
  const res = await request('http://127.0.0.1:' + PORT + '/ping')
  if (res.statusCode !== 200) throw new Error(`self test failed on 127.0.0.1:${PORT}`)
}

fastify.listen({ port: PORT, host: HOST }).then(selfTest)
