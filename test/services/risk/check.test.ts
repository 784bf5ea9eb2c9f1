// Every check at its limit and one unit beyond, in the order in which the codes answer (platform.md 3.9, services.md 3).
import { describe, expect, test } from 'vitest'
import { RiskEngine } from '../../../services/risk/src/engine.ts'
import { shippedConfig, testRisk, wordOf } from './support.ts'

const UNIT = 0.00000001

describe('one order against the shipped limits', () => {
  const cases: [name: string, order: object, word: string][] = [
    ['the tracker example: 0.1 BTC', { quantity: 0.1, price: 45000 }, 'LOW'],
    ['the tracker example: 100 BTC', { quantity: 100, price: 45000 }, 'POSITION_MAX'],
    ['quantity equal to max_position', { quantity: 10 }, 'LOW'],
    ['one unit over max_position', { quantity: 10 + UNIT }, 'POSITION_MAX'],
    ['value equal to max_value of DEFAULT (F24)', { symbol: 'XYZ', quantity: 500, price: 100 }, 'LOW'],
    ['one unit over max_value', { symbol: 'XYZ', quantity: 500.00000001, price: 100 }, 'NOTIONAL_MAX'],
    [
      'DEFAULT max_position for a symbol without limits (F24)',
      { symbol: 'XYZ', quantity: 1001, price: 1 },
      'POSITION_MAX',
    ],
    ['concentration equal to 30 % of max exposure', { quantity: 10, price: 30000 }, 'LOW'],
    ['one unit over the concentration', { quantity: 10, price: 30000.00000001 }, 'CONCENTRATION'],
    ['value is checked before concentration', { quantity: 10, price: 50000.1 }, 'NOTIONAL_MAX'],
    ['lower-case side (F22)', { side: 'buy', quantity: 1 }, 'LOW'],
    ['mixed-case side (F22)', { side: 'SeLl', quantity: 1 }, 'LOW'],
    ['no such side', { side: 'hold', quantity: 1 }, 'SIDE_INVALID'],
    ['no symbol', { symbol: undefined, quantity: 1 }, 'SYMBOL_UNKNOWN'],
    ['quantity zero', { quantity: 0 }, 'QTY_INVALID'],
    ['quantity negative', { quantity: -1 }, 'QTY_INVALID'],
    ['quantity not a number', { quantity: 'many' }, 'QTY_INVALID'],
    ['quantity infinite', { quantity: Number.POSITIVE_INFINITY }, 'QTY_INVALID'],
    ['nine decimals are refused, not rounded', { quantity: 0.123456789 }, 'PRECISION'],
    ['price zero', { quantity: 1, price: 0 }, 'PRICE_INVALID'],
    ['price negative', { quantity: 1, price: -5 }, 'PRICE_INVALID'],
    ['account that is no text', { account: 7, quantity: 1 }, 'ACCOUNT_UNKNOWN'],
  ]
  test.each(cases)('%s', (_name, order, word) => {
    expect(wordOf(testRisk().check(order))).toBe(word)
  })

  test('a denial says code and figures, also under the legacy key', () => {
    const verdict = testRisk().check({ quantity: 11 })
    expect(verdict).toMatchObject({
      approved: false,
      risk_level: 'HIGH',
      reason: 'POSITION_MAX: symbol=BTCUSDT worst_case=11 limit=10',
      rejection_reason: 'POSITION_MAX: symbol=BTCUSDT worst_case=11 limit=10',
      checks: { positionLimit: false, orderSize: true },
    })
  })

  test('a body that is no object is denied, not thrown', () => {
    for (const body of [undefined, null, 'x', 4, []]) expect(testRisk().engine.check(body).verdict.approved).toBe(false)
  })
})

describe('blocked symbols', () => {
  test('block wins over every other limit, unblock lets pass again', () => {
    const risk = testRisk()
    risk.engine.blocked.add('BTCUSDT')
    const verdict = risk.check({ quantity: 100 })
    expect([wordOf(verdict), verdict.risk_level]).toEqual(['SYMBOL_BLOCKED', 'BREACHED'])
    risk.engine.blocked.delete('BTCUSDT')
    expect(wordOf(risk.check({ quantity: 1 }))).toBe('LOW')
  })
})

describe('market orders (F34)', () => {
  test('valued at the last price', () => {
    const risk = testRisk()
    risk.price('BTCUSDT', 45000)
    expect(wordOf(risk.check({ quantity: 6, price: undefined }))).toBe('LOW')
    expect(wordOf(risk.check({ quantity: 7, price: undefined }))).toBe('CONCENTRATION')
    expect(wordOf(risk.check({ quantity: 1, order_type: 'MARKET', price: 1 }))).toBe('LOW')
    expect(wordOf(risk.check({ quantity: 7, order_type: 'MARKET', price: 1 }))).toBe('CONCENTRATION')
  })

  test('no price → rejected as critical; what can be known without a price is checked before', () => {
    const risk = testRisk()
    const verdict = risk.check({ quantity: 1, price: undefined })
    expect([wordOf(verdict), verdict.risk_level]).toEqual(['PRICE_MISSING', 'CRITICAL'])
    expect(wordOf(risk.check({ quantity: 11, price: undefined }))).toBe('POSITION_MAX')
  })

  test('a price exactly as old as allowed counts, one millisecond older is stale', () => {
    const risk = testRisk()
    risk.price('BTCUSDT', 100)
    risk.time.nowMs = 3_600_000
    expect(wordOf(risk.check({ quantity: 1, price: undefined }))).toBe('LOW')
    risk.time.nowMs += 1
    expect(wordOf(risk.check({ quantity: 1, price: undefined }))).toBe('PRICE_STALE')
    expect(wordOf(risk.check({ quantity: 1, price: 100 }))).toBe('LOW')
  })

  test('last trade, else mid, else own fill', () => {
    const risk = testRisk()
    risk.fill({ quantity: 1, price: 10 })
    expect(risk.engine.prices.reference('BTCUSDT', 0)).toEqual({ kind: 'price', price: 1_000_000_000n })
    risk.engine.prices.tick({ symbol: 'BTCUSDT', bid: 19, ask: 21 }, 0)
    expect(risk.engine.prices.reference('BTCUSDT', 0)).toEqual({ kind: 'price', price: 2_000_000_000n })
    risk.engine.prices.tick({ symbol: 'BTCUSDT', last: 30, bid: 19, ask: 21 }, 0)
    expect(risk.engine.prices.reference('BTCUSDT', 0)).toEqual({ kind: 'price', price: 3_000_000_000n })
  })

  test('a stop order is valued at its stop price', () => {
    expect(wordOf(testRisk().check({ quantity: 10, order_type: 'stop', price: undefined, stop_price: 60000 }))).toBe(
      'NOTIONAL_MAX',
    )
  })
})

describe('worst case of position and working orders', () => {
  test('working orders count: the limit is spent by orders, not by fills only', () => {
    const risk = testRisk()
    expect(wordOf(risk.check({ quantity: 6, order_id: 'a' }))).toBe('LOW')
    expect(wordOf(risk.check({ quantity: 4, order_id: 'b' }))).toBe('LOW')
    expect(wordOf(risk.check({ quantity: UNIT, order_id: 'c' }))).toBe('POSITION_MAX')
    // The other side has its own worst case.
    expect(wordOf(risk.check({ side: 'SELL', quantity: 10, order_id: 'd' }))).toBe('LOW')
    expect(wordOf(risk.check({ side: 'SELL', quantity: UNIT, order_id: 'e' }))).toBe('POSITION_MAX')
  })

  test('a reducing order adds nothing, even above the limit', () => {
    const risk = testRisk()
    risk.fill({ quantity: 50 })
    expect(wordOf(risk.check({ quantity: UNIT }))).toBe('POSITION_MAX')
    expect(wordOf(risk.check({ side: 'SELL', quantity: 50 }))).toBe('LOW')
    expect(wordOf(risk.check({ side: 'SELL', quantity: 100 }))).toBe('LOW')
    expect(wordOf(risk.check({ side: 'SELL', quantity: 100 + UNIT }))).toBe('POSITION_MAX')
  })

  test('without an order id nothing is reserved', () => {
    const risk = testRisk()
    for (let i = 0; i < 5; i++) expect(wordOf(risk.check({ quantity: 10 }))).toBe('LOW')
  })

  test('exposure sums the symbols of an account, and of that account only', () => {
    const risk = testRisk(
      shippedConfig({
        'portfolio.equity': 10_000_000,
        'symbols.DEFAULT': { max_position: 10_000, max_value: 400_000, max_concentration: 0.4 },
      }),
    )
    for (const symbol of ['AAA', 'BBB'])
      expect(wordOf(risk.check({ symbol, quantity: 4000, order_id: symbol }))).toBe('LOW')
    const last = risk.check({ symbol: 'CCC', quantity: 2000 })
    expect(last).toMatchObject({ approved: true, risk_level: 'MEDIUM' })
    expect(last.warnings?.[0]).toContain('EXPOSURE')
    expect(wordOf(risk.check({ symbol: 'CCC', quantity: 2000 + UNIT }))).toBe('EXPOSURE_MAX')
    expect(wordOf(risk.check({ symbol: 'CCC', quantity: 2000 + UNIT, account: 'other' }))).toBe('LOW')
  })

  test('exactly 80 % of the exposure is no warning yet', () => {
    const risk = testRisk(
      shippedConfig({ 'symbols.DEFAULT': { max_position: 10_000, max_value: 1_000_000, max_concentration: 1 } }),
    )
    expect(wordOf(risk.check({ symbol: 'AAA', quantity: 8000 }))).toBe('LOW')
    expect(wordOf(risk.check({ symbol: 'AAA', quantity: 8000 + UNIT }))).toBe('MEDIUM')
  })

  test('positions count: only a new symbol is one more', () => {
    const risk = testRisk(shippedConfig({ 'portfolio.max_positions': 2 }))
    expect(wordOf(risk.check({ symbol: 'AAA', quantity: 1, order_id: 'a' }))).toBe('LOW')
    expect(wordOf(risk.check({ symbol: 'BBB', quantity: 1, order_id: 'b' }))).toBe('LOW')
    expect(wordOf(risk.check({ symbol: 'CCC', quantity: 1 }))).toBe('POSITIONS_COUNT')
    expect(wordOf(risk.check({ symbol: 'BBB', quantity: 1 }))).toBe('LOW')
  })

  test('margin: 10 % of what is added against equity less margin in use', () => {
    const risk = testRisk(shippedConfig({ 'portfolio.equity': 1000 }))
    expect(wordOf(risk.check({ quantity: 9, price: 1000, order_id: 'a' }))).toBe('LOW')
    risk.price('BTCUSDT', 1000)
    expect(wordOf(risk.check({ symbol: 'ETHUSDT', quantity: 1, price: 1000 }))).toBe('LOW')
    expect(wordOf(risk.check({ symbol: 'ETHUSDT', quantity: 1, price: 1000 + UNIT }))).toBe('MARGIN')
  })

  test('an instrument that must not be sold short', () => {
    const risk = testRisk(shippedConfig({ 'instruments.AAPL': { short: false } }))
    const sell = (quantity: number) => wordOf(risk.check({ symbol: 'AAPL', side: 'sell', quantity, price: 10 }))
    expect(sell(1)).toBe('SHORT_NOT_ALLOWED')
    risk.fill({ symbol: 'AAPL', quantity: 5, price: 10 })
    expect(sell(5)).toBe('LOW')
    expect(sell(5 + UNIT)).toBe('SHORT_NOT_ALLOWED')
  })

  test('value at risk above its limit stops what adds, not what reduces', () => {
    const risk = testRisk(shippedConfig({ var_sample_interval_s: 1 }))
    risk.fill({ quantity: 5 })
    for (let i = 0; i < 30; i++) risk.engine.pnl.note(-60_000 * i, i * 1000)
    expect(wordOf(risk.check({ quantity: 1 }))).toBe('VAR_LIMIT')
    expect(wordOf(risk.check({ side: 'SELL', quantity: 1 }))).toBe('LOW')
  })
})

describe('accounts and profiles', () => {
  test('accounts named load… have the load profile', () => {
    const risk = testRisk()
    expect(wordOf(risk.check({ account: 'load-3', quantity: 20, price: 45000 }))).toBe('LOW')
    expect(wordOf(risk.check({ account: 'reload', quantity: 20, price: 45000 }))).toBe('POSITION_MAX')
  })

  test('the live profile is refused at start, not weakened', () => {
    expect(() => shippedConfig({ mode: 'live' })).toThrow(/live profile/)
  })

  test('limits without DEFAULT, with an unknown profile or with nine decimals are refused', () => {
    expect(() => shippedConfig({ 'symbols.DEFAULT': undefined })).toThrow(/DEFAULT/)
    expect(() => shippedConfig({ 'accounts.vip': 'gold' })).toThrow(/gold/)
    expect(() => shippedConfig({ 'portfolio.max_exposure': 0.123456789 })).toThrow(/decimals/)
  })
})

describe('fail closed', () => {
  test('until the book is replayed: 503 and denied', () => {
    const fresh = new RiskEngine({
      config: shippedConfig(),
      monotonicMs: () => 0,
      missing: () => undefined,
    })
    const answer = fresh.check({ symbol: 'BTCUSDT', side: 'BUY', quantity: 1, price: 1 })
    expect([answer.status, wordOf(answer.verdict)]).toEqual([503, 'STATE_STALE'])
  })

  test.each(['nats', 'valkey'])('%s down → denied', (name) => {
    const risk = testRisk()
    risk.time.missing = name
    expect(risk.check({ quantity: 1 })).toMatchObject({ approved: false, reason: `STATE_STALE: ${name}=down` })
  })

  test('behind the caller for more than a second → stale; caught up → fine again', () => {
    const risk = testRisk()
    expect(wordOf(risk.check({ quantity: 1, lsn: 5 }))).toBe('LOW')
    risk.time.nowMs = 1000
    expect(wordOf(risk.check({ quantity: 1, lsn: 6 }))).toBe('LOW')
    risk.time.nowMs = 1001
    expect(wordOf(risk.check({ quantity: 1, lsn: 6 }))).toBe('STATE_STALE')
    risk.engine.staleness.seen(5)
    expect(wordOf(risk.check({ quantity: 1, lsn: 6 }))).toBe('LOW')
  })
})
