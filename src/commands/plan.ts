// `trade2026 plan`: what `up` would do and why. Exit 0: nothing to do; 10: changes.
import { Args } from '@oclif/core'
import { EXIT } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Plan extends PlatformCommand {
  static override description =
    'Show what `up` would do, one line per operation with its cause. Exit 0: nothing to do, 10: changes.'
  static override strict = false
  static override args = { service: Args.string({ description: 'services (default: all)' }) }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Plan)
    const plan = await this.withPlane(flags, (plane) => plane.plan(argv as string[]))
    const { renderPlan } = await import('../views/plan.ts')
    this.show(flags, { ops: plan.ops.map(({ spec: _spec, ...op }) => op), problems: plan.problems }, () =>
      renderPlan(plan),
    )
    this.finish(plan.problems.length > 0 ? EXIT.environment : plan.ops.length > 0 ? EXIT.changes : EXIT.done)
  }
}
