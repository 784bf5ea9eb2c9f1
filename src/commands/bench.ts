// `trade2026 bench [NAME]`: the load tests, in ratios to a bare limit measured in the same minute.
import { Args } from '@oclif/core'
import { PlatformCommand } from './base.ts'

export default class Bench extends PlatformCommand {
  static override description =
    'Measure: cli, noop-up, survey, risk (L5), oms (L1, L4 in short), each interleaved with a bare limit. Sends load to this host only; orders go to accounts named load-bench-…. Exit 0 within limits, 1 beyond, 3 not known.'
  static override examples = [
    '<%= config.bin %> bench',
    '<%= config.bin %> bench oms',
    '<%= config.bin %> bench L5 --json',
  ]
  static override strict = false
  static override args = { name: Args.string({ description: 'benchmarks to run (default: all that can)' }) }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Bench)
    const report = await this.withPlane(flags, (plane, running) => plane.bench(argv as string[], running))
    const { renderBench } = await import('../views/bench.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderBench(report, terminal()))
    this.finishWith(report.verdict)
  }
}
