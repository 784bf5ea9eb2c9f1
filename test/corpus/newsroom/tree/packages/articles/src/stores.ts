import config from 'config'
import Redis from 'ioredis'
import { Kafka } from 'kafkajs'
import { Pool } from 'pg'
import { KAFKA_BROKERS } from '@newsroom/shared'

// psql postgres://news@localhost/news
export const pool = new Pool({
  connectionString: process.env.DATABASE_URL ?? 'postgres://news:news@localhost:5432/news',
  max: 8,
})

export const cache = new Redis({ ...config.get<{ host: string; port: number }>('redis'), keyPrefix: 'articles:' })

export const kafka = new Kafka({ clientId: 'articles', brokers: KAFKA_BROKERS })
export const producer = kafka.producer()
