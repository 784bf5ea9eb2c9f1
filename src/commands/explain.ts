// `trade2026 explain FILE:LINE`: role, evidence, rule and alternatives of one occurrence.
import { Args, Flags } from '@oclif/core'
import { EXIT, TradeError } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Explain extends PlatformCommand {
  static override description = 'Explain what the rewrite does at one place of a legacy tree, and why.'
  static override examples = ['<%= config.bin %> explain trading/apps/pnl/main.py:40 --source ../trade2025']
  static override args = {
    place: Args.string({ required: true, description: 'FILE:LINE, the file relative to the source root' }),
  }
  static override flags = {
    source: Flags.string({ description: 'root of the legacy tree', helpValue: 'DIR' }),
    endpoints: Flags.string({ description: 'YAML map of known endpoints', helpValue: 'FILE' }),
    answers: Flags.string({ description: 'answers to questions, as of migrate', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Explain)
    const match = /^(.+):(\d+)$/.exec(args.place)
    if (!match)
      throw new TradeError('USAGE', `${args.place}: expected FILE:LINE`, {
        hints: ['trade2026 explain path/to/file.py:12'],
      })
    const [, file = '', line = ''] = match
    const found = await this.withPlane(flags, (plane) =>
      plane.explain({
        file,
        line: Number(line),
        ...(flags.source === undefined ? {} : { source: flags.source }),
        ...(flags.endpoints === undefined ? {} : { endpointsFile: flags.endpoints }),
        ...(flags.answers === undefined ? {} : { answersFile: flags.answers }),
      }),
    )
    const { renderExplanation } = await import('../views/explanation.ts')
    this.show(flags, found, () => renderExplanation(args.place, found.endpoints, found.edges))
    this.finish(found.endpoints.length + found.edges.length > 0 ? EXIT.done : EXIT.failed)
  }
}
