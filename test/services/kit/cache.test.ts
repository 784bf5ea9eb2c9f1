import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cache, connectCache } from '../../../services/kit/cache.ts'
import { systemClock } from '../../../services/kit/clock.ts'
import { silentLog } from '../../../services/kit/log.ts'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/servers.ts'
import { startValkey, type ValkeyServer } from '../../support/valkey.ts'

let valkey: ValkeyServer
let cache: Cache
const open = (url: string, db = 3) => connectCache({ url, db, log: silentLog, clock: systemClock })

beforeAll(async () => {
  valkey = await startValkey()
  cache = await open(valkey.url)
})
afterAll(async () => {
  await cache.close()
  await valkey.stop()
})

test('works on its own database', async () => {
  await cache.client.hset('last:BTCUSDT', { price: 45000 })
  const other = await open(valkey.url, 4)
  expect(await cache.client.hgetall('last:BTCUSDT')).toEqual({ price: '45000' })
  expect(await other.client.exists('last:BTCUSDT')).toBe(0)
  await other.close()
})

test('an outage is seen in the state and in the failed command, and ends by itself', async () => {
  expect(cache.state()).toBe('up')
  await valkey.kill()
  await eventually(() => cache.state() === 'down')
  await expect(cache.client.get('x')).rejects.toThrow()
  await valkey.start()
  await eventually(() => cache.state() === 'up')
  expect(await cache.client.set('x', '1')).toBe('OK')
})

test('a cache that is not there is down, not a failure', async () => {
  const absent = await open(`redis://127.0.0.1:${await freePort()}`)
  expect(absent.state()).toBe('down')
  await absent.close()
})
