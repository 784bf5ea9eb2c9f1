// What stands in the way of a start, found before anything is changed: taken ports with their owners, missing programs.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { LaunchSpec, PreflightProblem } from '../../model/runtime.ts'
import { listenersOn } from './ports.ts'
import type { ProcessTable } from './process-table.ts'

export interface PreflightContext {
  table: ProcessTable
  marker: (service: string) => string
}

export async function preflight(specs: LaunchSpec[], context: PreflightContext): Promise<PreflightProblem[]> {
  return [...specs.flatMap(missingProgram), ...(await takenPorts(specs, context))]
}

function missingProgram(spec: LaunchSpec): PreflightProblem[] {
  const [program = ''] = spec.command
  if (isExecutable(program, spec)) return []
  return [
    {
      service: spec.service,
      code: 'TOOL_MISSING',
      message: `${spec.service}: ${program} is not an executable file on this host`,
      hints: ['trade2026 doctor --fix'],
    },
  ]
}

/** A path that is not absolute is seen from the folder the program starts in. */
function isExecutable(program: string, { cwd, env }: LaunchSpec): boolean {
  const places =
    program.includes('/') || isAbsolute(program)
      ? [resolve(cwd, program)]
      : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, program))
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK)
      return existsSync(place)
    } catch {
      return false
    }
  })
}

async function takenPorts(specs: LaunchSpec[], context: PreflightContext): Promise<PreflightProblem[]> {
  const wanted = specs.flatMap((spec) => Object.entries(spec.ports).map(([name, port]) => ({ spec, name, port })))
  const listeners = await listenersOn(wanted.map(({ port }) => port))
  return wanted.flatMap(({ spec, name, port }) => {
    const listener = listeners.find((found) => found.port === port)
    if (!listener) return []
    if (listener.pid !== undefined && context.table.marker(listener.pid) === context.marker(spec.service)) return []
    const who = describeOwner(context, listener.pid)
    return [
      {
        service: spec.service,
        code: 'PORT_TAKEN',
        message: `${spec.service}: port ${port} (${name}) is taken by ${who}`,
        hints: ownerHints(context, listener.pid, port),
      },
    ]
  })
}

function describeOwner({ table, marker }: PreflightContext, pid: number | undefined): string {
  if (pid === undefined) return 'a process of another user'
  const owner = table.marker(pid)
  const service = owner?.split('/').at(-1)
  const known =
    service === undefined ? '' : owner === marker(service) ? `, our ${service}` : `, ${service} of another platform`
  return `pid ${pid} (${table.commandLine(pid).slice(0, 200)})${known}`
}

/** What a supervisor keeps alive is not ended by a kill: it belongs to the platform it was started for. */
function ownerHints({ table }: PreflightContext, pid: number | undefined, port: number): string[] {
  const isSupervised = pid !== undefined && table.marker(pid) !== undefined
  const howToFree = isSupervised ? 'trade2026 down   (in the folder of that platform)' : `kill ${pid}`
  return [
    pid === undefined ? `sudo ss -ltnp 'sport = :${port}'` : howToFree,
    'TRADE2026_PORT_OFFSET=10000 trade2026 up',
  ]
}
