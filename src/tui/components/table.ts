// A table of fixed-width cells. Columns that do not fit are left out by priority; numbers are never cut, names are shortened in the middle.
import { ellipsis, inverse, type Line, lineWidth, span, toWidth } from '../cells.ts'

export interface Column<Row> {
  title: string
  /** Cells; the first column with `flex` takes what is left, but at least this. */
  width: number
  flex?: boolean
  align?: 'left' | 'right'
  /** 1 stays longest; 3 goes first. */
  priority: 1 | 2 | 3
  cell(row: Row): Line
}

export interface TableOptions<Row> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  width: number
  /** Lines including the head line. */
  height: number
  /** Index of the highlighted row; undefined = none. */
  selected?: number
  /** Said in place of rows when there are none. */
  empty: string
}

const GAP = 1

/** The columns that fit into `width`, in their order. */
export function chooseColumns<Row>(columns: readonly Column<Row>[], width: number): Column<Row>[] {
  const kept = [...columns]
  const needed = () => kept.reduce((total, column) => total + column.width + GAP, -GAP)
  for (const priority of [3, 2, 1]) {
    for (let index = kept.length - 1; index > 0 && needed() > width; index -= 1) {
      if (kept[index]?.priority === priority) kept.splice(index, 1)
    }
  }
  return kept
}

export function renderTable<Row>(options: TableOptions<Row>): Line[] {
  const { rows, width, height, selected } = options
  const columns = chooseColumns(options.columns, width)
  const spare = width - columns.reduce((total, column) => total + column.width + GAP, -GAP)
  const flexible = columns.findIndex((column) => column.flex)
  const widthOf = (index: number) => (columns[index]?.width ?? 0) + (index === flexible ? spare : 0)
  const draw = (cells: Line[]): Line =>
    toWidth(
      cells.flatMap((cell, index) => {
        const fitted = toWidth(shorten(cell, widthOf(index)), widthOf(index), columns[index]?.align)
        return index === 0 ? fitted : [span(' '.repeat(GAP)), ...fitted]
      }),
      width,
    )
  const headLine = draw(columns.map((column) => [span(column.title, 'dim')]))
  if (rows.length === 0) return [headLine, toWidth([span(options.empty, 'dim')], width)].slice(0, height)
  const { from, to, more } = windowOf(rows.length, Math.max(0, height - 1), selected ?? 0)
  const body = rows.slice(from, to).map((row, index) => {
    const line = draw(columns.map((column) => column.cell(row)))
    return from + index === selected ? inverse(line) : line
  })
  const rest = more > 0 ? [toWidth([span(`… ${more} more`, 'dim')], width)] : []
  return [headLine, ...body, ...rest].slice(0, height)
}

/** A single name too long for its column is shortened in the middle; mixed cells are cut at the end by `toWidth`. */
function shorten(cell: Line, width: number): Line {
  const only = cell[0]
  if (cell.length !== 1 || only === undefined || lineWidth(cell) <= width) return cell
  return [{ ...only, text: ellipsis(only.text, width) }]
}

/** The rows to show so that the selected one stays in the middle where it can; one line says how many are left out, if two fit. */
export function windowOf(count: number, height: number, selected: number): { from: number; to: number; more: number } {
  if (count <= height) return { from: 0, to: count, more: 0 }
  const shown = height > 2 ? height - 1 : height
  const from = Math.min(Math.max(0, selected - (shown >> 1)), count - shown)
  return { from, to: from + shown, more: shown < height ? count - shown : 0 }
}
