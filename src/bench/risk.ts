// The pre-trade check: L5 in short, against a server that only echoes.
import type { Json, LoadShape } from '../model/gate.ts'
import type { Bench, BenchWorld } from './bench.ts'
import { quantileMetrics, successMetric } from './compare.ts'
import type { Floor } from './floor.ts'
import { atLeast, atMost, metricOf, ratioOf } from './metric.ts'
import { warmed } from './pairs.ts'
import { sendTraffic, type Target } from './traffic.ts'

const ROUNDS = 5
const WARMUP = 200
/** 2000 in all. */
const SEQUENTIAL: LoadShape = { mode: 'closed', samples: 400, workers: 1 }
const CONCURRENT: LoadShape = { mode: 'closed', samples: 10_000, workers: 32 }

const CHECK: Json = {
  account: 'load-bench',
  symbol: 'BENCHUSDT',
  side: 'BUY',
  quantity: 0.1,
  price: 100,
  order_type: 'limit',
}

export const risk: Bench = {
  name: 'risk',
  title: 'pre-trade check against a bare HTTP echo',
  covers: ['L5'],
  needs: ['risk', 'nats', 'valkey'],
  async run(world, signal) {
    const floor = await world.startFloor('echo')
    try {
      const sequential = await compare({ world, floor, shape: SEQUENTIAL }, signal)
      const concurrent = await compare({ world, floor, shape: CONCURRENT }, signal)
      const rates = {
        ours: concurrent.ours.map(({ perSecond }) => perSecond),
        floor: concurrent.floor.map(({ perSecond }) => perSecond),
      }
      return [
        ...quantileMetrics({ name: 'risk.check.p50', share: 0.5, limitMs: 1.5, ratio: atMost(1.3) }, sequential),
        ...quantileMetrics({ name: 'risk.check.p99', share: 0.99, limitMs: 5 }, sequential),
        successMetric('risk.check.success', sequential, 1),
        successMetric('risk.rate.success', concurrent, 1),
        metricOf({
          name: 'risk.rate',
          unit: '/s',
          rounds: rates.ours,
          note: '32 at a time; the generator shares the cores',
        }),
        metricOf({ name: 'risk.rate.floor', unit: '/s', rounds: rates.floor }),
        ratioOf({ name: 'risk.rate.ratio', pairs: rates, promise: atLeast(0.7) }),
      ]
    } finally {
      await floor.stop()
    }
  },
}

function compare({ world, floor, shape }: { world: BenchWorld; floor: Floor; shape: LoadShape }, signal: AbortSignal) {
  const send = (origin: string, accepts: Target['accepts']) =>
    sendTraffic(
      { origin, path: '/check', bodyOf: () => CHECK, accepts },
      { shape, warmup: WARMUP, clock: world.clock },
      signal,
    )
  const measure = { ours: () => send(world.origin('risk'), isApproved), floor: () => send(floor.origin, () => true) }
  return warmed(ROUNDS, measure, signal)
}

function isApproved(body: Json): boolean {
  return body !== null && typeof body === 'object' && !Array.isArray(body) && body.approved === true
}
