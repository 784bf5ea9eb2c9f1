// The body of POST /orders: read strictly, any case in, upper case kept. The first thing wrong is named with its field.
import type { Side } from '#kit/fill'
import { formatScaled, parseScaled, SCALE, type Scaled } from '#kit/number'
import type { OrderTerms, OrderType, TimeInForce } from './order.ts'

export class Invalid extends Error {
  override readonly name = 'Invalid'
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/** What the client asked for, before it has an id. */
export type NewTerms = Omit<OrderTerms, 'orderId'>

const TYPES: readonly OrderType[] = ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT']
const TIMES: readonly TimeInForce[] = ['DAY', 'GTC', 'GTD', 'IOC', 'FOK', 'AT_OPEN', 'AT_CLOSE']
const STP_MODES = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'] as const
const QUANTITY = { min: 1_000n, max: 10_000_000n * SCALE }
const PRICE = { min: 1_000n, max: 1_000_000n * SCALE }
const ACCOUNT = /^[\w.:@-]{1,64}$/
const CLIENT_ID = /^[\x21-\x7e]{1,128}$/

/** Throws Invalid. `maxValue` caps quantity × price of an order with a price. */
export function readTerms(body: unknown, maxValue: (account: string) => number): NewTerms {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Invalid('body', 'body: expected a JSON object')
  const input = body as Record<string, unknown>
  const symbol = symbolOf(input.symbol)
  const side = word<Side>('side', input.side, ['BUY', 'SELL'])
  const type = word('order_type', input.order_type ?? input.type ?? 'LIMIT', TYPES)
  const account = matching('account', input.account ?? 'default', ACCOUNT)
  const quantity = inRange('quantity', input.quantity, QUANTITY)
  const timeInForce = word('time_in_force', input.time_in_force ?? 'DAY', TIMES)
  const terms = {
    account,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    ...pricesOf(type, input),
    ...expiryOf(timeInForce, input.expire_time),
    ...flagsOf(type, timeInForce, input),
    ...(absent(input.client_order_id)
      ? {}
      : { clientOrderId: matching('client_order_id', input.client_order_id, CLIENT_ID) }),
    ...(absent(input.metadata) ? {} : { metadata: objectOf('metadata', input.metadata) }),
  }
  capValue(terms, maxValue(account))
  return { ...terms, fingerprint: fingerprintOf(terms) }
}

/** Market orders that should rest cannot: they behave as IOC, and the answer says so. */
export function warningsOf(terms: Pick<NewTerms, 'type' | 'timeInForce'>): string[] {
  const rests = terms.timeInForce === 'GTC' || terms.timeInForce === 'GTD'
  return terms.type === 'MARKET' && rests
    ? [`time_in_force: ${terms.timeInForce} of a market order behaves as IOC`]
    : []
}

function symbolOf(value: unknown): string {
  const symbol = typeof value === 'string' ? value.trim().toUpperCase() : ''
  if (!/^[\x21-\x7e]{3,20}$/.test(symbol)) throw wrong('symbol', value, '3 to 20 characters')
  return symbol
}

function pricesOf(type: OrderType, input: Record<string, unknown>): { price?: Scaled; stopPrice?: Scaled } {
  const needsPrice = type === 'LIMIT' || type === 'STOP_LIMIT'
  const needsStop = type === 'STOP' || type === 'STOP_LIMIT'
  return {
    ...(needsPrice ? { price: inRange('price', input.price, PRICE) } : {}),
    ...(needsStop ? { stopPrice: inRange('stop_price', input.stop_price, PRICE) } : {}),
  }
}

function expiryOf(timeInForce: TimeInForce, value: unknown): { expireTime?: string } {
  if (timeInForce !== 'GTD') return {}
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value)))
    throw wrong('expire_time', value, 'an ISO time: time_in_force is GTD')
  return { expireTime: new Date(value).toISOString() }
}

function flagsOf(
  type: OrderType,
  time: TimeInForce,
  input: Record<string, unknown>,
): { postOnly?: boolean; stpMode?: string } {
  // Accepting what is then not honoured would be worse than refusing it.
  if (input.reduce_only === true) throw wrong('reduce_only', true, 'false: not in this version')
  if (!absent(input.post_only) && typeof input.post_only !== 'boolean')
    throw wrong('post_only', input.post_only, 'true or false')
  const takes = type === 'MARKET' || time === 'IOC' || time === 'FOK'
  if (input.post_only === true && takes)
    throw wrong('post_only', true, 'an order that can rest: not MARKET, IOC or FOK')
  return {
    ...(input.post_only === true ? { postOnly: true } : {}),
    ...(absent(input.stp_mode) ? {} : { stpMode: word('stp_mode', input.stp_mode, STP_MODES) }),
  }
}

function capValue({ quantity, price }: { quantity: Scaled; price?: Scaled }, maxValue: number): void {
  const cap = parseScaled(maxValue)
  if (price === undefined || cap === undefined || quantity * price <= cap * SCALE) return
  throw new Invalid(
    'quantity',
    `quantity: value ${formatScaled((quantity * price) / SCALE)}, expected at most ${maxValue}`,
  )
}

function fingerprintOf(terms: Omit<NewTerms, 'fingerprint'>): string {
  const { symbol, side, type, quantity, price, stopPrice, timeInForce, expireTime, postOnly, stpMode } = terms
  return [symbol, side, type, quantity, price, stopPrice, timeInForce, expireTime, postOnly, stpMode]
    .map(String)
    .join('|')
}

function word<T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const upper = typeof value === 'string' ? value.trim().toUpperCase() : undefined
  const found = allowed.find((item) => item === upper)
  if (found === undefined) throw wrong(field, value, `one of ${allowed.join(', ')}`)
  return found
}

function matching(field: string, value: unknown, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw wrong(field, value, `a text like ${pattern.source}`)
  return value
}

function inRange(field: string, value: unknown, { min, max }: { min: Scaled; max: Scaled }): Scaled {
  const scaled = typeof value === 'number' || typeof value === 'string' ? parseScaled(value) : undefined
  const expected = `a number from ${formatScaled(min)} to ${formatScaled(max)} with at most 8 decimals`
  if (scaled === undefined || scaled < min || scaled > max) throw wrong(field, value, expected)
  return scaled
}

function objectOf(field: string, value: unknown): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(field, value, 'a JSON object')
  return value
}

function absent(value: unknown): boolean {
  return value === undefined || value === null
}

function wrong(field: string, value: unknown, expected: string): Invalid {
  const found = value === undefined ? 'nothing' : String(JSON.stringify(value)).slice(0, 60)
  return new Invalid(field, `${field}: found ${found}, expected ${expected}`)
}
