// A local runtime in a temporary state folder whose services are small node scripts; everything is stopped in the end.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOf } from '../../../src/kit/digest.ts'
import type { LaunchSpec } from '../../../src/model/runtime.ts'
import { askHealth } from '../../../src/probes/health.ts'
import { createLocalRuntime, type LocalRuntimeOptions } from '../../../src/runtime/local/local.ts'
import { hostProcessTable } from '../../../src/runtime/local/process-table.ts'
import { launchSpec, realClock } from '../../support/runtime.ts'
import { freePort } from '../../support/servers.ts'

export const PROGRAM = fileURLToPath(new URL('../programs/service.mjs', import.meta.url))
export const table = hostProcessTable()

export interface LocalHarness {
  state: string
  platform: string
  options: LocalRuntimeOptions
  spec(service: string, behaviour: string): Promise<LaunchSpec>
  /** Processes of a service that are alive now, by marker. */
  processes(service: string): number[]
  occupy(port: number): Promise<ChildProcess>
  dispose(): Promise<void>
}

export function createLocalHarness(): LocalHarness {
  const state = mkdtempSync(join(tmpdir(), 't26-local-'))
  const platform = basename(state)
  const options: LocalRuntimeOptions = {
    platform,
    state,
    endpoints: new Map(),
    embedded: [],
    askHealth,
    clock: realClock,
  }
  const others: ChildProcess[] = []
  const started = new Set<string>()
  return {
    state,
    platform,
    options,
    async spec(service, behaviour) {
      started.add(service)
      const ports = { http: await freePort() }
      const command = [process.execPath, PROGRAM]
      const env = { PATH: process.env.PATH ?? '', PORT: String(ports.http), BEHAVIOUR: behaviour }
      return launchSpec(service, {
        command,
        env,
        ports,
        cwd: join(state, 'data', service),
        digest: digestOf({ command, env }),
      })
    },
    processes: (service) =>
      table.all().flatMap(({ pid }) => (table.marker(pid) === `${platform}/${service}` ? [pid] : [])),
    async occupy(port) {
      const other = spawn(process.execPath, [PROGRAM], {
        env: { PORT: String(port), BEHAVIOUR: 'well' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      others.push(other)
      await once(other.stdout!, 'data')
      return other
    },
    async dispose() {
      for (const other of others) other.kill('SIGKILL')
      const runtime = createLocalRuntime(options)
      for (const service of started) await runtime.stop(service, { graceMs: 100 })
      rmSync(state, { recursive: true, force: true })
    },
  }
}
