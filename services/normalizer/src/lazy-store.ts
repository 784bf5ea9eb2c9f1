// The store is a soft dependency: the service starts without it and goes on trying. Opening includes making the tables.
import type { TimeSeriesStore } from '#kit/timeseries'

export interface LazyStore {
  /** The open store; rejects while it cannot be opened. */
  get(): Promise<TimeSeriesStore>
  probe(): Promise<boolean>
  close(): Promise<void>
}

export function lazyStore(open: () => Promise<TimeSeriesStore>): LazyStore {
  let opened: Promise<TimeSeriesStore> | undefined
  const get = (): Promise<TimeSeriesStore> => {
    opened ??= open().catch((error) => {
      opened = undefined
      throw error
    })
    return opened
  }
  return {
    get,
    probe: () =>
      get().then(
        (store) => store.ping(),
        () => false,
      ),
    close: async () => {
      await (await opened?.catch(() => undefined))?.close()
    },
  }
}
