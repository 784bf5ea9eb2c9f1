// `trade2026 doctor`: what this machine has and lacks; --fix installs the server binaries.
import { Flags } from '@oclif/core'
import { EXIT } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Doctor extends PlatformCommand {
  static override description = 'Check this machine and the platform: tools, ports, disk, engine, definitions.'
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --fix']
  static override flags = { fix: Flags.boolean({ description: 'install what can be installed' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor)
    const report = await this.withPlane(flags, (plane, running) => plane.doctor({ fix: flags.fix }, running))
    const { renderDoctor } = await import('../views/text.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderDoctor(report, terminal()))
    this.finish(report.ok ? EXIT.done : EXIT.environment)
  }
}
