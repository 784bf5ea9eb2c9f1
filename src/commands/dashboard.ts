// `trade2026 dashboard`: the live picture on a terminal; one snapshot without one, its exit code the health.
import { Flags } from '@oclif/core'
import type { ControlPlane, Running } from '../app/control-plane.ts'
import { VIEW_IDS, type ViewId } from '../tui/view-list.ts'
import { PlatformCommand, type SharedFlags } from './base.ts'

export default class Dashboard extends PlatformCommand {
  static override description =
    'Show health, tickers, OMS latency, migration and gates, live. Without a terminal: one snapshot, exit 0 when all is healthy.'
  static override examples = [
    '<%= config.bin %> dashboard',
    '<%= config.bin %> dashboard --once --width 120',
    '<%= config.bin %> dashboard --demo',
  ]
  static override flags = {
    once: Flags.boolean({ description: 'one snapshot, then end' }),
    width: Flags.integer({ description: 'columns of the snapshot', min: 20, max: 400 }),
    view: Flags.string({ description: 'view to begin with', options: [...VIEW_IDS], default: 'overview' }),
    ascii: Flags.boolean({ description: 'plain ASCII instead of box and block characters' }),
    demo: Flags.boolean({ description: 'invented data, no platform needed' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Dashboard)
    const { processContext, terminal } = await import('../app/context.ts')
    const context = processContext()
    const { CHILD_MARK, runLauncher } = await import('../tui/launcher.ts')
    const live = terminal().interactive && terminal().progress && !flags.once && !flags.json
    if (live && context.env[CHILD_MARK] === undefined) {
      const command: [string, ...string[]] = [context.node, `${context.toolRoot}/bin/run.js`, 'dashboard', ...this.argv]
      const { stdin, stdout, stderr } = process
      return this.exit(await runLauncher({ command, env: context.env, stdin, stdout, stderr }))
    }
    const exit = await this.withPlane(flags, (plane, running) =>
      live ? this.live(flags, plane) : this.once(flags, plane, running),
    )
    if (exit !== 0) this.exit(exit)
  }

  private async live(flags: DashboardFlags, plane: ControlPlane): Promise<number> {
    const { processContext } = await import('../app/context.ts')
    const { runDashboard } = await import('../tui/run.ts')
    const { stdin, stdout } = process
    return runDashboard({ ...(await this.shared(flags, plane)), stdin, stdout, env: processContext().env })
  }

  private async once(flags: DashboardFlags, plane: ControlPlane, _running: Running): Promise<number> {
    const { terminal } = await import('../app/context.ts')
    const { snapshotOnce } = await import('../tui/once.ts')
    const { text, exit, state } = await snapshotOnce({
      ...(await this.shared(flags, plane)),
      width: flags.width ?? (terminal().interactive ? terminal().columns : 80),
    })
    this.show(flags, { healthy: exit === 0, ...documentOf(state) }, () => text)
    return exit
  }

  private async shared(flags: DashboardFlags, plane: ControlPlane) {
    const { intervals } = await import('../app/feeding.ts')
    const clock = intervals({ nowMs: plane.nowMs })
    const { DEMO_PLATFORM, watchDemo } = await import('../tui/demo.ts')
    const watch: ControlPlane['watch'] = flags.demo
      ? (listener, signal) => watchDemo(listener, signal, { clock })
      : plane.watch
    const gates = await plane.gates()
    return {
      watch,
      clock,
      view: flags.view as ViewId,
      ascii: flags.ascii,
      platform: flags.demo
        ? DEMO_PLATFORM
        : {
            platform: plane.catalog.platform.settings.name,
            gateNames: gates.map(({ name }) => name),
            needed: new Set(await plane.needed()),
          },
    }
  }
}

type DashboardFlags = SharedFlags & {
  view: string
  once: boolean
  width: number | undefined
  ascii: boolean
  demo: boolean
}

/** Maps become plain objects; samples are for drawing only. */
function documentOf(state: object): object {
  return JSON.parse(
    JSON.stringify(state, (key, value: unknown) =>
      /[sS]amples$/.test(key)
        ? undefined
        : value instanceof Map
          ? Object.fromEntries(value)
          : value instanceof Set
            ? [...value]
            : value,
    ),
  ) as object
}
