'use strict'

const amqp = require('amqplib')

let channel

async function open() {
  const connection = await amqp.connect({
    protocol: 'amqp',
    hostname: 'localhost',
    port: 5672,
    username: process.env.AMQP_USER || 'guest',
    password: process.env.AMQP_PASSWORD || 'guest',
    vhost: '/media',
  })
  connection.on('error', (e) => console.error('lost rabbit on localhost:5672', e.message))
  channel = await connection.createChannel()
  await channel.assertQueue('resize', { durable: true })
}

exports.enqueue = async (job) => {
  if (!channel) await open()
  channel.sendToQueue('resize', Buffer.from(JSON.stringify(job)), { persistent: true })
}
