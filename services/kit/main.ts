// How every service starts and ends: environment, log, metrics port, then its own `start`; SIGTERM drains and exits 0.
import type { Server } from 'node:http'
import { type Clock, systemClock } from './clock.ts'
import { type ServiceEnv, serviceEnv } from './config.ts'
import { listenMetrics } from './http.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { type Rng, systemRng } from './rng.ts'

export interface ServiceContext {
  env: ServiceEnv
  log: Log
  clock: Clock
  rng: Rng
  metrics: Metrics
}

export interface Running {
  /** Drains, flushes and closes; has 10 s. */
  stop(): Promise<void>
}

export interface ServiceMain {
  id: string
  start: (context: ServiceContext) => Promise<Running>
}

/** A container is killed 10 s after it was asked to stop: be gone, and say so, before that. */
const STOP_LIMIT_MS = 9500

/**
 * @example
 * runService({ id: 'risk', start: startRisk })
 */
export function runService({ id, start }: ServiceMain): void {
  const log = createLog(process.env.SERVICE_ID ?? id, process.env.LOG_LEVEL ?? 'INFO')
  process.on('uncaughtException', (error) => die(log, 'uncaught exception', error))
  process.on('unhandledRejection', (error) => die(log, 'unhandled rejection', error))
  void begin({ id, start }, log)
}

async function begin({ id, start }: ServiceMain, log: Log): Promise<void> {
  try {
    const env = serviceEnv({ SERVICE_ID: id, ...process.env })
    const metrics = createMetrics(`${id.replaceAll('-', '_')}_`)
    const started = start({ env, log, clock: systemClock, rng: systemRng, metrics })
    onStopSignal(log, started)
    const running = await started
    const metricsServer = await listenMetrics(metrics, env.bindHost, env.metricsPort)
    closeWithService(metricsServer, running)
    log.info('started', { http: env.httpPort, metrics: env.metricsPort, version: env.version })
  } catch (error) {
    die(log, 'start failed', error)
  }
}

/** The first signal drains, the second ends at once. Before the start is done there is nothing to drain. */
function onStopSignal(log: Log, started: Promise<Running>): void {
  let stopping = false
  let ready = false
  started.then(
    () => {
      ready = true
    },
    () => {},
  )
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    if (!ready) process.exit(0)
    setTimeout(() => die(log, 'stop failed', new Error(`not stopped after ${STOP_LIMIT_MS} ms`)), STOP_LIMIT_MS).unref()
    started
      .then((running) => running.stop())
      .then(
        () => {
          log.info('stopped')
          process.exit(0)
        },
        (error) => die(log, 'stop failed', error),
      )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
}

function closeWithService(server: Server, running: Running): void {
  const stop = running.stop.bind(running)
  running.stop = async () => {
    server.close()
    server.closeAllConnections()
    await stop()
  }
}

function die(log: Log, message: string, error: unknown): never {
  log.error(message, { error: error instanceof Error ? error : new Error(String(error)) })
  process.exit(1)
}
