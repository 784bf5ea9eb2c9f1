// `trade2026 survey`: what a legacy tree holds, and what the rewrite would do to it. Reads only.
import { Flags } from '@oclif/core'
import { terminal } from '../app/context.ts'
import type { ControlPlane } from '../app/control-plane.ts'
import type { SurveyReport } from '../model/endpoint.ts'
import { PlatformCommand } from './base.ts'

export default class Survey extends PlatformCommand {
  static override description =
    'Take inventory of a legacy tree: services, ports, dependencies, endpoints, waves. Changes nothing.'
  static override examples = [
    '<%= config.bin %> survey --source ../trade2025',
    '<%= config.bin %> survey --source ../trade2025 --json',
    '<%= config.bin %> survey --source ../trade2025 --report inventory --live',
  ]
  static override flags = {
    source: Flags.string({ description: 'root of the legacy tree', helpValue: 'DIR' }),
    endpoints: Flags.string({
      description: 'YAML map of what you already know, `"localhost:4222": nats:4222`',
      helpValue: 'FILE',
    }),
    answers: Flags.string({ description: 'answers to questions, as of migrate', helpValue: 'FILE' }),
    report: Flags.string({ description: 'write survey.md and survey.svg into this folder', helpValue: 'DIR' }),
    live: Flags.boolean({ description: 'look at the sockets of this host, too, and show where they disagree' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Survey)
    const report = await this.withPlane(flags, async (plane) => {
      const found = await plane.survey({
        ...(flags.source === undefined ? {} : { source: flags.source }),
        ...(flags.endpoints === undefined ? {} : { endpointsFile: flags.endpoints }),
        ...(flags.answers === undefined ? {} : { answersFile: flags.answers }),
        ...(flags.live ? { live: true } : {}),
      })
      if (flags.report !== undefined) await this.writeReports(plane, flags.report, found)
      return found
    })
    const { renderSurvey } = await import('../views/survey.ts')
    const { interactive, color, columns } = terminal()
    this.show(flags, report, () => renderSurvey(report, { interactive, color, columns: Math.max(80, columns) }))
  }

  private async writeReports(plane: ControlPlane, folder: string, report: SurveyReport): Promise<void> {
    const { renderSurveyMarkdown } = await import('../views/survey-markdown.ts')
    const { renderSurveySvg } = await import('../views/survey-svg.ts')
    const [text, picture] = ['survey.md', 'survey.svg'].map((name) => `${folder.replace(/[\\/]+$/, '')}/${name}`)
    await plane.writeReport(text!, renderSurveyMarkdown(report, 'survey.svg'))
    await plane.writeReport(picture!, renderSurveySvg(report))
    this.logToStderr(`written ${text} ${picture}`)
  }
}
