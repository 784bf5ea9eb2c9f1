// Which benchmarks there are, which of them can run now, and their report.
import type { BenchReport } from '../model/bench.ts'
import { TradeError } from '../model/errors.ts'
import type { OnProgress } from '../model/event.ts'
import type { ServiceId } from '../model/ids.ts'
import { worstVerdict } from '../model/verdict.ts'
import type { Bench, BenchWorld } from './bench.ts'
import { cli } from './cli.ts'
import { noopUp } from './noop-up.ts'
import { oms } from './oms.ts'
import { risk } from './risk.ts'
import { survey } from './survey.ts'

const BENCHES: readonly Bench[] = [cli, noopUp, survey, risk, oms]

export interface BenchRun {
  world: BenchWorld
  /** Services that run and are well. */
  well: ReadonlySet<ServiceId>
  environment: () => BenchReport['environment']
  progress: OnProgress
  signal: AbortSignal
}

/** Named benchmarks must be able to run; without names, all that can. Throws USAGE or ENVIRONMENT_NOT_READY before the first. */
export async function runBenches(
  names: readonly string[],
  { world, well, environment, progress, signal }: BenchRun,
): Promise<BenchReport> {
  const chosen = names.length === 0 ? BENCHES : [...new Set(names.map(benchNamed))]
  const skipped = chosen.flatMap(({ name, needs }) => {
    const missing = needs.filter((service) => !well.has(service))
    return missing.length === 0 ? [] : [{ name, missing }]
  })
  if (names.length > 0) refuse(skipped)
  const before = environment()
  const metrics: BenchReport['metrics'] = []
  for (const bench of chosen) {
    const lacks = skipped.find(({ name }) => name === bench.name)
    const title = `${bench.name}: ${bench.title}`
    if (lacks) {
      progress({
        kind: 'finished',
        id: bench.name,
        status: 'skipped',
        title,
        detail: `${lacks.missing.join(', ')} not up`,
      })
      continue
    }
    progress({ kind: 'started', id: bench.name, title })
    metrics.push(...(await bench.run(world, signal)))
    progress({ kind: 'finished', id: bench.name, status: 'done', title })
  }
  const judged = metrics.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]))
  return {
    name: chosen.length === 1 ? chosen[0]!.name : names.length === 0 ? 'all' : chosen.map(({ name }) => name).join('+'),
    environment: { ...before, loadAverageAfter: environment().loadAverage ?? '' },
    metrics,
    skipped,
    // What could not be measured is not known: all is not well before all was looked at.
    verdict: worstVerdict([...judged, ...skipped.map(() => 'inconclusive' as const)]),
  }
}

function benchNamed(name: string): Bench {
  const wanted = name.toLowerCase()
  const bench = BENCHES.find((one) => one.name === wanted || one.covers.some((id) => id.toLowerCase() === wanted))
  if (bench) return bench
  const known = BENCHES.flatMap((one) => [one.name, ...one.covers])
  throw new TradeError('USAGE', `${name}: no such benchmark; expected one of ${known.join(', ')}`, {
    facts: { name, known },
    hints: BENCHES.map((one) => `trade2026 bench ${one.name}`),
  })
}

function refuse(skipped: BenchReport['skipped']): void {
  const missing = [...new Set(skipped.flatMap((one) => one.missing))]
  if (missing.length === 0) return
  const names = skipped.map(({ name }) => name).join(', ')
  throw new TradeError(
    'ENVIRONMENT_NOT_READY',
    `${names}: ${missing.join(', ')} not up and well; expected it before load is sent`,
    {
      facts: { missing },
      hints: ['trade2026 up', 'trade2026 ps'],
    },
  )
}
