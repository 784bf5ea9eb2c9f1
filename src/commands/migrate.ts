// `trade2026 migrate SERVICE…`: the ten steps, with evidence for each. Killed at any instant, the same call goes on.
import { Args, Flags } from '@oclif/core'
import type { MigrateOptions } from '../app/control-plane.ts'
import { STEP_IDS, type StepId, WAVES, type Wave } from '../model/ids.ts'
import { PlatformCommand } from './base.ts'

export default class Migrate extends PlatformCommand {
  static override description =
    'Move services into the stack by the ten steps: copy, configure, rewrite, build, compose, component, integration, performance, gate, tracker.'
  static override examples = [
    '<%= config.bin %> migrate risk',
    '<%= config.bin %> migrate pnl --source ../trade2025 --dry-run',
    '<%= config.bin %> migrate --task 02',
    '<%= config.bin %> migrate --all --parallel 4',
    '<%= config.bin %> migrate pnl --source ../trade2025 --until rewrite --answers answers.yaml',
  ]
  static override strict = false
  static override args = { service: Args.string({ description: 'services to migrate' }) }
  static override flags = {
    task: Flags.string({ description: 'all services of a task (02 … 06)', exclusive: ['priority', 'all'] }),
    priority: Flags.string({ description: 'all services of a wave', options: [...WAVES], exclusive: ['task', 'all'] }),
    all: Flags.boolean({ description: 'every service, wave by wave' }),
    source: Flags.string({
      description: 'root of the legacy tree (default: the bundled implementation)',
      helpValue: 'DIR',
    }),
    endpoints: Flags.string({ description: 'YAML map of known endpoints', helpValue: 'FILE' }),
    answers: Flags.string({ description: 'YAML answers to open questions', helpValue: 'FILE' }),
    'dry-run': Flags.boolean({ description: 'show what would be done, write nothing' }),
    from: Flags.string({ description: 'first step to run again', options: [...STEP_IDS] }),
    until: Flags.string({ description: 'last step to run', options: [...STEP_IDS] }),
    parallel: Flags.integer({
      description: 'services of one wave at a time (default: the number of cores); what measures runs alone',
      helpValue: 'N',
      min: 1,
      max: 64,
    }),
  }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Migrate)
    const options: MigrateOptions = {
      services: argv as string[],
      all: flags.all,
      dryRun: flags['dry-run'],
      ...(flags.task === undefined ? {} : { task: flags.task }),
      ...(flags.priority === undefined ? {} : { priority: flags.priority as Wave }),
      ...(flags.source === undefined ? {} : { source: flags.source }),
      ...(flags.endpoints === undefined ? {} : { endpointsFile: flags.endpoints }),
      ...(flags.answers === undefined ? {} : { answersFile: flags.answers }),
      ...(flags.from === undefined ? {} : { from: flags.from as StepId }),
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
      ...(flags.until === undefined ? {} : { until: flags.until as StepId }),
    }
    const { terminal } = await import('../app/context.ts')
    const { createStepList } = await import('../app/step-list.ts')
    const { inOrder } = await import('../views/in-order.ts')
    const live = terminal().progress && !flags.json ? createStepList(process.stderr) : undefined
    const report = await this.withPlane(flags, async (plane, running) => {
      try {
        return await plane.migrate(options, { ...running, progress: live?.progress ?? inOrder(running.progress) })
      } finally {
        await live?.end()
      }
    })
    const { renderMigrate } = await import('../views/migrate.ts')
    this.show(flags, report, () => renderMigrate(report, terminal()))
    this.finishWith(report.verdict)
  }
}
