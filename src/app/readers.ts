// What gates read besides the network: the time-series store, the lake and files of the platform.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { systemClock } from '#kit/clock'
import { readDelta } from '#kit/lake/read'
import { silentLog } from '#kit/log'
import { openTimeSeries } from '#kit/timeseries'
import type { Json, LakeReader, StoreReader } from '../model/gate.ts'
import type { PlatformPaths } from '../model/platform.ts'

/** The embedded store of the local runtime; a file that nobody has made yet holds no table. */
export function storeReader({ state }: PlatformPaths): StoreReader {
  const file = join(state, 'timeseries.sqlite')
  return {
    async query(table, { where, fromMs, limit }) {
      if (!existsSync(file)) return undefined
      const store = await openTimeSeries(`sqlite:${file}`, { log: silentLog, clock: systemClock })
      try {
        const rows = await store.query(table, {
          where: where as Record<string, string | number>,
          ...(fromMs === undefined ? {} : { from: fromMs }),
          limit,
          order: 'desc',
        })
        return rows as Json[]
      } catch (error) {
        if (/no such table/.test((error as Error).message)) return undefined
        throw error
      } finally {
        await store.close()
      }
    },
  }
}

export function lakeReader({ state }: PlatformPaths): LakeReader {
  return {
    async table(name) {
      const { version, files, numRecords, rows } = await readDelta(join(state, 'lake', name))
      return version < 0 ? undefined : { version, files, numRecords, rows: rows.length }
    },
  }
}

/** Files below the platform root, and nothing outside it. */
export function fileReader({ root }: PlatformPaths): (path: string) => Promise<Uint8Array | undefined> {
  return async (path) => {
    const full = resolve(root, path)
    if (full !== root && !full.startsWith(root + sep)) return undefined
    return existsSync(full) ? readFile(full) : undefined
  }
}
