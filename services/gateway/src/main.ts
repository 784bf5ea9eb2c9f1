// The gateway process: connects what the environment names, then serves.
import { connectBus } from '#kit/bus'
import { connectCache } from '#kit/cache'
import { loadConfig } from '#kit/config'
import { createHttp, listen } from '#kit/http'
import { type Running, runService, type ServiceContext } from '#kit/main'
import { openTimeSeries } from '#kit/timeseries'
import { gatewayConfig } from './config.schema.ts'
import { createGateway } from './gateway.ts'
import { MOCK_EXCHANGE } from './mock-market.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { addRoutes } from './routes.ts'

const CACHE_DB = 0

async function start({ env, log, clock, metrics }: ServiceContext): Promise<Running> {
  const config = loadConfig(gatewayConfig)
  const identity = { service: env.id, version: env.version }
  const bus = await connectBus({ url: env.natsUrl, name: env.id, log, clock })
  const cache = await connectCache({ url: env.valkeyUrl, db: CACHE_DB, log, clock })
  const store = await openTimeSeries(env.timeseriesUrl, { log, clock })
  const gateway = createGateway({ config, bus, cache, store, clock, log, metrics, identity })

  const app = createHttp({ log, health: gateway.health, metrics, ...identity })
  const { window_s, max } = config.rate_limiting
  addRoutes(app, {
    book: gateway.book,
    exchange: MOCK_EXCHANGE,
    storedCandles: gateway.storedCandles,
    limiter: createRateLimiter({ windowMs: window_s * 1000, max }),
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    stats: gateway.stats,
  })
  await listen(app, env.bindHost, env.httpPort)
  return {
    async stop() {
      await app.close()
      await gateway.stop()
      await bus.drain()
      await Promise.all([cache.close(), store.close()])
    },
  }
}

runService({ id: 'gateway', start })
