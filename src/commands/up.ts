// `trade2026 up`: starts what is not running, in dependency order, and waits until it is ready.
import { Args, Flags } from '@oclif/core'
import { EXIT } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Up extends PlatformCommand {
  static override description =
    'Start the platform, or the named services and what they need hard. A second run changes nothing.'
  static override examples = [
    '<%= config.bin %> up',
    '<%= config.bin %> up oms',
    '<%= config.bin %> up --until started',
  ]
  static override strict = false
  static override args = { service: Args.string({ description: 'services to start (default: all that exist)' }) }
  static override flags = {
    until: Flags.string({ options: ['started', 'ready'], default: 'ready', description: 'when to return' }),
  }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Up)
    const until = flags.until as 'started' | 'ready'
    const report = await this.withPlane(flags, (plane, running) =>
      plane.up({ services: argv as string[], until }, running),
    )
    const { renderUp } = await import('../views/text.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderUp(report, terminal()))
    this.finish(report.ready || until === 'started' ? EXIT.done : EXIT.failed)
  }
}
