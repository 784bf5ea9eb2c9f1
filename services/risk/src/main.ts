// risk: pre-trade checks. Wires bus, cache and disk to the engine; every decision is in engine.ts and check.ts.
import { connectBus } from '#kit/bus'
import { connectCache } from '#kit/cache'
import { loadConfig } from '#kit/config'
import { createHealth } from '#kit/health'
import { createHttp, httpError, listen } from '#kit/http'
import { type Running, runService, type ServiceContext } from '#kit/main'
import { alertBoard } from './alerts.ts'
import { projectSnapshot } from './cache-projection.ts'
import { riskConfigSchema } from './config.schema.ts'
import { countedChecks } from './counting.ts'
import { RiskEngine } from './engine.ts'
import { healthRule } from './health.ts'
import { listenToBus } from './listen.ts'
import { sweepPending } from './pending.ts'
import { addRoutes } from './routes.ts'
import { snapshotFile } from './snapshot.ts'
import { keepState } from './state-keeper.ts'

runService({ id: 'risk', start })

async function start({ env, log, clock, rng, metrics }: ServiceContext): Promise<Running> {
  const config = loadConfig(riskConfigSchema)
  const bus = await connectBus({ url: env.natsUrl, name: 'risk', log, clock })
  const cache = await connectCache({ url: env.valkeyUrl, db: config.valkey_db, log, clock })
  const missing = () => (bus.state() === 'down' ? 'nats' : cache.state() === 'down' ? 'valkey' : undefined)
  const engine = new RiskEngine({ config, monotonicMs: () => clock.monotonicMs(), missing })
  const alerts = alertBoard({
    maxPerMinute: config.max_alerts_per_minute,
    nowMs: () => clock.nowMs(),
    newId: () => rng.uuid(),
  })
  const publishAlert = (alert: object & { created_at: string }) =>
    bus.publishCore('risk.alert', JSON.stringify({ ...alert, timestamp: alert.created_at }))
  const checks = countedChecks({
    engine,
    metrics,
    clock,
    alerts,
    publish: publishAlert,
    latencyAlertMs: config.latency_alert_ms,
  })
  const health = createHealth({
    service: env.id,
    version: env.version,
    clock,
    checks: {
      nats: { hard: true, probe: () => bus.state() },
      valkey: { hard: true, probe: () => cache.state() },
      timeseries: { hard: false, probe: () => 'disabled' },
    },
    rule: healthRule(() => engine.replayed),
  })

  // HTTP first: until the book is replayed the answer is 503, which is an answer; a closed port is not.
  const app = createHttp({ log, health, metrics, service: env.id, version: env.version })
  let saveState = (): void => {
    throw httpError(503, 'STARTING', 'the book is not replayed yet')
  }
  addRoutes(app, {
    engine,
    alerts,
    check: checks.check,
    setBlocked(symbol, blocked) {
      if (blocked) engine.blocked.add(symbol)
      else engine.blocked.delete(symbol)
      saveState()
    },
    stats: checks.stats,
    nowMs: () => clock.nowMs(),
  })
  await listen(app, env.bindHost, env.httpPort)
  const stopListening = listenToBus({ bus, engine, clock, check: checks.check })

  const state = await keepState({
    engine,
    bus,
    file: snapshotFile(env.dataDir),
    clock,
    log,
    intervalMs: config.snapshot_interval_s * 1000,
    onConflict(message) {
      const alert = alerts.raise({ type: 'BUS_EVENT', severity: 'critical', message })
      if (alert) publishAlert(alert)
    },
  })
  saveState = state.save
  const sweep = { book: engine.book, bus, clock, log, releaseAfterMs: config.pending_release_s * 1000 }
  const timers = [
    clock.every(1000, () => void sweepPending(sweep)),
    clock.every(config.snapshot_interval_s * 1000, () => void projectSnapshot(cache, engine, clock.nowMs(), log)),
  ]
  return {
    async stop() {
      for (const stopTimer of timers) stopTimer()
      await app.close()
      await stopListening()
      await state.stop()
      await bus.drain()
      await cache.close()
    },
  }
}
