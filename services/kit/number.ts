// Prices, quantities and money as scaled integers: `0.1 + 0.2` in doubles never meets "to the unit".

/** A decimal number times 10^8. */
export type Scaled = bigint

export const DECIMALS = 8
export const SCALE = 100_000_000n

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
/** Longer exponents cannot be a price, and 10^(10^9) would take the machine with it. */
const MAX_EXPONENT = 40

/**
 * The exact value of a JSON number or decimal text, or undefined when it has more than 8 decimals or is no number.
 * A double is read through its shortest decimal text, so 0.1 is 0.1.
 * @example
 * parseScaled(0.1) // 10_000_000n
 * parseScaled('0.123456789') // undefined: refused, never rounded in
 */
export function parseScaled(value: number | string): Scaled | undefined {
  const match = DECIMAL.exec(typeof value === 'number' ? String(value) : value.trim())
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponentText] = match
  const exponent = Number(exponentText ?? 0)
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined
  const digits = whole + fraction
  const shift = DECIMALS + exponent - fraction.length
  const magnitude = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : dropZeros(digits, -shift)
  if (magnitude === undefined) return undefined
  return sign === '-' ? -magnitude : magnitude
}

/** `digits` without its last `count`, which must all be zero: 1.500000000 is exact, 1.500000001 is not. */
function dropZeros(digits: string, count: number): bigint | undefined {
  const padded = digits.padStart(count + 1, '0')
  const excess = padded.slice(padded.length - count)
  return /^0*$/.test(excess) ? BigInt(padded.slice(0, padded.length - count)) : undefined
}

/** @example formatScaled(150_000_000n) // '1.5' */
export function formatScaled(value: Scaled): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '')
  const text = digits.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`)
  return value < 0n ? `-${text}` : text
}

/** The nearest double: for JSON at the edge, never for arithmetic. */
export function toNumber(value: Scaled): number {
  return Number(formatScaled(value))
}

/** a × b, rounded half to even at the eighth decimal. @example mul(SCALE * 3n, SCALE / 2n) // 150_000_000n */
export function mul(a: Scaled, b: Scaled): Scaled {
  return divideHalfEven(a * b, SCALE)
}

/** a ÷ b, rounded half to even at the eighth decimal. Dividing by zero throws. */
export function div(a: Scaled, b: Scaled): Scaled {
  return divideHalfEven(a * SCALE, b)
}

/** n ÷ d as an integer, ties to the even neighbour. */
export function divideHalfEven(n: bigint, d: bigint): bigint {
  const negative = n < 0n !== d < 0n
  const numerator = n < 0n ? -n : n
  const divisor = d < 0n ? -d : d
  const quotient = numerator / divisor
  const twice = (numerator % divisor) * 2n
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n)
  const rounded = up ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}
