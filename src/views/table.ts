// Tables of fixed width: columns as wide as their widest cell, the last one cut with an ellipsis on a narrow terminal.
import stringWidth from 'string-width'
import { painter, type Screen, type Tone } from './paint.ts'

export interface Column {
  title: string
  align?: 'left' | 'right'
}
export type Cell = string | { text: string; tone: Tone }

const GAP = '  '

export function renderTable(columns: Column[], rows: Cell[][], screen: Screen): string {
  const paint = painter(screen.color)
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.title), ...rows.map((row) => stringWidth(textOf(row[index])))),
  )
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0)
  const last = columns.length - 1
  if (screen.interactive !== false) widths[last] = Math.max(8, Math.min(widths[last] ?? 0, screen.columns - before))
  const line = (cells: Cell[], tone?: Tone): string =>
    cells
      .map((cell, index) => {
        const text = cut(textOf(cell), widths[index] ?? 0)
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(text)))
        const painted = paint(tone ?? (typeof cell === 'string' ? 'plain' : cell.tone), text)
        return columns[index]?.align === 'right' ? padding + painted : painted + padding
      })
      .join(GAP)
      .trimEnd()
  const head = columns.some((column) => column.title !== '')
    ? [
        line(
          columns.map((column) => column.title),
          'dim',
        ),
      ]
    : []
  return [...head, ...rows.map((row) => line(row))].join('\n')
}

/** Cuts by cells, not by characters: wide characters take two. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text
}
