// The body of a check, read strictly: what is not understood is denied, never guessed.

import type { Side } from '#kit/fill'
import { parseScaled, type Scaled } from '#kit/number'
import type { Denial } from './codes.ts'

export interface CheckRequest {
  account: string
  symbol: string
  side: Side
  quantity: Scaled
  /** Limit price, or stop price of a stop order. Absent: valued at the reference price (F34). */
  price?: Scaled
  /** Present: an approval reserves. Absent: a what-if. */
  orderId?: string
  revision: number
  /** The caller's newest log number that risk must have seen. */
  lsn?: number
}

const STOP_TYPES = new Set(['STOP'])

/** Returns the request, or the one denial that names what is wrong with it. */
export function parseRequest(body: unknown): CheckRequest | Denial {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return deny('INTERNAL', { body: 'expected a JSON object' })
  const input = body as Record<string, unknown>
  const symbol = textOf(input.symbol)
  if (symbol === undefined) return deny('SYMBOL_UNKNOWN', { symbol: 'missing' })
  const account = input.account === undefined || input.account === null ? 'default' : textOf(input.account)
  if (account === undefined) return deny('ACCOUNT_UNKNOWN', { account: 'not a text' })
  const side = sideOf(input.side)
  if (side === undefined) return deny('SIDE_INVALID', { side: shown(input.side) })
  const quantity = positive(input.quantity, 'QTY_INVALID')
  if (typeof quantity !== 'bigint') return quantity
  const price = priceOf(input)
  if (price !== undefined && typeof price !== 'bigint') return price
  return {
    account,
    symbol: symbol.toUpperCase(),
    side,
    quantity,
    ...(price === undefined ? {} : { price }),
    ...(textOf(input.order_id) === undefined ? {} : { orderId: textOf(input.order_id) as string }),
    revision: Number.isSafeInteger(input.revision) ? (input.revision as number) : 0,
    ...(Number.isSafeInteger(input.lsn) ? { lsn: input.lsn as number } : {}),
  }
}

export function isDenial(value: CheckRequest | Denial): value is Denial {
  return 'code' in value
}

/** A market order's own price is only its sender's hope: it is valued at the reference price. */
function priceOf(input: Record<string, unknown>): Scaled | Denial | undefined {
  const type = (textOf(input.order_type) ?? textOf(input.type) ?? '').toUpperCase()
  if (type === 'MARKET') return undefined
  const value = STOP_TYPES.has(type) ? (input.stop_price ?? input.price) : input.price
  return value === undefined || value === null ? undefined : positive(value, 'PRICE_INVALID')
}

/** F22: any case in, upper case kept. */
function sideOf(value: unknown): Side | undefined {
  const side = textOf(value)?.toUpperCase()
  return side === 'BUY' || side === 'SELL' ? side : undefined
}

function positive(value: unknown, code: 'QTY_INVALID' | 'PRICE_INVALID'): Scaled | Denial {
  const field = code === 'QTY_INVALID' ? 'quantity' : 'price'
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return deny(code, { [field]: shown(value) })
  const scaled = parseScaled(value as number | string)
  if (scaled === undefined) return deny('PRECISION', { [field]: shown(value), decimals: 8 })
  return scaled > 0n ? scaled : deny(code, { [field]: shown(value) })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : String(JSON.stringify(value)).slice(0, 40)
}

function deny(code: Denial['code'], fields: Denial['fields']): Denial {
  return { code, fields }
}
