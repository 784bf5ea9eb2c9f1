// The tables of the platform that services write (platform.md 4.3), as data, each with one owner.
import type { TableSpec } from './contract.ts'

/** Owner: gateway. `trade_id` is in the key because two true prints may share a millisecond. */
export const TICKS: TableSpec = {
  name: 'ticks',
  timestamp: 'timestamp',
  key: ['exchange', 'symbol', 'trade_id'],
  columns: {
    exchange: 'symbol',
    symbol: 'symbol',
    trade_id: 'symbol',
    bid: 'double',
    ask: 'double',
    last: 'double',
    volume: 'double',
    price: 'double',
    size: 'double',
  },
  partition: 'hour',
}

/** Owner: normalizer. One table an interval: `ohlcv('1m')`. */
export function ohlcv(interval: string): TableSpec {
  return {
    name: `ohlcv_${interval}`,
    timestamp: 'timestamp',
    key: ['exchange', 'symbol'],
    columns: {
      exchange: 'symbol',
      symbol: 'symbol',
      open: 'double',
      high: 'double',
      low: 'double',
      close: 'double',
      volume: 'double',
      trades: 'int',
      revision: 'int',
    },
    partition: 'day',
  }
}

/** Owner: oms. The timestamp is when the order was created, so a later state replaces the earlier row. */
export const ORDERS: TableSpec = {
  name: 'orders',
  timestamp: 'timestamp',
  key: ['order_id'],
  columns: {
    order_id: 'symbol',
    symbol: 'symbol',
    side: 'symbol',
    order_type: 'symbol',
    status: 'symbol',
    account: 'symbol',
    quantity: 'double',
    price: 'double',
  },
  partition: 'day',
}

/** Owner: oms. */
export const FILLS: TableSpec = {
  name: 'fills',
  timestamp: 'timestamp',
  key: ['fill_id'],
  columns: {
    fill_id: 'symbol',
    order_id: 'symbol',
    symbol: 'symbol',
    side: 'symbol',
    venue: 'symbol',
    account: 'symbol',
    price: 'double',
    quantity: 'double',
    commission: 'double',
  },
  partition: 'day',
}
