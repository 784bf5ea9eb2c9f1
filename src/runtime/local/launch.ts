// Starting one detached process so that the tool can be killed at any instant without losing or doubling it:
// record → spawn → record with the identity. What an earlier, interrupted start left is adopted or removed first.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import type { Clock } from '../../kit/clock.ts'
import { parseEnvFile } from '../../kit/env-file.ts'
import { TradeError } from '../../model/errors.ts'
import type { LaunchSpec } from '../../model/runtime.ts'
import { MARKER, type ProcessEntry, type ProcessTable } from './process-table.ts'
import { type ProcessIdentity, type RecordStore, type RunRecord, writeWhole } from './record.ts'
import { openSegment } from './segments.ts'
import { findTree, isAlive, stopTree } from './tree.ts'

/** Moments of a start, in order; tests kill the tool at each of them. */
export type LaunchMoment = 'prepared' | 'recorded' | 'spawned' | 'confirmed'

export interface Launcher {
  records: RecordStore
  table: ProcessTable
  clock: Clock
  logs: string
  marker: (service: string) => string
  at?: (moment: LaunchMoment) => void
}

/** A forked child carries its parent's environment until it has executed: an interrupted spawn shows after this long. */
const SETTLE_MS = 50

/** The instance that already runs for this spec, or a new one. */
export async function launch(spec: LaunchSpec, restarts: number, launcher: Launcher): Promise<RunRecord> {
  const running = await adopt(spec.service, launcher)
  if (running?.spec.digest === spec.digest) return running
  if (running)
    throw new TradeError('START_FAILED', `${spec.service}: runs from another definition, stop it first`, {
      facts: { service: spec.service, running: running.spec.digest, wanted: spec.digest },
      hints: [`trade2026 restart ${spec.service}`],
    })
  await removeLeftovers(spec, launcher)
  prepare(spec)
  launcher.at?.('prepared')
  return start(spec, restarts, launcher)
}

/** The recorded instance if its process lives, also when the tool was killed before it could note the process. */
export async function adopt(service: string, launcher: Launcher): Promise<RunRecord | undefined> {
  const { records, table, clock, marker } = launcher
  const record = records.read(service)
  if (!record) return undefined
  if (record.identity) return isAlive(table, record.identity) ? record : undefined
  let leader = leaderOf(findTree(table, { marker: marker(service) }))
  if (!leader) {
    await clock.sleep(SETTLE_MS)
    leader = leaderOf(findTree(table, { marker: marker(service) }))
  }
  if (!leader) return undefined
  return confirm(record, identify(leader, table), launcher)
}

/** We spawn detached, so the process we started leads a session; what it detached itself is younger. */
function leaderOf(tree: ProcessEntry[]): ProcessEntry | undefined {
  const leaders = tree.filter((entry) => entry.session === entry.pid)
  // Start times are clock ticks on Linux; where they are text, pids grow with age well enough.
  const age = ({ startTime }: ProcessEntry): number => Number(startTime) || 0
  return leaders.sort((a, b) => age(a) - age(b) || a.pid - b.pid)[0]
}

/** Processes of a dead or unknown start would hold the port and the data of the new one. */
async function removeLeftovers(spec: LaunchSpec, { table, clock, marker }: Launcher): Promise<void> {
  const query = { marker: marker(spec.service) }
  if (findTree(table, query).length > 0) await stopTree({ ...query, graceMs: spec.stopGraceMs, table, clock })
}

function prepare(spec: LaunchSpec): void {
  for (const folder of [...spec.folders, spec.cwd]) mkdirSync(folder, { recursive: true })
  for (const [path, content] of Object.entries(spec.files)) writeWhole(path, content, 0o640)
}

async function start(spec: LaunchSpec, restarts: number, launcher: Launcher): Promise<RunRecord> {
  const { records, clock, logs, marker, table } = launcher
  const segment = openSegment(logs, spec.service, clock.nowMs())
  const record: RunRecord = { spec, startedAtMs: clock.nowMs(), log: segment.path, restarts }
  try {
    records.write(record)
    launcher.at?.('recorded')
    const child = await spawnDetached(spec, segment.descriptor, marker(spec.service))
    launcher.at?.('spawned')
    const entry = table.read(child.pid!)
    // It may have ended already: then there is no start time to note, and none is needed to know that it is gone.
    const identity = { pid: child.pid!, startTime: entry?.startTime ?? 'ended', bootId: table.bootId }
    const confirmed = confirm(record, identity, launcher)
    noteExit(child, identity, launcher, spec.service)
    return confirmed
  } catch (error) {
    await removeLeftovers(spec, launcher)
    records.remove(spec.service)
    rmSync(segment.path, { force: true })
    throw error
  } finally {
    closeSync(segment.descriptor)
  }
}

function confirm(record: RunRecord, identity: ProcessIdentity, { records, at }: Launcher): RunRecord {
  const confirmed = { ...record, identity }
  records.write(confirmed)
  at?.('confirmed')
  return confirmed
}

function identify(entry: ProcessEntry, table: ProcessTable): ProcessIdentity {
  return { pid: entry.pid, startTime: entry.startTime, bootId: table.bootId }
}

function spawnDetached(spec: LaunchSpec, log: number, marker: string): Promise<ChildProcess> {
  const [program = '', ...args] = spec.command
  const child = spawn(program, args, {
    cwd: spec.cwd,
    env: { ...spec.env, ...privateEnv(spec), [MARKER]: marker },
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child))
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new TradeError(
          'START_FAILED',
          `${spec.service}: ${program} cannot be started: ${error.code ?? error.message}`,
          {
            facts: { service: spec.service, command: spec.command, cwd: spec.cwd },
            hints: ['trade2026 doctor'],
            cause: error,
          },
        ),
      ),
    )
  })
}

/** Read at the start and kept nowhere. */
function privateEnv({ privateEnv: file }: LaunchSpec): Record<string, string> {
  return file === undefined ? {} : parseEnvFile(readFileSync(file, 'utf8'))
}

/** While we are its parent we learn how it ended, and keep that for whoever asks later. */
function noteExit(child: ChildProcess, identity: ProcessIdentity, { records }: Launcher, service: string): void {
  const note = (code: number | null, signal: string | null): void =>
    records.noteEnding(service, identity, { code, signal })
  if (child.exitCode !== null || child.signalCode !== null) note(child.exitCode, child.signalCode)
  else child.once('exit', note)
}
