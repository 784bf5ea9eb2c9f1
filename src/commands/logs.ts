// `trade2026 logs [SERVICE…]`: lines as the services wrote them, each exactly once.
import { Args, Flags } from '@oclif/core'
import { parseDuration } from '../kit/duration.ts'
import { TradeError } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

export default class Logs extends PlatformCommand {
  static override description = 'Show log lines, of all services or of the named ones.'
  static override examples = [
    '<%= config.bin %> logs oms --tail 20',
    '<%= config.bin %> logs -f gateway normalizer',
    '<%= config.bin %> logs --since 5m',
  ]
  static override strict = false
  static override args = { service: Args.string({ description: 'services (default: all)' }) }
  static override flags = {
    follow: Flags.boolean({ char: 'f', description: 'go on with new lines' }),
    since: Flags.string({ description: 'only lines younger than this (30s, 5m, 1h)', helpValue: 'DURATION' }),
    tail: Flags.integer({ description: 'only the last lines of each service', min: 0 }),
  }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Logs)
    const ageMs = flags.since === undefined ? undefined : parseDuration(flags.since)
    if (flags.since !== undefined && ageMs === undefined) {
      throw new TradeError('USAGE', `--since ${flags.since}: expected a duration such as 30s, 5m or 1h`)
    }
    await this.withPlane(flags, async (plane, { signal }) => {
      const services = argv as string[]
      const width = Math.max(
        ...(services.length > 0 ? services : [...plane.catalog.services.keys()]).map((id) => id.length),
      )
      const query = {
        services,
        follow: flags.follow,
        ...(ageMs === undefined ? {} : { sinceMs: plane.nowMs() - ageMs }),
        ...(flags.tail === undefined ? {} : { tail: flags.tail }),
      }
      for await (const line of plane.logs(query, signal)) {
        this.log(flags.json ? JSON.stringify(line) : `${line.service.padEnd(width)} | ${line.text}`)
      }
    })
  }
}
