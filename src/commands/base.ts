// What all commands share: the flags that choose platform, runtime and output, and how they reach the control plane.
import { Command, Flags, type Interfaces } from '@oclif/core'
import { terminal } from '../app/context.ts'
import type { ControlPlane, Running } from '../app/control-plane.ts'
import { redact } from '../kit/redact.ts'
import { EXIT, type ExitCode } from '../model/errors.ts'
import type { OnProgress } from '../model/event.ts'
import type { Verdict } from '../model/verdict.ts'
import { progressLines } from '../views/progress.ts'

export type SharedFlags = Interfaces.InferredFlags<typeof PlatformCommand.baseFlags>

const VERDICT_EXIT: Record<Verdict, ExitCode> = {
  pass: EXIT.done,
  fail: EXIT.failed,
  inconclusive: EXIT.inconclusive,
}

export abstract class PlatformCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({ description: 'one JSON document on stdout', helpGroup: 'GLOBAL' }),
    platform: Flags.string({
      description: 'platform folder (default: found by walking up, else the bundled one)',
      env: 'TRADE2026_PLATFORM',
      helpGroup: 'GLOBAL',
      helpValue: 'DIR',
    }),
    runtime: Flags.string({
      description: 'where services run (default: the platform decides)',
      options: ['local', 'docker'],
      env: 'TRADE2026_RUNTIME',
      helpGroup: 'GLOBAL',
    }),
  }

  /** Runs one thing on the control plane, with Ctrl-C wired to its signal and progress to stderr. */
  protected async withPlane<T>(
    flags: SharedFlags,
    act: (plane: ControlPlane, running: Running) => Promise<T>,
  ): Promise<T> {
    const { openControlPlane } = await import('../app/context.ts')
    const opened = await openControlPlane({
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.runtime === undefined ? {} : { runtime: flags.runtime as 'local' | 'docker' }),
      command: `${this.id ?? ''} ${this.argv.join(' ')}`.trim(),
    })
    try {
      return await act(opened.plane, { signal: opened.signal, progress: this.progress(opened.plane) })
    } finally {
      await opened.close()
    }
  }

  /** Lines on stderr; `migrate` overrides it with a live list on a terminal. */
  protected progress(_plane: ControlPlane): OnProgress {
    const line = progressLines({ color: terminal().progress && terminal().color })
    return (event) => {
      const text = line(event)
      if (text !== undefined) this.logToStderr(text)
    }
  }

  /** The document on stdout with `--json`, else the text. */
  protected show(flags: SharedFlags, document: unknown, text: () => string): void {
    this.log(flags.json ? redact(JSON.stringify(document, null, 2)) : redact(text().trimEnd()))
  }

  protected finish(code: ExitCode): void {
    if (code !== EXIT.done) this.exit(code)
  }

  protected finishWith(verdict: Verdict): void {
    this.finish(VERDICT_EXIT[verdict])
  }
}
