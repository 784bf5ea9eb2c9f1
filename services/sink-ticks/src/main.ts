// sink-ticks: ticks from the bus into a Delta table, each exactly once. Wires bus, cache and lake to the sink.
import { connectBus } from '#kit/bus'
import { connectCache } from '#kit/cache'
import { loadConfig } from '#kit/config'
import { createHealth } from '#kit/health'
import { createHttp, listen } from '#kit/http'
import { localDisk } from '#kit/lake/disk'
import { openDelta } from '#kit/lake/table'
import { type Running, runService, type ServiceContext } from '#kit/main'
import { sinkConfigSchema } from './config.schema.ts'
import { createDedup } from './dedup.ts'
import { downTimer } from './down-timer.ts'
import { sinkHealth } from './health.ts'
import { keepSession } from './keep-session.ts'
import { tableDir, writable } from './lake.ts'
import { addRoutes } from './routes.ts'
import { MARKET_TICKS } from './row.ts'
import { newCounts, sinkMetrics } from './stats.ts'

runService({ id: 'sink-ticks', start })

async function start({ env, log, clock, rng, metrics }: ServiceContext): Promise<Running> {
  const config = loadConfig(sinkConfigSchema)
  const dir = tableDir(env.lakeUrl, 'market_ticks')
  const bus = await connectBus({ url: env.natsUrl, name: env.id, log, clock })
  const cache = await connectCache({ url: env.valkeyUrl, db: config.dedup.valkey_db, log, clock })
  const counts = newCounts()
  const dedup = createDedup({ lruSize: config.dedup.lru_cache_size, ttlS: config.dedup.ttl_hours * 3600, cache })
  const shown = sinkMetrics(metrics, counts, () => keeper.session()?.sink.buffered() ?? 0)
  const keeper = keepSession({
    openTable: () => openDelta(dir, MARKET_TICKS, { disk: localDisk, clock, rng }),
    deps: { service: env.id, config, bus, tableDir: dir, dedup, counts, shown, clock, log },
  })
  const busDown = downTimer(clock, () => bus.state())
  const health = createHealth({
    service: env.id,
    version: env.version,
    clock,
    checks: {
      nats: { hard: true, probe: () => bus.state() },
      lake: { hard: false, probe: async () => !counts.lakeFailed && (await writable(dir)) },
      valkey: { hard: false, probe: () => cache.state() },
    },
    rule: (checks) =>
      sinkHealth(
        {
          writer: keeper.session() ? 'ready' : 'missing',
          busDownMs: busDown.ms(),
          unhealthyAfterMs: config.bus_down_unhealthy_s * 1000,
        },
        checks,
      ),
    extra: () => ({
      nats_connected: bus.state() === 'up',
      messages_processed: counts.messages_processed,
      batches_flushed: counts.batches_flushed,
    }),
  })
  const app = createHttp({ log, health, metrics, service: env.id, version: env.version })
  addRoutes(app, { keeper, counts, dedup, clock, maxBatch: config.batch.max_batch })
  await listen(app, env.bindHost, env.httpPort)
  keeper.start()
  return {
    async stop() {
      busDown.stop()
      await app.close()
      // Everything fetched is committed before the bus is left (F26).
      await keeper.stop({ flush: config.batch.flush_on_shutdown })
      await bus.drain()
      await cache.close()
    },
  }
}
