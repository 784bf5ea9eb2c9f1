// A bar as a value that ticks and other bars are merged into. Merging is commutative and associative, so a bar depends on
// its ticks and never on when they came; and a 5m bar is the merge of its 1m bars. Pure.
import type { Tick } from '#kit/tick'
import { INTERVALS_MS, type Interval } from './intervals.ts'
import { addSize, addVolume, noVolume, type Volume, volumeNumber } from './volume.ts'

/** What decides between two prints of the same time: the venue's trade id, then the place in the stream. */
export interface Place {
  tsUs: number
  tradeId: string
  seq: number
}

export interface Bar {
  open: number
  high: number
  low: number
  close: number
  volume: Volume
  trades: number
  first: Place
  last: Place
}

/** As published, stored and cached. */
export interface BarPayload {
  exchange: string
  symbol: string
  interval: Interval
  timestamp: number
  end: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  trades: number
  revision: number
}

export function emptyBar(): Bar {
  const nowhere = { tsUs: 0, tradeId: '', seq: 0 }
  return { open: 0, high: 0, low: 0, close: 0, volume: noVolume(), trades: 0, first: nowhere, last: nowhere }
}

/** False: the size cannot be summed exactly, and the bar is as it was. A tick without a size trades nothing. */
export function addTick(bar: Bar, tick: Tick, price: number, seq: number): boolean {
  if (tick.size !== undefined && !addSize(bar.volume, tick.size)) return false
  const place = { tsUs: tick.tsUs, tradeId: tick.tradeId, seq }
  if (bar.trades === 0 || isBefore(place, bar.first)) {
    bar.first = place
    bar.open = price
  }
  if (bar.trades === 0 || isBefore(bar.last, place)) {
    bar.last = place
    bar.close = price
  }
  bar.high = bar.trades === 0 ? price : Math.max(bar.high, price)
  bar.low = bar.trades === 0 ? price : Math.min(bar.low, price)
  bar.trades++
  return true
}

export function mergeBar(into: Bar, other: Bar): void {
  if (other.trades === 0) return
  const empty = into.trades === 0
  if (empty || isBefore(other.first, into.first)) {
    into.first = other.first
    into.open = other.open
  }
  if (empty || isBefore(into.last, other.last)) {
    into.last = other.last
    into.close = other.close
  }
  into.high = empty ? other.high : Math.max(into.high, other.high)
  into.low = empty ? other.low : Math.min(into.low, other.low)
  addVolume(into.volume, other.volume)
  into.trades += other.trades
}

export interface BarName {
  exchange: string
  symbol: string
  interval: Interval
  t0: number
}

export function barPayload(name: BarName, bar: Bar, revision: number): BarPayload {
  const { exchange, symbol, interval, t0 } = name
  const { open, high, low, close, trades } = bar
  const end = t0 + INTERVALS_MS[interval]
  const volume = volumeNumber(bar.volume)
  return { exchange, symbol, interval, timestamp: t0, end, open, high, low, close, volume, trades, revision }
}

/** By event time, then trade id as a number when it is one (others come first), then stream sequence: a total order. */
function isBefore(a: Place, b: Place): boolean {
  if (a.tsUs !== b.tsUs) return a.tsUs < b.tsUs
  if (a.tradeId !== b.tradeId) {
    const [left, right] = [digits(a.tradeId), digits(b.tradeId)]
    // Of two numbers without leading zeros the longer is the larger; ids may exceed what a double holds.
    if (left.length !== right.length) return left.length < right.length
    if (left !== right) return left < right
  }
  return a.seq < b.seq
}

function digits(tradeId: string): string {
  return /^\d+$/.test(tradeId) ? tradeId.replace(/^0+(?=\d)/, '') : ''
}
