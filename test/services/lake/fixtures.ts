// A small tick table, rows for it, and a disk that loses power after a number of operations.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../services/kit/clock.ts'
import { type Disk, localDisk } from '../../../services/kit/lake/disk.ts'
import type { LakeRow, LakeTable } from '../../../services/kit/lake/schema.ts'
import { type DeltaTable, openDelta } from '../../../services/kit/lake/table.ts'
import { systemRng } from '../../../services/kit/rng.ts'

export const TABLE: LakeTable = {
  columns: { event_ts: 'timestamp', symbol: 'string', price: 'double', side: 'string', seq: 'long', dt: 'string' },
  partitionBy: ['symbol', 'dt'],
}

export function row(seq: number, symbol = 'BTCUSDT', dt = '2026-01-31'): LakeRow {
  return { event_ts: 1_769_860_800_000_001 + seq, symbol, price: 45_000 + seq / 10, side: '', seq, dt }
}

export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lake-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export function open(dir: string, disk: Disk = localDisk): Promise<DeltaTable> {
  return openDelta(dir, TABLE, { disk, clock: systemClock, rng: systemRng })
}

export class PowerCut extends Error {}

/** Does `operations` disk operations, then fails for ever: what a kill between two system calls leaves behind. */
export function dyingDisk(operations: number): Disk & { used(): number } {
  let used = 0
  const guard =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      ++used > operations ? Promise.reject(new PowerCut(`operation ${used}`)) : work(...args)
  return {
    used: () => used,
    makeDir: guard(localDisk.makeDir),
    write: guard(localDisk.write),
    link: guard(localDisk.link),
    remove: guard(localDisk.remove),
    syncDir: guard(localDisk.syncDir),
    read: guard(localDisk.read),
    list: guard(localDisk.list),
  }
}
