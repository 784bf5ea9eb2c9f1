// `trade2026 down`: stops everything and leaves no process, no port and no lock.
import { Flags } from '@oclif/core'
import { TradeError } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Down extends PlatformCommand {
  static override description = 'Stop the platform. Data stays, unless --volumes removes it.'
  static override examples = ['<%= config.bin %> down', '<%= config.bin %> down --volumes --yes']
  static override flags = {
    volumes: Flags.boolean({ description: 'also remove the data: bus, cache, lake, time series, order log' }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Down)
    if (flags.volumes && !flags.yes) {
      throw new TradeError('USAGE', 'down --volumes removes all data of the platform: found no --yes', {
        hints: ['trade2026 down --volumes --yes', 'trade2026 down   (keeps the data)'],
      })
    }
    const result = await this.withPlane(flags, (plane, running) => plane.down({ volumes: flags.volumes }, running))
    this.show(flags, result, () =>
      result.stopped.length === 0 ? 'nothing was running' : `stopped: ${result.stopped.join(', ')}`,
    )
  }
}
