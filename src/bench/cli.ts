// What the command line itself costs, in starts of a bare Node (design.md 7).
import type { BenchMetric } from '../model/bench.ts'
import type { Bench, BenchWorld } from './bench.ts'
import { atMost, type Limit, metricOf, ratioOf } from './metric.ts'
import { interleaved } from './pairs.ts'

const ROUNDS = 9
const COMMANDS: [string, string[], Limit][] = [
  ['version', ['--version'], atMost(4)],
  ['ps', ['ps', '--json'], atMost(8)],
]

export const cli: Bench = {
  name: 'cli',
  title: 'start of a command against a start of bare node',
  covers: [],
  needs: [],
  async run(world, signal) {
    const metrics: BenchMetric[] = []
    for (const [name, args, promise] of COMMANDS)
      metrics.push(...(await timeCommand(world, signal, { name, args, promise })))
    return metrics
  },
}

async function timeCommand(
  world: BenchWorld,
  signal: AbortSignal,
  { name, args, promise }: { name: string; args: string[]; promise: Limit },
): Promise<BenchMetric[]> {
  // Once before it counts: the first start after a build compiles.
  await world.tool(args, signal)
  const pairs = await interleaved(
    ROUNDS,
    {
      ours: async () => (await world.tool(args, signal)).ms,
      floor: async () => (await world.bareNode(signal)).ms,
    },
    signal,
  )
  return [
    metricOf({ name: `cli.${name}`, unit: 'ms', rounds: pairs.ours }),
    metricOf({ name: `cli.${name}.floor`, unit: 'ms', rounds: pairs.floor }),
    ratioOf({ name: `cli.${name}.ratio`, pairs, promise }),
  ]
}
