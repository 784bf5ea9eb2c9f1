// `trade2026 ps`: what runs, how it is, since when.
import { PlatformCommand } from './base.ts'

export default class Ps extends PlatformCommand {
  static override description = 'Show every service of the platform: state, health, restarts, uptime, ports.'
  static override examples = ['<%= config.bin %> ps', '<%= config.bin %> ps --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(Ps)
    const report = await this.withPlane(flags, (plane) => plane.ps())
    const { renderPs } = await import('../views/text.ts')
    const { terminal } = await import('../app/context.ts')
    this.show(flags, report, () => renderPs(report, terminal()))
  }
}
