// oms: order management. Wires disk, bus, stores and risk to the desk and the ledger; every decision is made there.
import { type Bus, connectBus } from '#kit/bus'
import { connectCache } from '#kit/cache'
import { loadConfig } from '#kit/config'
import { createHealth } from '#kit/health'
import { createHttp, listen } from '#kit/http'
import { type Running, runService, type ServiceContext } from '#kit/main'
import { openTimeSeries } from '#kit/timeseries'
import { FILLS, ORDERS } from '#kit/timeseries/tables'
import { accountCaps } from './caps.ts'
import { committer } from './commit.ts'
import { omsConfigSchema } from './config.schema.ts'
import { orderDesk } from './desk.ts'
import { healthRule } from './health.ts'
import { consumeInbound } from './inbound.ts'
import { openState } from './open-state.ts'
import { answerOrderQueries } from './order-query.ts'
import { createOutbox } from './outbox.ts'
import { projections } from './projections.ts'
import { riskClient } from './risk-client.ts'
import { addRoutes } from './routes.ts'
import { omsStats } from './stats.ts'

const STREAM = 'ORDERS'
const RETRY_SPARE_MS = 5000

runService({ id: 'oms', start })

async function start({ env, log, clock, rng, metrics }: ServiceContext): Promise<Running> {
  const config = loadConfig(omsConfigSchema)
  const bus = await connectBus({ url: env.natsUrl, name: 'oms', log, clock })
  const cache = await connectCache({ url: env.valkeyUrl, db: config.valkey_db, log, clock })
  const store = await openTimeSeries(env.timeseriesUrl, { log, clock })
  await store.ensureTable(ORDERS)
  await store.ensureTable(FILLS)

  const state = await openState({
    dataDir: env.dataDir,
    bus,
    clock,
    lines: log,
    segmentBytes: Math.round(config.log.segment_mib * 1024 * 1024),
    retainMs: config.log.retain_hours * 3_600_000,
    stream: STREAM,
    onFatal: stopProcess,
  })
  const { ledger } = state
  const stats = omsStats(metrics, ledger)
  const alert = (message: string): void => {
    stats.count('alerts')
    log.error('alert', { alert: message })
    bus.publishCore('alerts.oms', JSON.stringify({ service: env.id, message, timestamp: clock.nowMs() }))
  }
  const outbox = createOutbox({
    bus,
    clock,
    log,
    stream: STREAM,
    cursor: state.cursor,
    saveCursor: state.saveCursor,
    onStreamLost: stopProcess,
  })
  for (const { lsn, messages } of state.unpublished) outbox.add(lsn, messages)
  const copies = projections({
    ledger,
    cache,
    store,
    clock,
    log,
    intervalMs: config.projection.interval_ms,
    terminalTtlS: config.projection.terminal_ttl_s,
  })
  copies.noteAll()
  const commit = committer({
    ledger,
    log: state.log,
    publish: outbox.add.bind(outbox),
    project(effects) {
      copies.note(effects)
      stats.note(effects)
    },
    alert,
  })
  const risk = riskClient({
    url: env.peers.risk ?? 'http://127.0.0.1:8103',
    clock,
    timeoutMs: config.risk.timeout_ms,
    bus,
  })
  const desk = orderDesk({
    ledger,
    commit,
    risk,
    clock,
    rng,
    caps: accountCaps(config),
    unavailable: () => refusal(bus, state.log.full),
    exhausted: () => state.log.exhausted,
    measured: stats.measured,
  })
  await outbox.start()
  const consumptions = consumeInbound({
    bus,
    ledger,
    commit,
    nowMs: () => clock.nowMs(),
    commission: config.commission,
    alert,
    exhausted: () => state.log.exhausted,
  })
  const stopQueries = answerOrderQueries(bus, ledger, desk)

  const health = createHealth({
    service: env.id,
    version: env.version,
    clock,
    checks: {
      nats: { hard: true, probe: () => bus.state() },
      valkey: { hard: true, probe: () => cache.state() },
      risk: { hard: false, probe: () => risk.ping() },
      timeseries: { hard: false, probe: () => store.state() },
      log_space: { hard: false, probe: () => !state.log.full },
    },
    rule: healthRule(() => true),
  })
  const app = createHttp({ log, health, metrics, service: env.id, version: env.version })
  addRoutes(app, {
    desk,
    ledger,
    stats,
    report: () => ({ ...stats.report(), lsn: ledger.lsn, outbox: outbox.stats(), projections: copies.waiting() }),
    barrier: () => state.log.barrier(),
  })
  await listen(app, env.bindHost, env.httpPort)
  const stopRetry = clock.every(RETRY_SPARE_MS, () => state.log.retrySpare())

  return {
    async stop() {
      stopRetry()
      await app.close()
      await Promise.all(consumptions.map((consumption) => consumption.stop()))
      await stopQueries()
      await state.log.barrier()
      await outbox.stop()
      await copies.stop()
      state.saveSnapshot()
      await state.log.close()
      await Promise.all([risk.close(), bus.drain(), cache.close(), store.close()])
    },
  }
}

/** Without a bus nothing may be taken in to be sent later; without room nothing may be promised. */
function refusal(bus: Bus, full: boolean) {
  if (bus.state() === 'down')
    return { kind: 'unavailable', code: 'BUS_DOWN', message: 'the bus is down: no order is taken' } as const
  return full
    ? ({ kind: 'unavailable', code: 'LOG_FULL', message: 'the log has no room for new orders' } as const)
    : undefined
}

/** What cannot be repaired while running ends the process: the next start reads the log and goes on from there. */
function stopProcess(error: Error): void {
  queueMicrotask(() => {
    throw error
  })
}
