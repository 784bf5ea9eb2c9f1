// `trade2026 supervise`: the loop that `up` leaves behind on the local runtime. It can be killed at any time.
import { PlatformCommand } from './base.ts'

export default class Supervise extends PlatformCommand {
  static override description = 'Restart what crashes or turns unhealthy, until `down` (started by `up`).'
  static override hidden = true

  async run(): Promise<void> {
    const { flags } = await this.parse(Supervise)
    await this.withPlane(flags, (plane, { signal }) => plane.supervise(signal))
  }
}
