// The cache (Valkey) as services see it: one client per database, no queue while it is away, so that a caller learns
// of an outage from the failed command and not from memory that grows.
import { Redis } from 'ioredis'
import type { Clock } from './clock.ts'
import { withTimeout } from './clock.ts'
import type { Log } from './log.ts'

export interface Cache {
  /** Commands fail at once while the cache is down. */
  client: Redis
  state(): 'up' | 'down'
  close(): Promise<void>
}

export interface CacheOptions {
  url: string
  db: number
  log: Log
  clock: Clock
  commandTimeoutMs?: number
}

const FIRST_CONNECT_MS = 2000
const RECONNECT_MAX_MS = 2000

/**
 * Resolves when connected, or after 2 s without: whether a service can live without a cache is for its health rule.
 * @example
 * const cache = await connectCache({ url: env.valkeyUrl, db: 3, log, clock })
 * await cache.client.hset('last:BTCUSDT', { price: 45000 })
 */
export async function connectCache({ url, db, log, clock, commandTimeoutMs = 2000 }: CacheOptions): Promise<Cache> {
  const client = new Redis(url, {
    db,
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 5000,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (attempt) => Math.min(attempt * 200, RECONNECT_MAX_MS),
  })
  let closing = false
  let reported: 'up' | 'down' | undefined
  const report = (state: 'up' | 'down', reason?: string): void => {
    if (reported === state || closing) return
    reported = state
    if (state === 'up') log.info('cache connected', { db })
    else log.warn('cache down', { db, reason })
  }
  client.on('ready', () => report('up'))
  client.on('close', () => report('down', 'connection closed'))
  client.on('error', (error: Error) => report('down', error.message))

  const ready = new Promise<void>((resolve) => client.once('ready', () => resolve()))
  // The retry strategy goes on trying; the first refusal is already in the log.
  client.connect().catch(() => {})
  await withTimeout(clock, FIRST_CONNECT_MS, ready, () => {})
  return {
    client,
    state: () => (client.status === 'ready' ? 'up' : 'down'),
    async close() {
      closing = true
      if (client.status === 'ready') await client.quit().catch(() => client.disconnect())
      else client.disconnect()
    },
  }
}
