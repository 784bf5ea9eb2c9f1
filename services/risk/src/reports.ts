// What risk shows of itself, pure: portfolio and limits as the HTTP routes and the cache give them out.
import { formatScaled, toNumber } from '#kit/number'
import { moneyNumber, type RiskEngine } from './engine.ts'

export interface Portfolio {
  account: string
  total_exposure: number
  total_positions: number
  margin_used: number
  margin_available: number
  var_95: number
  var_99: number
  var_samples: number
  risk_level: 'LOW' | 'MEDIUM' | 'HIGH'
  timestamp: string
}

/** Of one account, or of all together where none is named. */
export function portfolioOf(engine: RiskEngine, account: string | undefined, nowMs: number): Portfolio {
  const accounts = account === undefined ? engine.book.accounts() : [account]
  const exposures = accounts.map((name) => engine.exposure(name))
  const total = exposures.reduce((sum, exposure) => sum + exposure.total, 0n)
  const limits = engine.limits.forAccount(account ?? 'default').portfolio
  const exposure = moneyNumber(total)
  const marginUsed = exposure * toNumber(limits.marginRate)
  const { var95, var99, samples } = engine.pnl.value()
  const utilization = exposure / toNumber(limits.maxExposure)
  return {
    account: account ?? '*',
    total_exposure: exposure,
    total_positions: exposures.reduce((sum, { positions }) => sum + positions, 0),
    margin_used: marginUsed,
    margin_available: toNumber(limits.equity) - marginUsed,
    var_95: var95,
    var_99: var99,
    var_samples: samples,
    risk_level: utilization > 1 ? 'HIGH' : utilization > toNumber(limits.warning) ? 'MEDIUM' : 'LOW',
    timestamp: new Date(nowMs).toISOString(),
  }
}

export interface LimitLine {
  max_value: number
  current_value: number
  utilization: number | null
  breached: boolean
  warning_threshold: number
  critical_threshold: number
}

export function limitsOf(engine: RiskEngine, account: string, nowMs: number): Record<string, LimitLine> {
  const limits = engine.limits.forAccount(account).portfolio
  const portfolio = portfolioOf(engine, account, nowMs)
  const warning = toNumber(limits.warning)
  const line = (max: number, current: number): LimitLine => ({
    max_value: max,
    current_value: current,
    utilization: max === 0 ? null : current / max,
    breached: current > max,
    warning_threshold: max * warning,
    critical_threshold: max,
  })
  return {
    max_exposure: line(toNumber(limits.maxExposure), portfolio.total_exposure),
    max_positions: line(limits.maxPositions, portfolio.total_positions),
    max_var_95: line(limits.maxVar95, portfolio.var_95),
    max_var_99: line(limits.maxVar99, portfolio.var_99),
    margin: line(toNumber(limits.equity), portfolio.margin_used),
  }
}

/** Positions and working quantities of an account: how much of a limit is held, and by what. */
export function holdingsOf(engine: RiskEngine, account: string) {
  return [...engine.book.symbols(account)].map(([symbol, net]) => ({
    symbol,
    position: Number(formatScaled(net.position)),
    open_buy: Number(formatScaled(net.openBuy)),
    open_sell: Number(formatScaled(net.openSell)),
  }))
}
