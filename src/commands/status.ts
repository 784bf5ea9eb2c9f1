// `trade2026 status`: where the migration is and what to do next.
import { PlatformCommand } from './base.ts'

export default class Status extends PlatformCommand {
  static override description = 'Show where we are: phases, tasks, services, gates, and what to do next.'
  static override examples = ['<%= config.bin %> status']

  async run(): Promise<void> {
    const { flags } = await this.parse(Status)
    const report = await this.withPlane(flags, (plane) => plane.status())
    const { renderStatus } = await import('../views/status.ts')
    this.show(flags, report, () => renderStatus(report))
  }
}
