import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { div, formatScaled, mul, parseScaled, SCALE, toNumber } from '../../../services/kit/number.ts'

describe('parseScaled', () => {
  test.each([
    [0.1, 10_000_000n],
    ['0.1', 10_000_000n],
    [1e-8, 1n],
    [1e21, 10n ** 29n],
    [-45000.5, -4_500_050_000_000n],
    ['1.500000000', 150_000_000n],
    ['+2', 200_000_000n],
    ['0', 0n],
  ])('%s is %s', (value, expected) => {
    expect(parseScaled(value)).toBe(expected)
  })

  test.each([
    1e-9,
    0.123456789,
    0.1 + 0.2,
    '1.000000001',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'abc',
    '1e999999999',
    '0x10',
    '1,5',
  ])('%s is refused', (value) => {
    expect(parseScaled(value)).toBeUndefined()
  })

  test('sums of parsed numbers are exact where doubles are not', () => {
    expect(parseScaled(0.1)! + parseScaled(0.2)!).toBe(parseScaled(0.3))
  })

  test('text and back is the same value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
        expect(parseScaled(formatScaled(value))).toBe(value)
      }),
    )
  })
})

describe('rounding', () => {
  test.each([
    [5n, 2n],
    [15n, 8n],
    [25n, 12n],
    [-5n, -2n],
    [-15n, -8n],
    [51n, 26n],
  ])('%s halves to the even neighbour %s', (value, half) => {
    expect(mul(value, SCALE / 2n)).toBe(half)
    expect(div(value, 2n * SCALE)).toBe(half)
  })

  test('mul is never further than half a unit from the exact product', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        (a, b) => {
          const error = 2n * (mul(a, b) * SCALE - a * b)
          expect(error <= SCALE && error >= -SCALE).toBe(true)
        },
      ),
    )
  })

  test('toNumber gives the double one would have written', () => {
    expect(toNumber(parseScaled('45000.12345678')!)).toBe(45000.12345678)
  })
})
