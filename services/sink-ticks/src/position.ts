// Where to go on after a start. The table knows the last stream sequence it holds, but sequences lie after a loss: a
// recreated stream begins at 1 again, a stream that lost its tail gives the same numbers to other messages.
import { createHash } from 'node:crypto'
import type { Bus, BusMessage } from '#kit/bus'
import type { Mark } from '#kit/lake/actions'
import type { DeltaTable } from '#kit/lake/table'

export interface Position {
  /** Our name in the table: service, stream, the stream's creation, partition, and an epoch once numbers were reused. */
  appId: string
  /** The last sequence the table holds under this name. */
  after: number
  /** True: earlier rows may come again under new numbers, so their ids must be read back from the table. */
  renumbered: boolean
  created: string
}

export interface PositionOptions {
  service: string
  stream: string
  table: Pick<DeltaTable, 'snapshot'>
  bus: Pick<Bus, 'streamInfo' | 'messageAt'>
}

/** Undefined: there is no such stream yet. */
export async function findPosition({ service, stream, table, bus }: PositionOptions): Promise<Position | undefined> {
  const info = await bus.streamInfo(stream)
  if (!info) return undefined
  const { txns } = table.snapshot()
  const ours = `${service}/${stream}@`
  const base = `${ours}${info.created}/0`
  const epoch = newestEpoch(base, txns.keys())
  const appId = epochName(base, Math.max(epoch, 0))
  const position = { appId, created: info.created }
  const known = txns.get(appId)
  if (!known) return { ...position, after: 0, renumbered: [...txns.keys()].some((name) => name.startsWith(ours)) }
  const lostTail = info.lastSeq < known.version
  const stored = lostTail ? undefined : await bus.messageAt(stream, known.version)
  // A message that has expired says nothing; one that is there must be the one we wrote.
  if (!lostTail && (!stored || !known.mark || sameMessage(known.mark, stored)))
    return { ...position, after: known.version, renumbered: epoch > 0 }
  return { ...position, appId: epochName(base, epoch + 1), after: 0, renumbered: true }
}

export function markOf(message: BusMessage): Mark {
  const hash = createHash('sha256').update(message.data).digest('hex').slice(0, 16)
  return { seq: message.seq, timeMs: message.timeMs, hash }
}

function sameMessage(mark: Mark, message: BusMessage): boolean {
  const found = markOf(message)
  return found.timeMs === mark.timeMs && found.hash === mark.hash
}

function epochName(base: string, epoch: number): string {
  return epoch === 0 ? base : `${base}#${epoch}`
}

/** −1: the table has never seen this stream. */
function newestEpoch(base: string, names: Iterable<string>): number {
  let newest = -1
  for (const name of names) {
    if (name === base) newest = Math.max(newest, 0)
    else if (name.startsWith(`${base}#`)) newest = Math.max(newest, Number(name.slice(base.length + 1)))
  }
  return newest
}
