// `trade2026 survey`: what a legacy tree holds, and what the rewrite would do to it. Reads only.
import { Flags } from '@oclif/core'
import { PlatformCommand } from './base.ts'

export default class Survey extends PlatformCommand {
  static override description =
    'Take inventory of a legacy tree: services, ports, dependencies, endpoints, waves. Changes nothing.'
  static override examples = [
    '<%= config.bin %> survey --source ../trade2025',
    '<%= config.bin %> survey --source ../trade2025 --json',
  ]
  static override flags = {
    source: Flags.string({ description: 'root of the legacy tree', helpValue: 'DIR' }),
    endpoints: Flags.string({
      description: 'YAML map of what you already know, `"localhost:4222": nats:4222`',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Survey)
    const report = await this.withPlane(flags, (plane) =>
      plane.survey({
        ...(flags.source === undefined ? {} : { source: flags.source }),
        ...(flags.endpoints === undefined ? {} : { endpointsFile: flags.endpoints }),
      }),
    )
    const { renderSurvey } = await import('../views/survey.ts')
    this.show(flags, report, () => renderSurvey(report))
  }
}
