// normalizer: ticks from the bus into OHLCV bars, published, stored and cached. Wires bus, cache, store and disk to the engine.
import { join } from 'node:path'
import { connectBus } from '#kit/bus'
import { connectCache } from '#kit/cache'
import { loadConfig } from '#kit/config'
import { createHealth } from '#kit/health'
import { createHttp, listen } from '#kit/http'
import { type Running, runService, type ServiceContext } from '#kit/main'
import { openTimeSeries } from '#kit/timeseries'
import { ohlcv } from '#kit/timeseries/tables'
import { cacheBars } from './bar-cache.ts'
import { normalizerConfigSchema } from './config.schema.ts'
import { BarEngine } from './engine.ts'
import { Feed } from './feed.ts'
import { normalizerHealth } from './health.ts'
import { lazyStore } from './lazy-store.ts'
import { Outbox } from './outbox.ts'
import { addRoutes } from './routes.ts'
import { loadSnapshot, restoreSnapshot } from './snapshot.ts'
import { createStats } from './stats.ts'

runService({ id: 'normalizer', start })

async function start({ env, log, clock, metrics }: ServiceContext): Promise<Running> {
  const config = loadConfig(normalizerConfigSchema)
  const snapshotPath = join(env.dataDir, 'bars.json')
  const snapshot = await loadSnapshot(snapshotPath)
  const bus = await connectBus({ url: env.natsUrl, name: env.id, log, clock })
  const cache = await connectCache({ url: env.valkeyUrl, db: config.cache.valkey_db, log, clock })
  const store = lazyStore(async () => {
    const opened = await openTimeSeries(env.timeseriesUrl, { log, clock })
    for (const interval of config.intervals) await opened.ensureTable(ohlcv(interval))
    return opened
  })
  const stats = createStats(metrics, clock)
  const engine = new BarEngine({
    intervals: config.intervals,
    latenessMs: config.aggregation.lateness_ms,
    amendEveryMs: config.aggregation.amend_interval_ms,
    maxIdentities: config.aggregation.max_identities,
  })
  const outbox = new Outbox({
    publisher: (options) => bus.publisher(options),
    store: () => store.get(),
    cache: (events) => cacheBars(cache.client, events, config.cache),
    batchSize: config.storage.batch_size,
    maxWaiting: config.max_memory_bars,
    log,
    onError: () => stats.error(),
  })
  if (snapshot) {
    restoreSnapshot(engine, snapshot, clock.monotonicMs())
    outbox.add(snapshot.pending)
  }
  const resume = snapshot?.stream
  const feed = new Feed({ bus, engine, outbox, stats, config, clock, log, snapshotPath, resume })
  const health = createHealth({
    service: env.id,
    version: env.version,
    clock,
    checks: {
      nats: { hard: true, probe: () => bus.state() },
      consumer: { hard: true, probe: () => feed.state() },
      timeseries: { hard: false, probe: store.probe },
      valkey: { hard: false, probe: () => cache.state() },
    },
    rule: (checks) => normalizerHealth(checks, feed.hasRun()),
  })
  const app = createHttp({ log, health, metrics, service: env.id, version: env.version })
  addRoutes(app, { store, stats, engine, outbox, feed, health })
  await listen(app, env.bindHost, env.httpPort)
  feed.start()
  const retry = () => {
    outbox.publish()
    void outbox.store()
    void outbox.cache()
  }
  bus.onReconnect(retry)
  const stopRetries = clock.every(config.storage.write_interval_ms, retry)
  return {
    async stop() {
      stopRetries()
      stats.stop()
      await app.close()
      await feed.stop()
      outbox.close()
      await bus.drain()
      await cache.close()
      await store.close()
    },
  }
}
