// Is the book as new as the caller? A caller names its newest log number; being behind it for longer than the grace is stale.

export interface Staleness {
  /** The newest log number seen on the bus. */
  seen(lsn: number): void
  /** True when the book has been behind one and the same number for longer than the grace. */
  isStale(callerLsn: number | undefined, nowMs: number): boolean
  lsn(): number
}

export function stalenessOf(graceMs: number): Staleness {
  let newest = 0
  let behind: { lsn: number; sinceMs: number } | undefined
  return {
    seen(lsn) {
      newest = Math.max(newest, lsn)
      if (behind && newest >= behind.lsn) behind = undefined
    },
    isStale(callerLsn, nowMs) {
      if (callerLsn === undefined || callerLsn <= newest) return false
      behind ??= { lsn: callerLsn, sinceMs: nowMs }
      return nowMs - behind.sinceMs > graceMs
    },
    lsn: () => newest,
  }
}
