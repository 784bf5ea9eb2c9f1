// `trade2026 quickstart`: the whole product once: platform up, orders through it, a legacy service migrated, the dashboard.
import type { ControlPlane, Running } from '../app/control-plane.ts'
import { EXIT, type ExitCode } from '../model/errors.ts'
import { PlatformCommand } from './base.ts'

/** The legacy service that is migrated; its tree ships with the tool. */
const SERVICE = 'pnl'

export default class Quickstart extends PlatformCommand {
  static override description =
    'Bring the platform up on this machine, send orders through it, migrate a legacy service, show the dashboard. Safe to run again.'

  async run(): Promise<void> {
    const { flags } = await this.parse(Quickstart)
    const exit = await this.withPlane(flags, (plane, running) => this.tour(plane, running))
    if (exit !== EXIT.done) this.exit(exit)
    const { terminal } = await import('../app/context.ts')
    const live = terminal().interactive
    const shared = [...(flags.platform ? ['--platform', flags.platform] : []), ...(flags.json ? ['--json'] : [])]
    try {
      await this.config.runCommand('dashboard', live ? shared : [...shared, '--once'])
    } finally {
      this.logToStderr('\nthe stack is left running; stop it with: node bin/run.js down')
    }
  }

  private async tour(plane: ControlPlane, running: Running): Promise<ExitCode> {
    const quiet: Running = { ...running, progress: (event) => event.kind === 'note' && running.progress(event) }
    const up = await this.stage(
      'platform up',
      () => plane.up({ services: [], until: 'ready' }, quiet),
      (report) => `${report.services.length} services in ${(report.durationMs / 1000).toFixed(1)} s`,
    )
    if (!up.ready) return EXIT.failed
    const { sendOrders } = await import('../app/orders.ts')
    await this.stage(
      'orders',
      () => sendOrders(plane.address('oms', 'http'), 50, running.signal),
      (sent) => `${sent.accepted} of ${sent.sent} accepted by risk, acknowledged once on disk`,
    )
    const { legacySample } = await import('../app/context.ts')
    const report = await this.stage(
      `migrate ${SERVICE}`,
      () => plane.migrate({ services: [SERVICE], source: legacySample() }, running),
      (done) =>
        done.verdict === 'pass'
          ? done.changes === 0
            ? 'already migrated, nothing to change'
            : 'ten steps, each with its evidence'
          : done.verdict,
    )
    if (report.verdict === 'pass') return EXIT.done
    const { renderMigrate } = await import('../views/migrate.ts')
    this.logToStderr(renderMigrate(report, { color: false, columns: 80 }))
    return report.verdict === 'fail' ? EXIT.failed : EXIT.inconclusive
  }

  private async stage<T>(title: string, act: () => Promise<T>, summary: (result: T) => string): Promise<T> {
    this.logToStderr(`… ${title}`)
    const result = await act()
    this.logToStderr(`✔ ${title.padEnd(16)} ${summary(result)}`)
    return result
  }
}
