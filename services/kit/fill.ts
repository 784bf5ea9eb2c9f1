// Fills as messages carry them, read alike by everyone who books them: what one service takes for a second delivery of the
// same fill, another may not take for a new one.
import { parseScaled, type Scaled } from './number.ts'

export type Side = 'BUY' | 'SELL'

export interface FillContent {
  /** F books, H takes the fill `ref` back, G replaces it. */
  execType: 'F' | 'G' | 'H'
  ref?: string
  orderId: string
  account: string
  symbol: string
  side: Side
  quantity: Scaled
  price: Scaled
}

/** What must be equal for a second delivery to be the same fill; the same id with other content is a conflict. */
export function contentOf(fill: FillContent): string {
  return [
    fill.execType,
    fill.ref ?? '',
    fill.orderId,
    fill.account,
    fill.symbol,
    fill.side,
    fill.quantity,
    fill.price,
  ].join('|')
}

/** A text of a message; undefined for anything else and for an empty one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Any case comes in, upper case is kept (F22). */
export function sideOf(value: unknown): Side | undefined {
  const side = text(value)?.toUpperCase()
  return side === 'BUY' || side === 'SELL' ? side : undefined
}

/** Undefined for what is no number or has more digits than the scale. */
export function scaled(value: unknown): Scaled | undefined {
  return typeof value === 'number' || typeof value === 'string' ? parseScaled(value) : undefined
}
