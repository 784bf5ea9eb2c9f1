// The detached supervisor as a process: started like a service, found again like a service, but never listed as one.
import { join } from 'node:path'
import type { Clock } from '../../kit/clock.ts'
import { digestOf } from '../../kit/digest.ts'
import type { LaunchSpec } from '../../model/runtime.ts'
import { type Launcher, launch } from './launch.ts'
import { hostProcessTable } from './process-table.ts'
import { createRecordStore } from './record.ts'
import { isAlive, stopTree } from './tree.ts'

export interface SupervisorProcessOptions {
  platform: string
  state: string
  clock: Clock
}

export interface SupervisorProcess {
  /** Starts it unless it runs from the same command already; a new version of the tool replaces the old one. */
  ensure(launchOf: {
    command: string[]
    cwd: string
    env: Record<string, string>
    version: string
  }): Promise<{ pid: number }>
  pid(): number | undefined
  stop(): Promise<void>
}

const NAME = 'supervisor'
const GRACE_MS = 15_000

export function createSupervisorProcess({ platform, state, clock }: SupervisorProcessOptions): SupervisorProcess {
  const table = hostProcessTable()
  const records = createRecordStore(join(state, 'run', NAME))
  const marker = (): string => `${platform}/${NAME}`
  const launcher: Launcher = { records, table, clock, logs: join(state, 'logs'), marker }

  const living = () => {
    const record = records.read(NAME)
    return record?.identity && isAlive(table, record.identity) ? record : undefined
  }
  const stop = async (): Promise<void> => {
    const identity = records.read(NAME)?.identity
    await stopTree({ marker: marker(), ...(identity ? { leader: identity } : {}), graceMs: GRACE_MS, table, clock })
    records.remove(NAME)
  }
  return {
    pid: () => living()?.identity?.pid,
    stop,
    async ensure({ command, cwd, env, version }) {
      const spec: LaunchSpec = {
        service: NAME,
        kind: 'app',
        origin: 'bundled',
        command,
        cwd,
        env,
        ports: {},
        health: { probe: { kind: 'tcp', port: '' }, intervalMs: 0, timeoutMs: 0, retries: 0, startPeriodMs: 0 },
        files: {},
        folders: [],
        stopGraceMs: GRACE_MS,
        digest: digestOf({ command, version }),
      }
      const running = living()
      if (running && running.spec.digest !== spec.digest) await stop()
      return { pid: (await launch(spec, 0, launcher)).identity!.pid }
    },
  }
}
