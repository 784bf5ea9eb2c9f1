import { expect, test } from 'vitest'
import { dedupOver, fakeCache } from './support.ts'

test('knows what was added: by memory, and after a restart by the cache', async () => {
  const cache = fakeCache()
  const first = dedupOver(cache)
  first.add(['a', 'b'], 'table-1')
  await first.settled()
  expect(await first.known(['a', 'b', 'c'], 'table-1')).toEqual(new Set(['a', 'b']))
  const restarted = dedupOver(cache)
  expect(await restarted.known(['a', 'c'], 'table-1')).toEqual(new Set(['a']))
  expect(restarted.counts()).toMatchObject({
    checked: 2,
    duplicates: 1,
    lru_hits: 0,
    redis_hits: 1,
    duplicate_rate: 0.5,
  })
})

test('a mark of another table means nothing: its rows are not in this one', async () => {
  const cache = fakeCache()
  const before = dedupOver(cache)
  before.add(['a'], 'wiped')
  await before.settled()
  expect(cache.marks.size).toBe(1)
  expect(await dedupOver(cache).known(['a'], 'new')).toEqual(new Set())
  expect(await dedupOver(cache).known(['a'], undefined)).toEqual(new Set())
})

test('forgets the oldest beyond its size, but not the freshly added', async () => {
  const cache = fakeCache()
  cache.down = true
  const dedup = dedupOver(cache, 2)
  dedup.add(['a', 'b'], 't')
  dedup.add(['b', 'c'], 't')
  expect(await dedup.known(['a', 'b', 'c'], 't')).toEqual(new Set(['b', 'c']))
  expect(dedup.counts()).toMatchObject({ lru_size: 2, redis_connected: false })
})

test('goes on with its memory alone while the cache is down', async () => {
  const cache = fakeCache()
  const dedup = dedupOver(cache)
  cache.down = true
  dedup.add(['a'], 't')
  await dedup.settled()
  expect(cache.marks.size).toBe(0)
  expect(await dedup.known(['a', 'b'], 't')).toEqual(new Set(['a']))
})

test('seeded ids stay known however many come after', async () => {
  const dedup = dedupOver(fakeCache(), 1)
  dedup.seed(['old'])
  dedup.add(['x', 'y'], 't')
  expect(await dedup.known(['old', 'x', 'y'], undefined)).toEqual(new Set(['old', 'y']))
})
