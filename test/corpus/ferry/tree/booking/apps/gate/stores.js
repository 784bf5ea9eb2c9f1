'use strict'
const Redis = require('ioredis')
const config = require('config')
const knex = require('knex')

exports.sessions = new Redis(config.get('redis'))
exports.seats = new Redis.Cluster([
  { host: 'localhost', port: 7100 },
  { host: '127.0.0.1', port: 7101 },
])
exports.db = knex({
  client: 'pg',
  connection: { host: process.env.PG_HOST || 'localhost', port: 5433, database: 'ferry' },
})
