// The engine's state on disk with the stream sequence it stands for. A message is acknowledged when the state that holds
// it is saved, so a crash at any moment loses nothing: what is not in the snapshot is delivered again.
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Bar, Place } from './bar.ts'
import type { BarEngine } from './engine.ts'
import type { Interval } from './intervals.ts'
import { INTERVALS_MS } from './intervals.ts'
import type { PendingBar } from './outbox.ts'
import type { Slot } from './symbol-bars.ts'

export interface Snapshot {
  format: 1
  stream: { created: string; seq: number }
  symbols: { exchange: string; symbol: string; newestMs: number; slots: StoredSlot[] }[]
  /** Bars that have not reached the bus and the store yet. */
  pending: PendingBar[]
}

/** A slot as an array: there are thousands of them, and names would be most of the file. */
type StoredSlot = [Interval, number, StoredBar, closed: boolean, revision: number, dirty: boolean, identities: string]
type StoredBar = [
  number,
  number,
  number,
  number,
  units: number,
  rest: string,
  trades: number,
  first: Place,
  last: Place,
]

export function takeSnapshot(engine: BarEngine, pending: PendingBar[], stream: Snapshot['stream']): string {
  const symbols = [...engine.symbols.values()].map(({ exchange, symbol, newestMs, slots }) => ({
    exchange,
    symbol,
    newestMs,
    slots: [...slots.values()].flatMap((byStart) => [...byStart.values()].map(storeSlot)),
  }))
  return JSON.stringify({ format: 1, stream, symbols, pending } satisfies Snapshot)
}

export function restoreSnapshot(engine: BarEngine, snapshot: Snapshot, monotonicMs: number): void {
  for (const { exchange, symbol, newestMs, slots } of snapshot.symbols) {
    const bars = engine.symbolBars(exchange, symbol)
    bars.newestMs = newestMs
    // Silence is counted from the start: ticks may be waiting in the stream.
    bars.heardMs = monotonicMs
    for (const slot of slots) bars.restore(loadSlot(slot))
  }
}

function storeSlot({ interval, t0, bar, closed, revision, dirty, identities }: Slot): StoredSlot {
  const { open, high, low, close, volume, trades, first, last } = bar
  const stored: StoredBar = [open, high, low, close, volume.units, volume.rest.toString(), trades, first, last]
  const ids = [...identities].join(' ')
  return [interval, t0, stored, closed, revision, dirty, ids]
}

function loadSlot([interval, t0, stored, closed, revision, dirty, ids]: StoredSlot): Slot {
  const [open, high, low, close, units, rest, trades, first, last] = stored
  const bar: Bar = { open, high, low, close, volume: { units, rest: BigInt(rest) }, trades, first, last }
  const identities = new Set(ids === '' ? [] : ids.split(' ').map(Number))
  const t1 = t0 + INTERVALS_MS[interval]
  return { interval, t0, t1, bar, closed, revision, dirty, identities, emittedMs: Number.NEGATIVE_INFINITY }
}

/** Undefined: there is none. A file that cannot be read stops the start: going on would acknowledge over a hole. */
export async function loadSnapshot(path: string): Promise<Snapshot | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const snapshot = JSON.parse(text) as Snapshot
    if (snapshot.format !== 1) throw new Error(`found format ${snapshot.format}, expected 1`)
    return snapshot
  } catch (error) {
    throw new Error(
      `${path}: no readable snapshot: ${(error as Error).message}; remove it to rebuild bars from the stream`,
    )
  }
}

/** Whole or not at all, and durable before it returns. */
export async function saveSnapshot(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
