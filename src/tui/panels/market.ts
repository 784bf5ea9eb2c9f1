// The market panel: the newest price of every symbol, how it moved in the last minute, and how old it is.
import { dim, type Line, span } from '../cells.ts'
import { sparkline } from '../charts.ts'
import { block, titleRule } from '../components/box.ts'
import { type Column, renderTable } from '../components/table.ts'
import { parseFilter } from '../filter.ts'
import { age, price, scaled, UNKNOWN } from '../format.ts'
import { GLYPH } from '../glyphs.ts'
import type { Look, Size } from '../look.ts'
import { readSamples } from '../samples.ts'
import { isStale, staleMark } from '../stale.ts'
import type { Quote } from '../store.ts'
import { selectedIndex } from './services.ts'

/** Symbols in a fixed order, so that rows do not jump as prices move; faults are the silent ones. */
export function marketRows({ state, ui, nowMs }: Look): Quote[] {
  const matches = parseFilter(ui.view === 'market' ? ui.filter : '')
  return [...state.quotes.values()]
    .filter((quote) => matches(quote.symbol))
    .filter((quote) => !(ui.view === 'market' && ui.faultsOnly) || isStale(quote.atMs, nowMs))
    .sort((one, other) => (one.symbol < other.symbol ? -1 : one.symbol > other.symbol ? 1 : 0))
}

function changeCell(quote: Quote): Line {
  const change = quote.changePercent
  if (change === undefined) return [span(UNKNOWN, 'dim')]
  if (change === 0) return [span('0.00', 'dim')]
  const glyph = change > 0 ? GLYPH.up : GLYPH.down
  return [span(`${glyph}${Math.abs(change).toFixed(2)}`, change > 0 ? 'ok' : 'bad')]
}

function spread(quote: Quote): number | undefined {
  return quote.ask === undefined || quote.bid === undefined ? undefined : quote.ask - quote.bid
}

function columns(nowMs: number, chart: number): Column<Quote>[] {
  const stale = (quote: Quote, line: Line) => (isStale(quote.atMs, nowMs) ? dim(line) : line)
  const column = (of: Column<Quote>): Column<Quote> => ({ ...of, cell: (quote) => stale(quote, of.cell(quote)) })
  return [
    column({ title: 'SYMBOL', width: 7, flex: true, priority: 1, cell: (quote) => [span(quote.symbol)] }),
    column({
      title: 'LAST',
      width: 10,
      align: 'right',
      priority: 1,
      cell: (quote) => [span(price(quote.price), 'strong')],
    }),
    column({ title: '24H%', width: 6, align: 'right', priority: 1, cell: changeCell }),
    column({ title: 'BID', width: 10, align: 'right', priority: 3, cell: (quote) => [span(price(quote.bid))] }),
    column({ title: 'ASK', width: 10, align: 'right', priority: 3, cell: (quote) => [span(price(quote.ask))] }),
    column({ title: 'SPR', width: 8, align: 'right', priority: 3, cell: (quote) => [span(price(spread(quote)))] }),
    column({ title: 'VOL', width: 5, align: 'right', priority: 3, cell: (quote) => [span(scaled(quote.volume))] }),
    {
      title: 'AGE',
      width: 4,
      align: 'right',
      priority: 3,
      cell: (quote) => [staleMark(quote.atMs, nowMs) ?? span(age(nowMs - quote.atMs), 'dim')],
    },
    {
      title: '60s',
      width: chart,
      priority: 2,
      // Where there is no age column the mark stands over the end of the chart.
      cell: (quote) => {
        const mark = staleMark(quote.atMs, nowMs)
        const drawn = sparkline(readSamples(quote.samples, nowMs, chart), chart)
        return mark
          ? [span(drawn.slice(0, Math.max(0, chart - mark.text.length)), 'dim'), mark]
          : [span(drawn, 'accent')]
      },
    },
  ]
}

/** `9,874 tick/s ×38`: how fast the feed is and how much of it a frame folds into one value. */
export function feedRate({ state, nowMs }: Look): Line {
  const { ticks } = state
  const fresh = Math.floor(nowMs / 1000) - ticks.perSecondOf <= 2
  return [span(`${fresh ? scaled(ticks.perSecond) : ticks.total === 0 ? UNKNOWN : '0'} tick/s`, 'dim')]
}

export function marketPanel(look: Look, size: Size): Line[] {
  const rows = marketRows(look)
  const whole = look.ui.view === 'market'
  const chart = Math.max(5, Math.min(60, whole ? size.width - 70 : size.width - 27))
  const table = renderTable({
    columns: columns(look.nowMs, chart),
    rows,
    width: size.width,
    height: size.height - 1,
    selected:
      look.interactive && whole
        ? selectedIndex(
            look.ui,
            rows.map((row) => row.symbol),
          )
        : undefined,
    empty: look.state.quotes.size === 0 ? 'no tick heard yet' : 'no row matches',
  })
  return block([titleRule('Market', size.width, feedRate(look)), ...table], size.width, size.height)
}
