// Copies of the state for others to read: cache and time-series store. Written behind the orders, in batches, and again
// when a store was away; never waited for by an order (F11). They can be rebuilt from the log.
import type { Cache } from '#kit/cache'
import { type Clock, withTimeout } from '#kit/clock'
import type { Log } from '#kit/log'
import type { Row, TimeSeriesStore } from '#kit/timeseries'
import type { Effects, Ledger } from './ledger.ts'
import { isTerminal } from './order.ts'
import type { BookedFill } from './records.ts'
import { fillView, orderView, positionView } from './views.ts'

export interface Projections {
  note(effects: Effects): void
  /** Everything that is open, and all positions: after a start the copies may be older than the log. */
  noteAll(): void
  /** Writes what is due now; also called by its own timer. */
  flush(): Promise<void>
  waiting(): { cache: number; store: number }
  stop(): Promise<void>
}

export interface ProjectionOptions {
  ledger: Ledger
  cache: Pick<Cache, 'client' | 'state'>
  store: Pick<TimeSeriesStore, 'append'>
  clock: Clock
  log: Log
  intervalMs: number
  terminalTtlS: number
}

const BATCH = 1000
const STOP_LIMIT_MS = 2000

export function projections(options: ProjectionOptions): Projections {
  const { ledger, clock, log } = options
  // Keys, not copies: what is written is the newest state, and a store that is away costs no memory per change.
  const forCache = { orders: new Set<string>(), positions: new Set<string>() }
  const forStore = { orders: new Set<string>(), fills: new Map<string, BookedFill>() }
  const noteOrder = (orderId: string): void => {
    forCache.orders.add(orderId)
    forStore.orders.add(orderId)
  }

  const flushCache = async (): Promise<void> => {
    if (options.cache.state() === 'down') return
    const orders = take(forCache.orders)
    const positions = take(forCache.positions)
    if (orders.length + positions.length === 0) return
    try {
      await writeCache(options, orders, positions)
    } catch (error) {
      for (const key of orders) forCache.orders.add(key)
      for (const key of positions) forCache.positions.add(key)
      log.warn('cache not written, trying again', { orders: orders.length, error })
    }
  }
  const flushStore = async (): Promise<void> => {
    const orders = take(forStore.orders)
    const fills = [...forStore.fills.values()].slice(0, BATCH)
    for (const { key } of fills) forStore.fills.delete(key)
    if (orders.length + fills.length === 0) return
    try {
      await options.store.append(
        'orders',
        orders.flatMap((id) => orderRow(ledger, id)),
      )
      await options.store.append('fills', fills.map(fillRow))
    } catch (error) {
      for (const key of orders) forStore.orders.add(key)
      for (const fill of fills) forStore.fills.set(fill.key, fill)
      log.warn('time-series store not written, trying again', { orders: orders.length, error })
    }
  }
  // Each on its own: a store that hangs must not keep the cache from being written.
  const writers = [single(flushCache), single(flushStore)]
  const flush = async (): Promise<void> => {
    await Promise.all(writers.map((write) => write()))
  }
  const stopTimer = clock.every(options.intervalMs, () => void flush())
  return {
    note({ order, fill }) {
      if (order) noteOrder(order.orderId)
      if (!fill) return
      forCache.positions.add(`${fill.account}\n${fill.symbol}`)
      forStore.fills.set(fill.key, fill)
    },
    noteAll() {
      for (const order of ledger.orders()) if (!isTerminal(order)) noteOrder(order.orderId)
      for (const { account, symbol } of ledger.positions()) forCache.positions.add(`${account}\n${symbol}`)
    },
    flush,
    waiting: () => ({
      cache: forCache.orders.size + forCache.positions.size,
      store: forStore.orders.size + forStore.fills.size,
    }),
    async stop() {
      stopTimer()
      // What was running may have begun before the last change.
      const last = flush().then(flush)
      await withTimeout(clock, STOP_LIMIT_MS, last, () => log.warn('stores not written before the stop'))
    },
  }
}

/** Joins the run that is going on instead of beginning a second one. */
function single(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
}

/** Up to a batch of keys, taken out: what changes while they are written is noted anew. */
function take(keys: Set<string>): string[] {
  const taken = [...keys].slice(0, BATCH)
  for (const key of taken) keys.delete(key)
  return taken
}

async function writeCache({ ledger, cache, terminalTtlS }: ProjectionOptions, orders: string[], positions: string[]) {
  const write = cache.client.multi()
  for (const orderId of orders) {
    const order = ledger.order(orderId)
    if (!order) continue
    write.hset(`order:${orderId}`, flat(orderView(order)))
    write.sadd(`account:${order.account}:orders`, orderId)
    if (isTerminal(order)) write.expire(`order:${orderId}`, terminalTtlS)
    else write.persist(`order:${orderId}`)
  }
  for (const key of positions) {
    const [account, symbol] = key.split('\n') as [string, string]
    const position = ledger.position(account, symbol)
    if (position) write.hset(`position:${account}:${symbol}`, flat(positionView(account, symbol, position)))
  }
  await write.exec()
}

/** A hash holds texts only; what is unknown is an empty one. */
function flat(view: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(view).map(([key, value]) => [
      key,
      value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )
}

function orderRow(ledger: Ledger, orderId: string): Row[] {
  const order = ledger.order(orderId)
  if (!order) return []
  const { symbol, side, order_type, status, account, quantity, price } = orderView(order)
  return [{ timestamp: order.createdMs, order_id: orderId, symbol, side, order_type, status, account, quantity, price }]
}

function fillRow(fill: BookedFill): Row {
  const { order_id, symbol, side, venue, account, price, quantity, commission } = fillView(fill)
  // The key, not the bare id: two venues may use the same one.
  return {
    timestamp: fill.timeMs,
    fill_id: fill.key,
    order_id,
    symbol,
    side,
    venue,
    account,
    price,
    quantity,
    commission,
  }
}
