// Load for a benchmark: the generator of the gates with the leanest client there is, the same for ours and for the bare server.
// What the client itself takes is in both figures and pulls their ratio towards 1, so it has to be little.
import { Pool } from 'undici'
import { TradeError } from '../model/errors.ts'
import type { GateClock, Json, LoadSample, LoadShape, SendRequest } from '../model/gate.ts'
import { runLoad } from '../probes/load.ts'
import { quantile } from './statistics.ts'

const TIMEOUT_MS = 5000

export interface Target {
  origin: string
  path: string
  bodyOf: (index: number) => Json
  accepts: (body: Json) => boolean
}

/** One round of load, in milliseconds. */
export interface Traffic {
  /** Latencies of the accepted and the failed alike; from the intended time in an open loop. */
  latencies: number[]
  /** How far behind its schedule the generator was at each send; all zero in a closed loop. */
  lateness: number[]
  perSecond: number
  failed: number
  problem?: string
}

export async function sendTraffic(
  target: Target,
  { shape, warmup, clock }: { shape: LoadShape; warmup: number; clock: GateClock },
  signal: AbortSignal,
): Promise<Traffic> {
  const connections = shape.mode === 'open' ? shape.connections : shape.workers
  const pool = new Pool(target.origin, {
    connections,
    pipelining: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    keepAliveTimeout: 60_000,
  })
  try {
    const run = await runLoad(
      {
        request: { method: 'POST', url: target.path, headers: {}, timeoutMs: TIMEOUT_MS },
        bodyOf: target.bodyOf,
        shape,
        warmup,
        accepts: target.accepts,
      },
      { send: sender(pool, target.path), clock },
      signal,
    )
    signal.throwIfAborted()
    if ('unavailable' in run) {
      const message = `POST ${target.origin}${target.path}: ${run.unavailable}`
      throw new TradeError('ENVIRONMENT_NOT_READY', message, { hints: ['trade2026 ps'] })
    }
    return trafficOf(run.samples, shape, run.durationMs)
  } finally {
    await pool.destroy()
  }
}

function sender(pool: Pool, path: string): SendRequest {
  const asked = `POST ${path}`
  const headers = { 'content-type': 'application/json' }
  return async ({ body }) => {
    try {
      const response = await pool.request({ path, method: 'POST', headers, body: JSON.stringify(body) })
      const value = (await response.body.json()) as Json
      if (response.statusCode === 200) return { kind: 'answered', asked, value }
      return { kind: 'refused', asked, reason: `status ${response.statusCode}: ${JSON.stringify(value).slice(0, 200)}` }
    } catch (error) {
      return { kind: 'refused', asked, reason: (error as Error).message }
    }
  }
}

function trafficOf(samples: LoadSample[], shape: LoadShape, durationMs: number): Traffic {
  const failed = samples.filter(({ ok }) => !ok)
  const problem = failed[0]?.problem
  const open = shape.mode === 'open'
  return {
    latencies: samples.map(({ intendedMs, sentMs, doneMs }) => doneMs - (open ? intendedMs : sentMs)),
    lateness: samples.map(({ intendedMs, sentMs }) => (open ? Math.max(0, sentMs - intendedMs) : 0)),
    perSecond: ((samples.length - failed.length) * 1000) / durationMs,
    failed: failed.length,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** Above this share of a limit the lateness of the generator is no longer small against what is measured. */
const LATE_SHARE = 0.2

/** Why a quantile of an open loop says nothing: the generator itself was behind by too much at that quantile. */
export function lateness(rounds: readonly Traffic[], share: number, limitMs: number): string | undefined {
  const late = quantile(
    rounds.flatMap((round) => round.lateness),
    share,
  )
  if (late <= LATE_SHARE * limitMs) return undefined
  return `the generator was ${late.toFixed(1)} ms late`
}
