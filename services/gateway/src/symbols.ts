// What a symbol is, for pickers and forms of the UI.

export interface SymbolInfo {
  symbol: string
  exchange: string
  base: string
  quote: string
  tick_size: number
  lot_size: number
  status: 'trading'
}

const QUOTES = ['USDT', 'USDC', 'USD', 'EUR', 'BTC', 'ETH']

export function symbolInfo(symbol: string, exchange: string): SymbolInfo {
  const quote = QUOTES.find((name) => symbol.endsWith(name) && symbol.length > name.length) ?? ''
  const base = symbol.slice(0, symbol.length - quote.length)
  return { symbol, exchange, base, quote, tick_size: 0.01, lot_size: 0.0001, status: 'trading' }
}

/** Symbols that begin with the text come before those that only contain it. */
export function searchSymbols(symbols: string[], text: string): string[] {
  const wanted = text.toUpperCase()
  const found = symbols.filter((symbol) => symbol.includes(wanted))
  return [
    ...found.filter((symbol) => symbol.startsWith(wanted)),
    ...found.filter((symbol) => !symbol.startsWith(wanted)),
  ]
}
