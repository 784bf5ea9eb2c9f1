// `trade2026 ps`: what runs, how it is, since when.
import type { PsReport } from '../model/report.ts'
import { PlatformCommand } from './base.ts'

export default class Ps extends PlatformCommand {
  static override description = 'Show every service of the platform: state, health, restarts, uptime, ports.'
  static override examples = ['<%= config.bin %> ps', '<%= config.bin %> ps --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(Ps)
    const report = await this.withPlane(flags, (plane) => plane.ps())
    // Text needs tables of character widths, a tenth of the time that `ps --json` takes; a pipeline does not wait for them.
    const text = flags.json ? '' : await textOf(report)
    this.show(flags, report, () => text)
  }
}

async function textOf(report: PsReport): Promise<string> {
  const { renderPs } = await import('../views/text.ts')
  const { terminal } = await import('../app/context.ts')
  return renderPs(report, terminal())
}
