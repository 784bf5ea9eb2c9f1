// `trade2026 compose render`: the compose files, from the definitions; --check compares them with what is committed.
import { Flags } from '@oclif/core'
import { EXIT } from '../../model/errors.ts'
import { PlatformCommand } from '../base.ts'

export default class ComposeRender extends PlatformCommand {
  static override description =
    'Write compose/*.yml from the definitions; --check only compares (exit 1 when they differ).'
  static override flags = { check: Flags.boolean({ description: 'compare, write nothing' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(ComposeRender)
    const result = await this.withPlane(flags, (plane) => plane.renderCompose({ check: flags.check }))
    this.show(flags, result, () =>
      result.files
        .map(({ file, state }) => `${state === 'equal' ? '✔' : state === 'written' ? '+' : '✖'} ${file} ${state}`)
        .join('\n'),
    )
    this.finish(result.files.some(({ state }) => state === 'differs') ? EXIT.failed : EXIT.done)
  }
}
