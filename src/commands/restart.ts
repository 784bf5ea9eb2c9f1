// `trade2026 restart SERVICE…`: stop and start, then wait until ready.
import { Args } from '@oclif/core'
import { EXIT } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Restart extends PlatformCommand {
  static override description = 'Restart the named services and wait until they are ready.'
  static override examples = ['<%= config.bin %> restart risk']
  static override strict = false
  static override args = { service: Args.string({ required: true, description: 'services to restart' }) }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Restart)
    const report = await this.withPlane(flags, (plane, running) => plane.restart(argv as string[], running))
    const { renderUp } = await import('../views/text.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderUp(report, terminal()))
    this.finish(report.ready ? EXIT.done : EXIT.failed)
  }
}
