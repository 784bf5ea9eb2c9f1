// `trade2026 rollback SERVICE…`: takes a migration back in reverse order, byte for byte.
import { Args } from '@oclif/core'
import { PlatformCommand } from './base.ts'

export default class Rollback extends PlatformCommand {
  static override description =
    'Undo the migration of services: files, compose and tracker as before; the former twin runs again.'
  static override examples = ['<%= config.bin %> rollback pnl']
  static override strict = false
  static override args = { service: Args.string({ required: true, description: 'services to roll back' }) }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Rollback)
    const report = await this.withPlane(flags, (plane, running) => plane.rollback(argv as string[], running))
    const { renderMigrate } = await import('../views/migrate.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderMigrate(report, terminal()))
    this.finishWith(report.verdict)
  }
}
