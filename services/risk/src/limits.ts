// Limits as the check reads them: exact integers, one profile per account, DEFAULT where a symbol has none of its own (F24).
import { parseScaled, type Scaled } from '#kit/number'
import type { RiskConfig } from './config.schema.ts'

export interface SymbolLimits {
  maxPosition: Scaled
  maxValue: Scaled
  /** Fraction of the portfolio's max exposure. */
  maxConcentration: Scaled
  shortAllowed: boolean
}

export interface PortfolioLimits {
  maxExposure: Scaled
  maxPositions: number
  maxVar95: number
  maxVar99: number
  equity: Scaled
  marginRate: Scaled
  /** Fraction of max exposure above which an approval carries a warning. */
  warning: Scaled
}

export interface Limits {
  portfolio: PortfolioLimits
  symbol(symbol: string): SymbolLimits
}

export interface LimitBook {
  forAccount(account: string): Limits
}

/** @example limitBook(config).forAccount('load-7').symbol('BTCUSDT').maxPosition */
export function limitBook(config: RiskConfig): LimitBook {
  const profiles = new Map<string, Limits>([['default', profileLimits(config, undefined)]])
  for (const [name, profile] of Object.entries(config.profiles)) profiles.set(name, profileLimits(config, profile))
  const patterns = Object.entries(config.accounts).map(([pattern, profile]) => ({
    matches: accountMatcher(pattern),
    limits: profiles.get(profile) as Limits,
  }))
  const fallback = profiles.get('default') as Limits
  return { forAccount: (account) => patterns.find(({ matches }) => matches(account))?.limits ?? fallback }
}

/** `load*` matches every account that begins with `load`; without a star only that very account. */
function accountMatcher(pattern: string): (account: string) => boolean {
  if (!pattern.endsWith('*')) return (account) => account === pattern
  const start = pattern.slice(0, -1)
  return (account) => account.startsWith(start)
}

type Profile = RiskConfig['profiles'][string]

function profileLimits(config: RiskConfig, profile: Profile | undefined): Limits {
  const table = profile?.symbols ?? config.symbols
  const symbols = new Map(
    Object.entries(table).map(([name, limits]) => [
      name,
      {
        maxPosition: exact(limits.max_position),
        maxValue: exact(limits.max_value),
        maxConcentration: exact(limits.max_concentration),
        shortAllowed: config.instruments[name]?.short ?? true,
      },
    ]),
  )
  const known = symbols.get('DEFAULT') as SymbolLimits
  // A symbol without limits of its own may still be an instrument that must not be sold short.
  for (const [name, instrument] of Object.entries(config.instruments))
    if (!symbols.has(name)) symbols.set(name, { ...known, shortAllowed: instrument.short })
  return {
    portfolio: portfolioLimits({ ...config.portfolio, ...profile?.portfolio }),
    symbol: (symbol) => symbols.get(symbol) ?? known,
  }
}

function portfolioLimits(portfolio: RiskConfig['portfolio']): PortfolioLimits {
  return {
    maxExposure: exact(portfolio.max_exposure),
    maxPositions: portfolio.max_positions,
    maxVar95: portfolio.max_var_95,
    maxVar99: portfolio.max_var_99,
    equity: exact(portfolio.equity),
    marginRate: exact(portfolio.margin_rate),
    warning: exact(portfolio.warning_threshold),
  }
}

/** The schema has already refused what has more than eight decimals. */
function exact(value: number): Scaled {
  return parseScaled(value) as Scaled
}
