// `trade2026 tracker`: the completion tracker, written from the journal only.
import { Flags } from '@oclif/core'
import { PlatformCommand } from './base.ts'

export default class Tracker extends PlatformCommand {
  static override description = 'Show the completion tracker; --write updates COMPLETION_TRACKER.md.'
  static override examples = ['<%= config.bin %> tracker', '<%= config.bin %> tracker --write']
  static override flags = { write: Flags.boolean({ description: 'write COMPLETION_TRACKER.md' }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(Tracker)
    const result = await this.withPlane(flags, (plane, running) => plane.tracker({ write: flags.write }, running))
    this.show(flags, result, () => (flags.write ? `written: ${result.file}` : result.text))
  }
}
