'use strict'

require('node:fs').existsSync('.env') && process.loadEnvFile('.env')
const { Client } = require('@elastic/elasticsearch')
const { Kafka } = require('kafkajs')

const env = (name, fallback) => process.env[name] || fallback

const elastic = new Client({ node: env('ELASTIC_NODE', 'http://127.0.0.1:9200') })
const kafka = new Kafka({
  clientId: 'indexer',
  brokers: env('KAFKA_BROKERS', 'localhost:9092').split(','),
})
const articles = `http://${env('ARTICLES_HOST', 'localhost')}:${env('ARTICLES_PORT', '4100')}`

async function main() {
  const consumer = kafka.consumer({ groupId: 'indexer' })
  await consumer.connect()
  await consumer.subscribe({ topics: ['article.published'], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      const id = message.key.toString()
      const res = await fetch(`${articles}/articles/${id}`)
      if (!res.ok) return console.warn('article %s: %d from %s', id, res.status, articles)
      await elastic.index({ index: 'articles', id, document: await res.json() })
    },
  })
}

main().catch((err) => {
  if (err.code === 'ECONNREFUSED') console.error('is kafka running? try: nc -z localhost 9092')
  process.exitCode = 1
})
