// `trade2026 gate [NAME…]`: go or no-go, from facts. No data is never a pass.
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../model/errors.ts'
import { worstVerdict } from '../model/verdict.ts'
import { PlatformCommand } from './base.ts'

const FORMATS = ['text', 'json', 'junit', 'tap'] as const

export default class Gate extends PlatformCommand {
  static override description =
    'Run gates: a service, a task (task-02 … task-06), critical, final. Exit 0 pass, 1 fail, 3 inconclusive.'
  static override examples = [
    '<%= config.bin %> gate --list',
    '<%= config.bin %> gate risk oms',
    '<%= config.bin %> gate task-02 --format junit --output gate.xml',
    '<%= config.bin %> gate init pnl --record http://localhost:8100',
  ]
  static override strict = false
  static override args = { name: Args.string({ description: 'gates to run' }) }
  static override flags = {
    list: Flags.boolean({ description: 'name the gates and what they need' }),
    format: Flags.string({ options: [...FORMATS], default: 'text', description: 'output format' }),
    record: Flags.string({
      description: 'with `init SERVICE`: keep the replies of the legacy service at this address, to be compared with',
      helpValue: 'URL',
    }),
    output: Flags.string({ description: 'write the report to a file', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Gate)
    if (flags.list) return this.list(flags)
    if (argv[0] === 'init' && flags.record !== undefined) return this.record(flags as never, argv.slice(1) as string[])
    if (argv.length === 0) {
      throw new TradeError('USAGE', 'gate: found no name; expected at least one', {
        hints: ['trade2026 gate --list', 'trade2026 gate task-02'],
      })
    }
    const format = flags.json ? 'json' : flags.format
    const { renderGates } = await import('../views/gate.ts')
    const { terminal } = await import('../app/context.ts')
    const results = await this.withPlane(flags, async (plane, running) => {
      const found = await plane.gate(argv as string[], running)
      const text = renderGates(found, format, flags.output === undefined ? terminal() : { color: false, columns: 100 })
      if (flags.output === undefined) this.log(text.trimEnd())
      else await plane.writeReport(flags.output, text)
      return found
    })
    this.finishWith(worstVerdict(results.map(({ verdict }) => verdict)))
  }

  private async record(
    flags: { json: boolean; platform: string | undefined; runtime: string | undefined; record: string },
    names: string[],
  ): Promise<void> {
    const [service, ...more] = names
    if (service === undefined || more.length > 0) {
      throw new TradeError('USAGE', `gate init --record: found ${names.length} services; expected one`, {
        hints: [`trade2026 gate init SERVICE --record ${flags.record}`],
      })
    }
    const kept = await this.withPlane(flags as never, (plane, running) =>
      plane.recordGate(service, flags.record, running),
    )
    this.show(flags as never, kept, () => `${kept.replies} replies kept in ${kept.file}`)
  }

  private async list(flags: {
    json: boolean
    platform: string | undefined
    runtime: string | undefined
  }): Promise<void> {
    const gates = await this.withPlane(flags as never, async (plane) => plane.gates())
    const { renderGateList } = await import('../views/gate.ts')
    this.show(flags as never, { gates }, () => renderGateList(gates))
  }
}
