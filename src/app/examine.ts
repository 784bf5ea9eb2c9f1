// `doctor`, wired: facts of this host for the checks, and --fix, which installs the server binaries.
import Docker from 'dockerode'
import type { HostFacts } from '../doctor/check.ts'
import { measureHost } from '../doctor/host.ts'
import { examine } from '../doctor/index.ts'
import type { Catalog } from '../model/platform.ts'
import type { DoctorReport } from '../model/report.ts'
import { runCommand } from '../runtime/local/command.ts'
import type { Context } from './context.ts'
import type { Running } from './control-plane.ts'
import type { Local } from './local.ts'

export interface ExamineDeps {
  context: Context
  catalog: Catalog
  local: Local
  fix: boolean
}

export async function examineHost(
  { context, catalog, local, fix }: ExamineDeps,
  running: Running,
): Promise<DoctorReport> {
  const { paths, settings } = catalog.platform
  if (fix) {
    await local.toolchain.ensure(local.requiredBinaries(catalog.services.keys()), {
      signal: running.signal,
      output: (text) => running.progress({ kind: 'note', text }),
    })
  }
  const infra = [...catalog.services.values()].flatMap(({ local: form }) => (form?.kind === 'binary' ? [form] : []))
  const facts: HostFacts = {
    ...measureHost(context.env),
    nodeVersion: process.version,
    env: context.env,
    folders: { state: paths.state, stack: paths.stack, toolchain: local.toolchain.folder },
    wantsDocker: settings.defaultRuntime === 'docker',
    run: (command) => runCommand(command, { env: { ...context.env }, signal: running.signal }),
    binaries: infra.map(({ binary, optional }) => ({ name: binary, optional })),
    locate: (binary) => local.toolchain.locate(binary),
    preflight: async () => local.runtime.preflight(local.specs(catalog.services.keys())),
    askEngine,
  }
  return examine(facts)
}

async function askEngine(): ReturnType<HostFacts['askEngine']> {
  try {
    const { Version, ApiVersion } = await new Docker({ timeout: 3000 }).version()
    return { version: Version, api: ApiVersion }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? { absent: true } : { failure: message }
  }
}
