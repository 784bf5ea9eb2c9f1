'use strict'

const axios = require('axios')
const config = require('config')
const fastify = require('fastify')({ logger: true })
const nodemailer = require('nodemailer')
const { Worker } = require('bullmq')

const post = nodemailer.createTransport(config.get('smtp'))
const tickets = axios.create({ baseURL: config.get('tickets.baseURL') })

const worker = new Worker(
  'mails',
  async (job) => {
    const { data } = await tickets.get(`/orders/${job.data.order}`)
    await post.sendMail({
      from: 'box-office@planetarium.example',
      to: data.mail,
      subject: 'Your seats under the stars',
      text: config.get('links.ticket') + data.id,
    })
  },
  { connection: config.get('redis') },
)

fastify.get('/ready', async () => ({ running: worker.isRunning() }))

fastify.listen({ port: config.get('http.port'), host: config.get('http.host') }).then(async () => {
  // warm up our own route, the first answer is slow
  await axios.get('http://127.0.0.1:6411/ready')
})
