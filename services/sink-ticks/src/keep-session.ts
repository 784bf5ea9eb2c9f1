// Keeps a session going: opens the table when the lake is there, begins again when the stream became another one.
import type { DeltaTable } from '#kit/lake/table'
import { openSession, outdated, type Session, type SessionDeps } from './session.ts'

const RETRY_MS = 1000
const CHECK_MS = 5000
const LOOP_MS = 100

export interface SessionKeeper {
  start(): void
  session(): Session | undefined
  table(): DeltaTable | undefined
  /** Rejects when what was taken cannot be committed. */
  stop(options: { flush: boolean }): Promise<void>
}

export interface KeeperOptions {
  openTable: () => Promise<DeltaTable>
  deps: Omit<SessionDeps, 'table'>
}

export function keepSession({ openTable, deps }: KeeperOptions): SessionKeeper {
  const { clock, log, bus } = deps
  let table: DeltaTable | undefined
  let session: Session | undefined
  let working: Promise<void> | undefined
  let stopping = false
  const timers: (() => void)[] = []

  async function begin(): Promise<void> {
    if (table) await table.refresh()
    else table = await openTable()
    session = await openSession({ ...deps, table })
    if (!session) log.warn('stream not there yet', { retryMs: RETRY_MS })
  }

  /** What was taken under the old position is committed under it; the rest comes again under the new one. */
  async function restart(old: Session): Promise<void> {
    log.warn('stream and table no longer fit, starting over', { appId: old.position.appId })
    await old.consumption.stop()
    await old.sink.flush()
    session = undefined
    await begin()
  }

  async function look(): Promise<void> {
    if (!session) return begin()
    if (session.sink.isBroken()) return restart(session)
    if (bus.state() === 'up' && table && (await outdated(session, { ...deps, table }))) await restart(session)
  }

  /** One piece of work at a time; its failure is an outage to wait out, not an end. */
  function work(): void {
    if (working || stopping) return
    working = look()
      .catch((error) => log.warn('not consuming yet', { error }))
      .finally(() => {
        working = undefined
      })
  }

  return {
    start() {
      work()
      timers.push(
        clock.every(RETRY_MS, () => void (session ?? work())),
        clock.every(CHECK_MS, work),
        // The failure is in the log and in the counts, and the next look tries again.
        clock.every(LOOP_MS, () => {
          void session?.sink.flushIfDue().catch(() => {})
          deps.shown.refresh()
        }),
      )
      bus.onReconnect(work)
    },
    session: () => session,
    table: () => table,
    async stop({ flush }) {
      stopping = true
      for (const stopTimer of timers) stopTimer()
      await working
      await session?.consumption.stop()
      if (flush) await session?.sink.flush()
      await deps.dedup.settled()
    },
  }
}
