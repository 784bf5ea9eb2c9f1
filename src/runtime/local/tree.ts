// The whole tree of one service: the process we started, its group, everything that descends from it or carries its marker.
// A double fork, a new session or an ignored SIGTERM must not leave anything behind.
import type { Clock } from '../../kit/clock.ts'
import { TradeError } from '../../model/errors.ts'
import type { ProcessEntry, ProcessTable } from './process-table.ts'
import type { ProcessIdentity } from './record.ts'

const POLL_MS = 20
const RESCAN_MS = 250
/** How long a killed process may take to vanish (a disk that hangs keeps it) before we say so. */
const KILL_PATIENCE_MS = 5000

/** Is the process of this identity still there? A reused pid has another start time, another boot other pids. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  return identity.bootId === table.bootId && table.read(identity.pid)?.startTime === identity.startTime
}

export interface TreeQuery {
  marker: string
  leader?: ProcessIdentity
}

/** Members of the tree as of now. Without a living leader only the marker speaks: pids and groups may be others' by then. */
export function findTree(table: ProcessTable, { marker, leader }: TreeQuery): ProcessEntry[] {
  const all = table.all()
  const root = leader !== undefined && isAlive(table, leader) ? leader.pid : undefined
  // A child with another marker is a service of its own (the supervisor's children are), with everything below it.
  const isForeign = (pid: number): boolean => ![undefined, marker].includes(table.marker(pid))
  const related = root === undefined ? new Set<number>() : descendants(all, root, isForeign)
  return all.filter(
    (entry) =>
      entry.pid !== process.pid &&
      (related.has(entry.pid) || (root !== undefined && entry.group === root) || table.marker(entry.pid) === marker),
  )
}

function descendants(all: ProcessEntry[], root: number, isForeign: (pid: number) => boolean): Set<number> {
  const family = new Set([root])
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent) && !family.has(pid) && !isForeign(pid)) family.add(pid)
  }
  return family
}

export interface StopTree extends TreeQuery {
  graceMs: number
  table: ProcessTable
  clock: Clock
}

/** SIGTERM to all of it, the grace, then SIGKILL until nothing is left. */
export async function stopTree({ graceMs, table, clock, ...query }: StopTree): Promise<void> {
  const known = new Map<number, ProcessEntry>()
  let scannedMs = Number.NEGATIVE_INFINITY
  // Members found once are chased even after the leader is gone and they can no longer be found through it. The whole table
  // is read rarely, and always once more before we say that nothing is left.
  const remaining = (): ProcessEntry[] => {
    for (const [pid, entry] of known) if (table.read(pid)?.startTime !== entry.startTime) known.delete(pid)
    if (known.size === 0 || clock.monotonicMs() - scannedMs >= RESCAN_MS) {
      scannedMs = clock.monotonicMs()
      for (const entry of findTree(table, query)) known.set(entry.pid, entry)
    }
    return [...known.values()]
  }
  const waitUntilGone = async (withinMs: number, each: (entry: ProcessEntry) => void): Promise<boolean> => {
    const deadlineMs = clock.monotonicMs() + withinMs
    for (;;) {
      const left = remaining()
      if (left.length === 0) return true
      if (clock.monotonicMs() >= deadlineMs) return false
      left.forEach(each)
      await clock.sleep(POLL_MS)
    }
  }
  const asked = new Set<string>()
  const askOnce = (entry: ProcessEntry): void => {
    const key = `${entry.pid}@${entry.startTime}`
    if (!asked.has(key)) signal(entry, 'SIGTERM')
    asked.add(key)
  }
  if (await waitUntilGone(graceMs, askOnce)) return
  if (await waitUntilGone(KILL_PATIENCE_MS, (entry) => signal(entry, 'SIGKILL'))) return
  const left = remaining().map((entry) => `${entry.pid} (${table.commandLine(entry.pid)})`)
  throw new TradeError('STOP_FAILED', `${query.marker}: still there after SIGKILL: ${left.join(', ')}`, {
    facts: { marker: query.marker, processes: left },
  })
}

function signal(entry: ProcessEntry, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(entry.pid, name)
  } catch (error) {
    // Gone meanwhile is what was wanted; a refusal shows when the process does not vanish.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
