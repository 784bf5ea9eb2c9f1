// Asks the cache: one reading command, or how many keys fit a pattern.
import { Redis } from 'ioredis'
import type { Answer, Json } from '../model/gate.ts'

export interface RedisProbe {
  ask(question: { command?: string[]; keys?: string; db: number }): Promise<Answer>
  close(): Promise<void>
}

const TIMEOUT_MS = 2000
const SAMPLE_KEYS = 5

export function createRedisProbe(options: { address: () => { host: string; port: number } | undefined }): RedisProbe {
  const clients = new Map<number, Redis>()
  const clientOf = (db: number, address: { host: string; port: number }): Redis => {
    const known = clients.get(db)
    if (known && known.status !== 'end') return known
    // No retry: a cache that is down makes the check inconclusive now; the check itself may try again.
    const client = new Redis({
      ...address,
      db,
      lazyConnect: true,
      connectTimeout: TIMEOUT_MS,
      commandTimeout: TIMEOUT_MS,
      retryStrategy: () => null,
    })
    client.on('error', () => {}) // told by the command that fails
    clients.set(db, client)
    return client
  }
  return {
    async ask({ command, keys, db }) {
      const asked = `cache db ${db}: ${command?.join(' ') ?? `keys ${keys}`}`
      const address = options.address()
      if (address === undefined) return { kind: 'unavailable', asked, reason: 'no address of the cache is known' }
      try {
        const client = clientOf(db, address)
        const value = command ? await runCommand(client, command) : await countKeys(client, keys ?? '*')
        return { kind: 'answered', asked, value }
      } catch (error) {
        return {
          kind: 'unavailable',
          asked,
          reason: `cache at ${address.host}:${address.port}: ${(error as Error).message}`,
        }
      }
    },
    async close() {
      for (const client of clients.values()) client.disconnect()
    },
  }
}

async function runCommand(client: Redis, [name = '', ...args]: string[]): Promise<Json> {
  const reply = (await client.call(name, ...args)) as Json
  return { reply: /^hgetall$/i.test(name) ? pairs(reply) : (reply ?? null) }
}

/** HGETALL replies a flat list or a map, by protocol version; expectations read an object. An absent key is null. */
function pairs(reply: Json): Json {
  if (!Array.isArray(reply)) return reply
  if (reply.length === 0) return null
  return Object.fromEntries(
    Array.from({ length: reply.length / 2 }, (_, i) => [String(reply[2 * i]), reply[2 * i + 1]!]),
  )
}

/** SCAN, never KEYS: a gate must not stop the cache of a trading platform. */
async function countKeys(client: Redis, pattern: string): Promise<Json> {
  const found = new Set<string>()
  let cursor = '0'
  do {
    const [next, batch] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', 500)
    for (const key of batch) found.add(key)
    cursor = next
  } while (cursor !== '0')
  return { keys: found.size, sample: [...found].sort().slice(0, SAMPLE_KEYS) }
}
