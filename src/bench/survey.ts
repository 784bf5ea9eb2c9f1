// What a survey costs, beside a bare read and scan of the same bytes: of a system of 18 services, and of a large tree.
import type { BenchMetric } from '../model/bench.ts'
import type { SurveyReport } from '../model/endpoint.ts'
import type { Bench, BenchWorld, Ran } from './bench.ts'
import type { TreeWishes } from './legacy-tree.ts'
import { atMost, metricOf, ratioOf } from './metric.ts'
import { interleaved } from './pairs.ts'

interface Case {
  name: string
  wishes: TreeWishes
  rounds: number
  mostMs: number
  mostMiB: number
}

/** Issue 4: 18 services in 2 s; 100 MB in 20 s and 500 MB. */
const CASES: readonly Case[] = [
  {
    name: 'survey.services',
    wishes: { services: 18, bytes: 1_500_000, fileBytes: 6_000 },
    rounds: 5,
    mostMs: 2000,
    mostMiB: 500,
  },
  {
    name: 'survey.large',
    wishes: { services: 18, bytes: 105_000_000, fileBytes: 20_000 },
    rounds: 1,
    mostMs: 20_000,
    mostMiB: 500,
  },
]

export const survey: Bench = {
  name: 'survey',
  title: 'a survey against a bare read and scan of the same bytes',
  covers: [],
  needs: [],
  async run(world, signal) {
    const metrics: BenchMetric[] = []
    for (const one of CASES) metrics.push(...(await measure(one, world, signal)))
    return metrics
  },
}

async function measure(
  { name, wishes, rounds, mostMs, mostMiB }: Case,
  world: BenchWorld,
  signal: AbortSignal,
): Promise<BenchMetric[]> {
  const tree = world.legacyTree(wishes)
  try {
    const ran: Ran[] = []
    const ours = async (): Promise<number> => {
      const one = await world.weighed(['survey', '--source', tree.root, '--json'], signal)
      const { services } = JSON.parse(one.stdout) as Pick<SurveyReport, 'services'>
      // A survey that sees less is faster: such a figure would be a lie.
      if (services.length !== wishes.services) throw new Error(`${name}: found ${services.length} services`)
      ran.push(one)
      return one.ms
    }
    const floor = async (): Promise<number> => tree.scan()
    const pairs = await interleaved(rounds, { ours, floor }, signal)
    const peaks = ran.flatMap(({ peakMiB }) => (peakMiB === undefined ? [] : [peakMiB]))
    const doubt = world.isBusy() ? { doubt: 'more work than cores on this machine' } : {}
    return [
      metricOf({ name: `${name}.time`, unit: 'ms', rounds: pairs.ours, promise: atMost(mostMs), ...doubt }),
      ratioOf({ name: `${name}.ratio`, pairs, note: 'to a bare read and scan' }),
      ...(peaks.length === 0
        ? []
        : [metricOf({ name: `${name}.memory`, unit: 'MiB', rounds: peaks, promise: atMost(mostMiB) })]),
    ]
  } finally {
    tree.remove()
  }
}
