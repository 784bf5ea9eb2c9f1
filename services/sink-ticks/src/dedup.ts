// Drops prints that are in the table already: a memory of the last ones, then marks in the cache. Both are told only after
// a commit (F25): a mark made earlier would turn the retry of a failed batch into a loss. The stream sequence in the
// table makes delivery exactly once; this is against producers that send a print twice.
import type { Redis } from 'ioredis'

export interface DedupCounts {
  checked: number
  duplicates: number
  lru_hits: number
  redis_hits: number
  added: number
  lru_size: number
  redis_connected: boolean
  duplicate_rate: number
  lru_hit_rate: number
}

export interface Dedup {
  /** The subset of these ids that is in the table already. */
  known(hashes: string[], tableId: string | undefined): Promise<Set<string>>
  /** These ids are committed now. The cache is told in the background. */
  add(hashes: string[], tableId: string): void
  /** Resolves when the cache was told of all that was added. */
  settled(): Promise<void>
  /** Ids read back from the table itself, kept for the life of the process. */
  seed(hashes: Iterable<string>): void
  counts(): DedupCounts
}

export interface DedupOptions {
  lruSize: number
  ttlS: number
  cache: { client: Pick<Redis, 'mget' | 'eval'>; state(): 'up' | 'down' }
}

const KEY = 'dedup:tick:'
/** One command for many marks: a SETEX each would cost more than parsing the ticks. Small enough not to stall the cache. */
const MARKS_PER_CALL = 1000
const MARK_SCRIPT = `for i = 1, #KEYS do redis.call('SETEX', KEYS[i], ARGV[1], ARGV[2]) end`

export function createDedup({ lruSize, ttlS, cache }: DedupOptions): Dedup {
  // A ring beside the set: taking the first key of a Map again and again costs more than all the rest of a batch.
  const recent = new Set<string>()
  const ring: string[] = []
  let oldest = 0
  const seeded = new Set<string>()
  const counts = { checked: 0, duplicates: 0, lru_hits: 0, redis_hits: 0, added: 0 }

  const remember = (hash: string): void => {
    if (recent.has(hash)) return
    recent.add(hash)
    const evicted = ring[oldest]
    if (evicted !== undefined) recent.delete(evicted)
    ring[oldest] = hash
    oldest = (oldest + 1) % lruSize
  }

  /** A mark holds the id of its table: after the lake was wiped, marks of the old table must not hide rows from the new. */
  async function marked(hashes: string[], tableId: string): Promise<string[]> {
    if (hashes.length === 0 || cache.state() === 'down') return []
    try {
      const values = await cache.client.mget(hashes.map((hash) => KEY + hash))
      return hashes.filter((_hash, index) => values[index] === tableId)
    } catch {
      return []
    }
  }

  let marking = Promise.resolve()
  async function mark(hashes: string[], tableId: string): Promise<void> {
    for (let from = 0; from < hashes.length && cache.state() === 'up'; from += MARKS_PER_CALL) {
      const keys = hashes.slice(from, from + MARKS_PER_CALL).map((hash) => KEY + hash)
      await cache.client.eval(MARK_SCRIPT, keys.length, ...keys, ttlS, tableId)
    }
  }

  return {
    async known(hashes, tableId) {
      const here = hashes.filter((hash) => recent.has(hash) || seeded.has(hash))
      const found = new Set(here)
      const there =
        tableId === undefined
          ? []
          : await marked(
              hashes.filter((hash) => !found.has(hash)),
              tableId,
            )
      for (const hash of there) found.add(hash)
      counts.checked += hashes.length
      counts.lru_hits += here.length
      counts.redis_hits += there.length
      counts.duplicates += found.size
      return found
    },
    add(hashes, tableId) {
      for (const hash of hashes) remember(hash)
      counts.added += hashes.length
      // Not waited for: without its marks the cache only knows less, and the rows are committed.
      marking = marking.then(() => mark(hashes, tableId)).catch(() => {})
    },
    settled: () => marking,
    seed(hashes) {
      for (const hash of hashes) seeded.add(hash)
    },
    counts: () => ({
      ...counts,
      lru_size: recent.size,
      redis_connected: cache.state() === 'up',
      duplicate_rate: counts.checked === 0 ? 0 : counts.duplicates / counts.checked,
      lru_hit_rate: counts.checked === 0 ? 0 : counts.lru_hits / counts.checked,
    }),
  }
}
