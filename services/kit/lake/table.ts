// A Delta table in a local folder, written exactly once: rows and the position they came from enter in one commit.
// Crash before the commit: orphan files nobody reads. Crash after it: the position tells what to skip.
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Rng } from '../rng.ts'
import { type Action, type Add, foldCommits, type Mark, type Snapshot, type Txn } from './actions.ts'
import type { Disk } from './disk.ts'
import { putCommit, readCommit, readLog } from './log.ts'
import { encodeParquet } from './parquet.ts'
import { groupRows, partitionDir, pathInLog } from './partition.ts'
import { checkRow, type LakeRow, type LakeTable, schemaString, tableOf } from './schema.ts'

export interface Append {
  rows: LakeRow[]
  /** The writer's position: `version` must grow with every append of this appId. */
  txn: { appId: string; version: number }
  /** The last message of the batch, kept in `commitInfo`. */
  mark?: Mark
}

export interface Appended {
  version: number
  files: number
  rows: number
  bytes: number
}

/** Somebody changed what our rows mean, or wrote under our own name: read the table again before anything else. */
export class CommitConflict extends Error {
  override name = 'CommitConflict'
}

export interface TableDeps {
  disk: Disk
  clock: Clock
  rng: Rng
}

/**
 * @example
 * const table = await openDelta('/lake/market_ticks', MARKET_TICKS, { disk: localDisk, clock, rng })
 * const done = table.txn('sink-ticks/MARKET_TICKS@2026-01-01T00:00:00Z/0')?.version ?? 0
 * await table.append({ rows, txn: { appId, version: lastSequence } })
 */
export interface DeltaTable {
  snapshot(): Snapshot
  /** Where the writer `appId` stopped. */
  txn(appId: string): Txn | undefined
  append(batch: Append): Promise<Appended>
  /** Takes in what others have committed. */
  refresh(): Promise<void>
}

export async function openDelta(dir: string, spec: LakeTable, deps: TableDeps): Promise<DeltaTable> {
  let snapshot = await readLog(deps.disk, dir)
  checkSchema(dir, spec, snapshot)
  const refresh = async () => {
    snapshot = await readLog(deps.disk, dir, snapshot)
    checkSchema(dir, spec, snapshot)
  }
  return {
    snapshot: () => snapshot,
    txn: (appId) => snapshot.txns.get(appId),
    refresh,
    async append(batch) {
      const known = snapshot.txns.get(batch.txn.appId)
      if (known && known.version >= batch.txn.version)
        throw new CommitConflict(`${dir}: ${batch.txn.appId} is at ${known.version}, not before ${batch.txn.version}`)
      for (const row of batch.rows) checkRow(spec, row)
      const adds = await writeFiles(dir, spec, batch.rows, deps)
      snapshot = await commit(
        dir,
        snapshot,
        [...opening(spec, snapshot, deps), ...closing(spec, batch, adds, deps)],
        deps,
      )
      return {
        version: snapshot.version,
        files: adds.length,
        rows: batch.rows.length,
        bytes: adds.reduce((sum, add) => sum + add.size, 0),
      }
    },
  }
}

/** A table made by another version of the writer must not get rows of a different shape. */
function checkSchema(dir: string, spec: LakeTable, { metaData }: Snapshot): void {
  if (!metaData) return
  const found = tableOf(metaData.schemaString, metaData.partitionColumns)
  const shape = (table: LakeTable) => JSON.stringify([table.columns, table.partitionBy])
  if (shape(found) !== shape(spec))
    throw new CommitConflict(`${dir}: the table's columns are ${shape(found)}, this writer has ${shape(spec)}`)
}

/** The first commit also says what the table is. */
function opening(spec: LakeTable, { version }: Snapshot, { clock, rng }: TableDeps): Action[] {
  if (version >= 0) return []
  return [
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    {
      metaData: {
        id: rng.uuid(),
        format: { provider: 'parquet', options: {} },
        schemaString: schemaString(spec),
        partitionColumns: spec.partitionBy,
        configuration: {},
        createdTime: clock.nowMs(),
      },
    },
  ]
}

function closing(spec: LakeTable, batch: Append, adds: Add[], { clock }: TableDeps): Action[] {
  const operation = {
    timestamp: clock.nowMs(),
    operation: 'WRITE',
    operationParameters: { mode: 'Append', partitionBy: JSON.stringify(spec.partitionBy) },
    isBlindAppend: true,
    engineInfo: 'trade2026',
    operationMetrics: { numFiles: String(adds.length), numOutputRows: String(batch.rows.length) },
  }
  return [
    { commitInfo: batch.mark ? { ...operation, lastMessage: batch.mark } : operation },
    { txn: { ...batch.txn, lastUpdated: clock.nowMs() } },
    ...adds.map((add) => ({ add })),
  ]
}

/** One file for each partition; all synced, with their folders, before any commit may name them. */
async function writeFiles(dir: string, spec: LakeTable, rows: LakeRow[], deps: TableDeps): Promise<Add[]> {
  const groups = groupRows(rows, spec.partitionBy)
  return Promise.all(
    groups.map(async ({ values, rows: part }): Promise<Add> => {
      const folder = partitionDir(values)
      const name = `part-00000-${deps.rng.uuid()}-c000.zstd.parquet`
      const bytes = encodeParquet(spec, part)
      await deps.disk.makeDir(join(dir, folder))
      await deps.disk.write(join(dir, folder, name), bytes)
      await deps.disk.syncDir(join(dir, folder))
      return {
        path: pathInLog(folder, name),
        partitionValues: Object.fromEntries(values),
        size: bytes.length,
        modificationTime: deps.clock.nowMs(),
        dataChange: true,
        stats: JSON.stringify({ numRecords: part.length }),
      }
    }),
  )
}

/** Tries the next version until it wins. Appends do not disturb each other, so losing to one means moving on by one. */
async function commit(dir: string, from: Snapshot, actions: Action[], deps: TableDeps): Promise<Snapshot> {
  let snapshot = from
  const id = deps.rng.uuid()
  while (!(await putCommit(deps.disk, dir, snapshot.version + 1, actions, id))) {
    const version = snapshot.version + 1
    const theirs = await readCommit(deps.disk, dir, version)
    checkRival(dir, version, theirs, actions)
    snapshot = foldCommits(snapshot, [{ version, actions: theirs }])
  }
  return foldCommits(snapshot, [{ version: snapshot.version + 1, actions }])
}

function checkRival(dir: string, version: number, theirs: Action[], ours: Action[]): void {
  const changed = theirs.some((action) => 'metaData' in action || 'protocol' in action)
  if (changed) throw new CommitConflict(`${dir}: commit ${version} changed the table while we wrote`)
  const own = new Set(ours.flatMap((action) => ('txn' in action ? [action.txn.appId] : [])))
  const advanced = theirs.find((action) => 'txn' in action && own.has(action.txn.appId))
  if (advanced) throw new CommitConflict(`${dir}: commit ${version} was made by another ${[...own].join()}`)
}
