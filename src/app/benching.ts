// Benchmarks, wired: this very build of the tool, the services of this platform, a scratch folder on the disk of their data.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import type { BenchWorld } from '../bench/bench.ts'
import { startFloor } from '../bench/floor.ts'
import { legacyTree } from '../bench/legacy-tree.ts'
import { TELL_PEAK, timeProcess } from '../bench/process.ts'
import { runBenches } from '../bench/run.ts'
import type { Clock } from '../kit/clock.ts'
import type { BenchReport } from '../model/bench.ts'
import { TradeError } from '../model/errors.ts'
import type { Catalog } from '../model/platform.ts'
import type { PsReport } from '../model/report.ts'
import type { Context } from './context.ts'
import type { Running } from './control-plane.ts'
import type { Local } from './local.ts'

export interface BenchingDeps {
  context: Context
  catalog: Catalog
  local: Local
  clock: Clock
  run: string
  journal: string
  ps: () => Promise<PsReport>
}

export async function runBenching(
  names: readonly string[],
  deps: BenchingDeps,
  running: Running,
): Promise<BenchReport> {
  const { signal, progress } = running
  const { state } = deps.catalog.platform.paths
  mkdirSync(state, { recursive: true })
  const scratch = mkdtempSync(join(state, 'bench-'))
  try {
    const { services } = await deps.ps()
    const well = new Set(services.flatMap(({ id, health }) => (health === 'healthy' ? [id] : [])))
    const world = worldOf(deps, scratch, (text) => progress({ kind: 'note', text }))
    return await runBenches(names, { world, well, environment: () => environmentOf(deps), progress, signal })
  } catch (error) {
    if (!signal.aborted) throw error
    throw new TradeError('INTERRUPTED', 'bench: stopped before all was measured', { hints: ['trade2026 bench'] })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function worldOf(
  { context, catalog, local, clock, run, journal }: BenchingDeps,
  scratch: string,
  note: BenchWorld['note'],
): BenchWorld {
  const { node, toolRoot } = context
  const { root, state } = catalog.platform.paths
  const inPlatform = { program: node, cwd: state, env: context.env }
  const tool = (args: readonly string[], signal: AbortSignal, more: Record<string, string> = {}) =>
    timeProcess(
      {
        ...inPlatform,
        args: [join(toolRoot, 'bin', 'run.js'), ...args],
        env: { ...context.env, TRADE2026_PLATFORM: root, ...more },
      },
      signal,
    )
  return {
    clock: { nowMs: clock.nowMs, monotonicMs: clock.monotonicMs, sleep: clock.sleep },
    run,
    tool,
    weighed: (args, signal) => tool(args, signal, { NODE_OPTIONS: TELL_PEAK }),
    legacyTree: (wishes) => legacyTree(scratch, wishes),
    isBusy: () => loadavg()[0]! > availableParallelism(),
    bareNode: (signal) => timeProcess({ ...inPlatform, args: ['-e', '0'] }, signal),
    origin(service) {
      const endpoint = local.runtime.hostEndpoints().get(service)
      return `http://${endpoint?.host}:${endpoint?.ports.http}`
    },
    startFloor: (mode) => startFloor(mode, { node, folder: scratch }),
    journalBytes: () => statSync(journal, { throwIfNoEntry: false })?.size ?? 0,
    note,
  }
}

function environmentOf({ context, local }: BenchingDeps): BenchReport['environment'] {
  return {
    tool: context.toolVersion,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    runtime: local.runtime.kind,
    loadAverage: loadavg()
      .map((load) => load.toFixed(2))
      .join(' '),
  }
}
