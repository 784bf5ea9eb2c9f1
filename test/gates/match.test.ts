// The matcher language: paths and demands, and that missing data is never a pass.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeExpectation, valueAt } from '../../src/gates/match.ts'
import type { Expectation, Json } from '../../src/model/gate.ts'

const answer: Json = {
  status: 200,
  body: { ok: true, none: null, tickers: [{ symbol: 'ETHUSDT' }, { symbol: 'BTCUSDT', price: 45000.5 }] },
}

describe('paths', () => {
  test.each<[string, Json | undefined]>([
    ['', answer],
    ['status', 200],
    ['body.tickers[1].price', 45000.5],
    ['body.tickers[symbol=BTCUSDT].price', 45000.5],
    ['body.tickers[symbol=NOPE].price', undefined],
    ['body.tickers.length', 2],
    ['body.length', 3],
    ['body.missing.deeper', undefined],
    ['body.ok.deeper', undefined],
    ['constructor', undefined],
    ['__proto__.polluted', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(answer, path)).toEqual(value)
  })
})

describe('demands', () => {
  test.each<[Omit<Expectation, 'at'> & { at?: string }, Json, string]>([
    [{ equals: 3 }, 3, 'pass'],
    [{ equals: 3 }, '3', 'fail'],
    [{ equals: { a: [1] } }, { a: [1] }, 'pass'],
    [{ equals: { a: [1] } }, { a: [1, 2] }, 'fail'],
    [{ equals: { a: 1, b: 2 } }, { a: 1 }, 'fail'],
    [{ equals: [] }, {}, 'fail'],
    [{ oneOf: ['a', 'b'] }, 'b', 'pass'],
    [{ oneOf: ['a', 'b'] }, 'c', 'fail'],
    [{ atLeast: 2 }, 2, 'pass'],
    [{ atLeast: 2 }, 1.999, 'fail'],
    [{ atMost: 2 }, 2, 'pass'],
    [{ atMost: 2 }, 2.001, 'fail'],
    [{ atMost: 2 }, '1', 'fail'],
    [{ atMost: 2 }, null, 'inconclusive'],
    [{ atLeast: 1, atMost: 3 }, 4, 'fail'],
    [{ matches: '^B' }, 'BTC', 'pass'],
    [{ matches: '^B' }, 'ETH', 'fail'],
    [{ matches: 'end$' }, `${'x'.repeat(500)}end`, 'pass'],
    [{ exists: true }, 0, 'pass'],
    [{ exists: true }, null, 'fail'],
    [{ exists: false }, null, 'pass'],
    [{ exists: false }, 1, 'fail'],
  ])('%j on %j is %s', (demand, value, verdict) => {
    expect(judgeExpectation({ at: 'x', ...demand }, { x: value }).verdict).toBe(verdict)
  })

  test('changes compares with the first answer', () => {
    const rule = { at: 'x', changes: true }
    expect(judgeExpectation(rule, { x: 2 }, { x: 1 }).verdict).toBe('pass')
    expect(judgeExpectation(rule, { x: 1 }, { x: 1 }).verdict).toBe('fail')
    expect(judgeExpectation(rule, { x: 1 }, undefined).verdict).toBe('inconclusive')
  })

  test('says path, found and wanted', () => {
    expect(judgeExpectation({ at: 'body.ok', equals: false }, answer).text).toBe('body.ok is true, expected false')
    expect(judgeExpectation({ at: 'body.p50', atMost: 10 }, answer).text).toBe(
      'body.p50 is absent, expected at most 10 (no data)',
    )
  })
})

test('an absent value satisfies nothing but its absence', () => {
  const demand = fc.oneof(
    fc.record({ equals: fc.jsonValue() as fc.Arbitrary<Json> }),
    fc.record({ oneOf: fc.array(fc.jsonValue() as fc.Arbitrary<Json>, { minLength: 1 }) }),
    fc.record({ atLeast: fc.double({ noNaN: true }) }),
    fc.record({ atMost: fc.double({ noNaN: true }) }),
    fc.constant({ matches: '' }),
    fc.constant({ exists: true }),
    fc.constant({ changes: true }),
  )
  fc.assert(
    fc.property(demand, (given) => {
      expect(judgeExpectation({ at: 'not.there', ...given }, { other: 1 }, { other: 1 }).verdict).not.toBe('pass')
    }),
  )
})
