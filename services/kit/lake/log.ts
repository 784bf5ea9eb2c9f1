// Reads and extends `_delta_log`. A commit is a whole file that appears under the next free number or not at all.
import { join } from 'node:path'
import {
  type Action,
  commitName,
  EMPTY,
  encodeCommit,
  foldCommits,
  parseCommit,
  type Snapshot,
  versionOf,
} from './actions.ts'
import type { Disk } from './disk.ts'

export class LogCorrupt extends Error {
  override name = 'LogCorrupt'
}

const LOG = '_delta_log'

/** The newest snapshot; pass an older one to read only what came after it. */
export async function readLog(disk: Disk, dir: string, from: Snapshot = EMPTY): Promise<Snapshot> {
  const names = await disk.list(join(dir, LOG))
  const versions = names.map(versionOf).filter((version) => version !== undefined)
  const newer = versions.filter((version) => version > from.version).sort((a, b) => a - b)
  const commits: { version: number; actions: Action[] }[] = []
  for (const version of newer) {
    // Without checkpoints every commit must be there; a hole means that files of the table are unknown.
    const before = from.version + commits.length
    if (version !== before + 1) throw new LogCorrupt(`${dir}/${LOG}: found commit ${version} after ${before}`)
    commits.push({ version, actions: await readCommit(disk, dir, version) })
  }
  return commits.length === 0 ? from : foldCommits(from, commits)
}

export async function readCommit(disk: Disk, dir: string, version: number): Promise<Action[]> {
  const path = join(dir, LOG, commitName(version))
  const bytes = await disk.read(path)
  if (!bytes) throw new LogCorrupt(`${path}: not found`)
  try {
    return parseCommit(bytes)
  } catch (error) {
    throw new LogCorrupt(`${path}: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Puts a commit under exactly this version. False: somebody else has it. Content first, then its name: `rename` would
 * overwrite a rival's commit, and a file made with O_EXCL shows readers its first half.
 */
export async function putCommit(
  disk: Disk,
  dir: string,
  version: number,
  actions: Action[],
  id: string,
): Promise<boolean> {
  const log = join(dir, LOG)
  const temporary = join(log, `.${commitName(version)}.${id}.tmp`)
  await disk.makeDir(log)
  await disk.write(temporary, encodeCommit(actions))
  const won = await disk.link(temporary, join(log, commitName(version)))
  // Synced for a loser too: the winner's name may not be durable yet, and the loser goes on from it.
  await disk.syncDir(log)
  await disk.remove(temporary)
  return won
}
