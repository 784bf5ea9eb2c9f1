// `up` of a platform that is up: it must change nothing, and should cost little more than looking.
import type { UpReport } from '../model/report.ts'
import type { Bench } from './bench.ts'
import { atMost, metricOf, ratioOf } from './metric.ts'
import { interleaved } from './pairs.ts'

const ROUNDS = 5

export const noopUp: Bench = {
  name: 'noop-up',
  title: 'a second up changes nothing',
  covers: [],
  needs: ['nats', 'valkey', 'gateway', 'normalizer', 'sink-ticks', 'risk', 'oms'],
  async run(world, signal) {
    const changed: number[] = []
    const journalBefore = world.journalBytes()
    const up = async (): Promise<number> => {
      const { ms, stdout } = await world.tool(['up', '--json'], signal)
      const { services } = JSON.parse(stdout) as UpReport
      changed.push(services.filter(({ outcome }) => outcome !== 'unchanged').length)
      return ms
    }
    const ps = async (): Promise<number> => (await world.tool(['ps', '--json'], signal)).ms
    const pairs = await interleaved(ROUNDS, { ours: up, floor: ps }, signal)
    const most = Math.max(...changed)
    return [
      metricOf({ name: 'noop-up.changes', unit: 'ops', rounds: changed, value: most, promise: atMost(0) }),
      metricOf({
        name: 'noop-up.journal',
        unit: 'bytes',
        rounds: [world.journalBytes() - journalBefore],
        promise: atMost(0),
      }),
      metricOf({ name: 'noop-up.time', unit: 'ms', rounds: pairs.ours }),
      ratioOf({ name: 'noop-up.ratio', pairs, note: 'to ps --json' }),
    ]
  },
}
