// The project lock of a mutating command: waits a moment for a quick holder, else says who holds it.
import { realpathSync } from 'node:fs'
import { acquireLock, patience } from '../engine/lock.ts'
import type { Clock } from '../kit/clock.ts'
import type { Catalog } from '../model/platform.ts'
import type { Context } from './context.ts'
import type { Running } from './control-plane.ts'

export interface LockOwner {
  context: Context
  catalog: Catalog
  clock: Clock
  run: string
  command: string
}

export function lockSubject(catalog: Catalog): string {
  return `platform:${realpathSync(catalog.platform.paths.root)}:${catalog.platform.paths.state}`
}

/** Holds the lock while `act` runs. Throws LOCKED naming the holder. */
export async function withLock<T>(owner: LockOwner, running: Running, act: () => Promise<T>): Promise<T> {
  const { context, catalog, clock, run, command } = owner
  const lock = await acquireLock({
    subject: lockSubject(catalog),
    holder: {
      who: context.operator,
      pid: context.pid,
      host: context.host,
      command: `trade2026 ${command}`,
      run,
      since: new Date(clock.nowMs()).toISOString(),
    },
    clock,
    patienceMs: patience,
    onWait: (holder) =>
      running.progress({
        kind: 'note',
        text: `waiting for ${holder ? `${holder.who} (pid ${holder.pid}: ${holder.command})` : 'another operator'}`,
      }),
    signal: running.signal,
  })
  try {
    return await act()
  } finally {
    await lock.release()
  }
}
