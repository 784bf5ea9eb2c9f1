// The pre-trade decision, pure: facts and limits in, verdict out. The checks stand in the order of platform.md 3.9;
// the first that fails names the code. Equal to a limit passes, one unit of scale more fails.
import type { Side } from '#kit/fill'
import { formatScaled, SCALE, type Scaled } from '#kit/number'
import { abs, type Net, worstCase } from './book.ts'
import { DENIAL_LEVELS, type Denial, type DenialCode, type DenialFields, type RiskLevel, reasonOf } from './codes.ts'
import type { Limits } from './limits.ts'
import type { CheckRequest } from './request.ts'

/** Money as the product of two scaled integers: exact, so a comparison never rounds. */
export type Money16 = bigint

export type Reference = { kind: 'price'; price: Scaled } | { kind: 'stale'; ageMs: number } | { kind: 'missing' }

export interface Facts {
  blocked: boolean
  net: Readonly<Net>
  /** Worst-case exposure of the account in all other symbols. */
  otherExposure: Money16
  /** Symbols in which the account has something, this one included. */
  openSymbols: number
  reference: Reference
  var95: number
  var99: number
}

export interface Verdict {
  approved: boolean
  risk_level: RiskLevel
  reason?: string
  rejection_reason?: string
  warnings?: string[]
  checks?: Record<'positionLimit' | 'orderSize' | 'buyingPower' | 'concentration' | 'var', boolean>
}

interface Case {
  request: CheckRequest
  facts: Facts
  limits: Limits
  before: Scaled
  after: Scaled
  /** The order makes the worst case larger; an order that does not is reducing and adds nothing. */
  adds: boolean
  price: Scaled | undefined
}

type Check = (order: Case) => DenialFields | undefined

/** Table order is the order of the answers. */
const CHECKS: readonly (readonly [DenialCode, Check])[] = [
  ['SYMBOL_BLOCKED', ({ request, facts }) => (facts.blocked ? { symbol: request.symbol } : undefined)],
  ['POSITION_MAX', positionMax],
  ['NOTIONAL_MAX', notionalMax],
  ['EXPOSURE_MAX', exposureMax],
  ['POSITIONS_COUNT', positionsCount],
  ['MARGIN', margin],
  ['CONCENTRATION', concentration],
  ['VAR_LIMIT', varLimit],
  ['SHORT_NOT_ALLOWED', shortNotAllowed],
  ['PRICE_MISSING', ({ price, facts }) => (price === undefined && facts.reference.kind === 'missing' ? {} : undefined)],
  ['PRICE_STALE', priceStale],
]

export function decide(request: CheckRequest, facts: Facts, limits: Limits): Verdict {
  const order = caseOf(request, facts, limits)
  for (const [code, check] of CHECKS) {
    const fields = check(order)
    if (fields) return denied({ code, fields: { symbol: request.symbol, ...fields } })
  }
  const warnings = warningsOf(order)
  return {
    approved: true,
    risk_level: warnings.length > 0 ? 'MEDIUM' : 'LOW',
    ...(warnings.length > 0 ? { warnings } : {}),
    checks: ALL_PASSED,
  }
}

export function denied(denial: Denial): Verdict {
  const reason = reasonOf(denial)
  const failed = CHECK_NAMES[denial.code]
  return {
    approved: false,
    risk_level: DENIAL_LEVELS[denial.code],
    reason,
    rejection_reason: reason,
    ...(failed ? { checks: { ...ALL_PASSED, [failed]: false } } : {}),
  }
}

const ALL_PASSED = { positionLimit: true, orderSize: true, buyingPower: true, concentration: true, var: true }

const CHECK_NAMES: Partial<Record<DenialCode, keyof typeof ALL_PASSED>> = {
  POSITION_MAX: 'positionLimit',
  POSITIONS_COUNT: 'positionLimit',
  NOTIONAL_MAX: 'orderSize',
  EXPOSURE_MAX: 'buyingPower',
  MARGIN: 'buyingPower',
  CONCENTRATION: 'concentration',
  VAR_LIMIT: 'var',
}

function caseOf(request: CheckRequest, facts: Facts, limits: Limits): Case {
  const before = worstCase(facts.net)
  const after = worstCase(withOrder(facts.net, request.side, request.quantity))
  const price = request.price ?? (facts.reference.kind === 'price' ? facts.reference.price : undefined)
  return { request, facts, limits, before, after, adds: after > before, price }
}

function withOrder(net: Readonly<Net>, side: Side, quantity: Scaled): Net {
  return side === 'BUY' ? { ...net, openBuy: net.openBuy + quantity } : { ...net, openSell: net.openSell + quantity }
}

function positionMax({ request, limits, adds, after }: Case): DenialFields | undefined {
  const limit = limits.symbol(request.symbol).maxPosition
  return adds && after > limit ? { worst_case: formatScaled(after), limit: formatScaled(limit) } : undefined
}

/** The single order, whatever it does to the position: an order too large by mistake is an error on either side. */
function notionalMax({ request, limits, price }: Case): DenialFields | undefined {
  const limit = limits.symbol(request.symbol).maxValue
  if (price === undefined || request.quantity * price <= limit * SCALE) return undefined
  return { value: money(request.quantity * price), limit: formatScaled(limit) }
}

function exposureMax({ limits, adds, price, after, facts }: Case): DenialFields | undefined {
  const limit = limits.portfolio.maxExposure
  if (!adds || price === undefined) return undefined
  const exposure = facts.otherExposure + after * price
  return exposure > limit * SCALE ? { exposure: money(exposure), limit: formatScaled(limit) } : undefined
}

/** Only a symbol that is new to the account counts as one more. */
function positionsCount({ facts, limits, before, adds }: Case): DenialFields | undefined {
  const limit = limits.portfolio.maxPositions
  const isNew = adds && before === 0n
  return isNew && facts.openSymbols + 1 > limit ? { positions: facts.openSymbols + 1, limit } : undefined
}

/** Margin of what the order adds, against equity less the margin of what is there already. */
function margin({ limits, facts, price, before, after, adds }: Case): DenialFields | undefined {
  if (!adds || price === undefined) return undefined
  const { equity, marginRate } = limits.portfolio
  const needed = marginRate * (after - before) * price
  const available = equity * SCALE * SCALE - marginRate * (facts.otherExposure + before * price)
  if (needed <= available) return undefined
  return { needed: money(needed / SCALE), available: money(available / SCALE) }
}

function concentration({ request, limits, price, after, adds }: Case): DenialFields | undefined {
  if (!adds || price === undefined) return undefined
  const limit = limits.symbol(request.symbol).maxConcentration * limits.portfolio.maxExposure
  return after * price > limit ? { value: money(after * price), limit: money(limit) } : undefined
}

function varLimit({ limits, facts, adds }: Case): DenialFields | undefined {
  if (!adds) return undefined
  const { maxVar95, maxVar99 } = limits.portfolio
  if (facts.var95 > maxVar95) return { var_95: facts.var95, limit: maxVar95 }
  return facts.var99 > maxVar99 ? { var_99: facts.var99, limit: maxVar99 } : undefined
}

function shortNotAllowed({ request, limits, facts }: Case): DenialFields | undefined {
  if (request.side === 'BUY' || limits.symbol(request.symbol).shortAllowed) return undefined
  const left = facts.net.position - facts.net.openSell - request.quantity
  return left < 0n ? { short: formatScaled(abs(left)) } : undefined
}

function priceStale({ price, facts }: Case): DenialFields | undefined {
  return price === undefined && facts.reference.kind === 'stale'
    ? { age_ms: Math.round(facts.reference.ageMs) }
    : undefined
}

function warningsOf({ limits, facts, price, after, adds }: Case): string[] {
  if (!adds || price === undefined) return []
  const { maxExposure, warning } = limits.portfolio
  const exposure = facts.otherExposure + after * price
  if (exposure <= warning * maxExposure) return []
  return [
    `EXPOSURE: value=${money(exposure)} warning=${money(warning * maxExposure)} limit=${formatScaled(maxExposure)}`,
  ]
}

function money(value: Money16): string {
  return formatScaled(value / SCALE)
}
