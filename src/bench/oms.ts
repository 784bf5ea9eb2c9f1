// From POST /orders to the durable answer: L1 one after the other, L4 at 1000 a second in short. The bare limit is an HTTP echo
// that appends to a log of the same kind on the same disk.
import type { Json } from '../model/gate.ts'
import type { Bench, BenchWorld } from './bench.ts'
import { latenessMetric, quantileMetrics, successMetric } from './compare.ts'
import type { Floor } from './floor.ts'
import { atMost } from './metric.ts'
import { warmed } from './pairs.ts'
import { sendTraffic, type Target } from './traffic.ts'

const ROUNDS = 5
const WARMUP = 50
const SEQUENTIAL = { mode: 'closed', samples: 100, workers: 1 } as const
const OPEN_LOOP = { mode: 'open', ratePerSecond: 1000, durationMs: 3000, connections: 32 } as const

export const oms: Bench = {
  name: 'oms',
  title: 'order to durable answer against an HTTP echo with a group-commit log',
  covers: ['L1', 'L4'],
  needs: ['oms', 'risk', 'nats', 'valkey'],
  async run(world, signal) {
    const floor = await world.startFloor('log')
    try {
      const sequential = await compare({ world, floor, shape: SEQUENTIAL, part: 'one' }, signal)
      const open = await compare({ world, floor, shape: OPEN_LOOP, part: 'many' }, signal)
      world.note(`oms: the log of the bare server syncs ${floor.sync}`)
      return [
        ...quantileMetrics({ name: 'oms.sequential.p50', share: 0.5, limitMs: 10 }, sequential),
        ...quantileMetrics({ name: 'oms.sequential.p99', share: 0.99, limitMs: 50 }, sequential),
        successMetric('oms.sequential.success', sequential, 1),
        ...quantileMetrics({ name: 'oms.open-loop.p50', share: 0.5, limitMs: 10, ratio: atMost(1.4) }, open),
        ...quantileMetrics({ name: 'oms.open-loop.p99', share: 0.99, limitMs: 50, ratio: atMost(1.5) }, open),
        successMetric('oms.open-loop.success', open, 0.99),
        latenessMetric('oms.open-loop.lateness', open),
      ]
    } finally {
      await floor.stop()
    }
  },
}

type Part = { world: BenchWorld; floor: Floor; shape: typeof SEQUENTIAL | typeof OPEN_LOOP; part: string }

function compare({ world, floor, shape, part }: Part, signal: AbortSignal) {
  const order = (round: number, origin: string, accepts: Target['accepts']): Target => ({
    origin,
    path: '/orders',
    bodyOf: (index) => orderOf(`${world.run}-${part}-${round}-${index}`, index),
    accepts,
  })
  const send = (target: Target) => sendTraffic(target, { shape, warmup: WARMUP, clock: world.clock }, signal)
  return warmed(
    ROUNDS,
    {
      ours: (round) => send(order(round, world.origin('oms'), isAccepted)),
      floor: (round) => send(order(round, floor.origin, () => true)),
    },
    signal,
  )
}

/** Accounts named load… have limits of their own; ten at a time on one side, so that no account only buys (platform.md 5.4). */
function orderOf(id: string, index: number): Json {
  return {
    account: `load-bench-${index % 10}`,
    symbol: 'BENCHUSDT',
    side: Math.floor(index / 10) % 2 === 0 ? 'BUY' : 'SELL',
    quantity: 0.1,
    price: 100,
    type: 'limit',
    client_order_id: id,
  }
}

/** RISK_REJECTED is an answer, and no success. */
function isAccepted(body: Json): boolean {
  return body !== null && typeof body === 'object' && !Array.isArray(body) && body.status === 'ACCEPTED'
}
