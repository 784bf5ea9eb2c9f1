// Infrastructure that is no process on this runtime: the time-series store is a SQLite file, the lake a folder. Well means writable.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { InstanceObserved } from '../../model/runtime.ts'

export interface EmbeddedService {
  service: string
  /** File or folder that takes the place of the service; made by its first user. */
  path: string
  /** What stands in, for people: "SQLite file", "folder". */
  detail: string
}

export function observeEmbedded({ service, path, detail }: EmbeddedService): InstanceObserved {
  const existing = nearestExisting(path)
  const usable = existing === path || statSync(existing).isDirectory()
  const writable = usable && isWritable(existing)
  return {
    service,
    state: 'embedded',
    health: writable ? 'healthy' : 'unhealthy',
    reason: writable
      ? `${detail} ${path}`
      : `${detail} ${path}: ${existing} is ${usable ? 'not writable' : 'not a folder'}`,
    restarts: 0,
    ports: {},
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
