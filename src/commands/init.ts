// `trade2026 init`: a new platform folder; with --from, drafts of everything a survey of the legacy tree finds.
import { Args, Flags } from '@oclif/core'
import { PlatformCommand } from './base.ts'

export default class Init extends PlatformCommand {
  static override description =
    'Make a new platform folder; with --from, draft definitions of what a survey finds. Never overwrites.'
  static override examples = [
    '<%= config.bin %> init harbour',
    '<%= config.bin %> init harbour --from ../legacy-harbour',
  ]
  static override args = {
    dir: Args.string({ description: 'folder of the new platform (default: the working directory)' }),
  }
  static override flags = {
    from: Flags.string({ description: 'root of the legacy tree to survey', helpValue: 'LEGACY' }),
    endpoints: Flags.string({
      description: 'YAML map of what you already know, `"localhost:4222": nats:4222`',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init)
    const report = await this.withPlane(flags, (plane) =>
      plane.init({
        ...(args.dir === undefined ? {} : { dir: args.dir }),
        ...(flags.from === undefined ? {} : { from: flags.from }),
        ...(flags.endpoints === undefined ? {} : { endpointsFile: flags.endpoints }),
      }),
    )
    const { renderInit } = await import('../views/init.ts')
    this.show(flags, report, () => renderInit(report))
  }
}
