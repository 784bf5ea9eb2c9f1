// The record of one started service, `run/<service>.json`: written before and after the process exists, so that the next
// command finds it whatever moment this one was killed at. A record stands for the wish that the service runs: a stop removes it.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TradeError } from '../../model/errors.ts'
import type { LaunchSpec } from '../../model/runtime.ts'

export interface ProcessIdentity {
  pid: number
  startTime: string
  bootId: string
}

export interface RunRecord {
  /** As started: the supervisor restarts this, not what a half-edited definition says by then. */
  spec: LaunchSpec
  /** Absent between "about to spawn" and "spawned". */
  identity?: ProcessIdentity
  startedAtMs: number
  log: string
  restarts: number
  /** Set before the first signal of a stop: what dies from here on was meant to. */
  stopping?: boolean
  note?: { state: 'restarting' | 'failed'; reason: string }
}

/** How a process ended; known only when its starter was still there to see it. */
export interface Ending {
  code: number | null
  signal: string | null
}

export interface RecordStore {
  read(service: string): RunRecord | undefined
  write(record: RunRecord): void
  remove(service: string): void
  services(): string[]
  /** Endings are kept apart from records: noting one late must never bring back a record that a stop has removed. */
  noteEnding(service: string, identity: ProcessIdentity, ending: Ending): void
  ending(service: string, identity: ProcessIdentity): Ending | undefined
}

export function createRecordStore(folder: string): RecordStore {
  const file = (service: string): string => join(folder, `${service}.json`)
  const endingFile = (service: string): string => join(folder, 'endings', `${service}.json`)
  return {
    read: (service) => readJson<RunRecord>(file(service)),
    write: (record) => writeWhole(file(record.spec.service), `${JSON.stringify(record, null, 1)}\n`),
    remove: (service) => rmSync(file(service), { force: true }),
    services: () =>
      listFolder(folder)
        .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []))
        .sort(),
    noteEnding: (service, identity, ending) =>
      writeWhole(endingFile(service), `${JSON.stringify({ ...identity, ...ending })}\n`),
    ending(service, identity) {
      const noted = readJson<ProcessIdentity & Ending>(endingFile(service))
      if (noted?.pid !== identity.pid || noted.startTime !== identity.startTime) return undefined
      return { code: noted.code, signal: noted.signal }
    },
  }
}

/** A record that a lost machine left empty or torn says nothing: its service is found, and stopped, by its marker. */
function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw new TradeError('FILE_UNREADABLE', `${path}: cannot be read as a record: ${(error as Error).message}`, {
      facts: { path },
      hints: [`ls -l ${path}`],
      cause: error,
    })
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Readers see the old content or the new, never a part. Not fsynced: these files only have to survive a killed tool, and a
 * lost machine takes the processes they speak of with it. Private, because an environment may hold more than it should.
 */
export function writeWhole(path: string, content: string, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(temporary, content, { mode })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new TradeError('DISK_FULL', `${path}: no space left on its file system`, {
      facts: { path },
      hints: [`df -h ${join(path, '..')}`],
      cause: error,
    })
  }
}
