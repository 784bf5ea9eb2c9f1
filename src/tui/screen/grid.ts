// A picture as cells: what the terminal should hold, so that two pictures can be compared cell by cell.
import { codePointWidth } from '../cells.ts'

export interface Grid {
  cols: number
  rows: number
  /** Row by row; the second cell of a wide character is empty text. */
  text: string[]
  /** SGR parameters of each cell, '' = default. */
  style: string[]
}

export function blankGrid(cols: number, rows: number): Grid {
  return { cols, rows, text: new Array(cols * rows).fill(' '), style: new Array(cols * rows).fill('') }
}

interface Pen {
  bold: boolean
  dim: boolean
  inverse: boolean
  underline: boolean
  colour: string
}

/** Reads a frame (lines with SGR colours) into cells. What does not fit is cut, what is missing is blank. */
export function readFrame(frame: string, cols: number, rows: number): Grid {
  const grid = blankGrid(cols, rows)
  const lines = frame.split('\n')
  for (let row = 0; row < Math.min(rows, lines.length); row += 1) readLine(lines[row] ?? '', grid, row * cols)
  return grid
}

function readLine(line: string, grid: Grid, start: number): void {
  const pen: Pen = { bold: false, dim: false, inverse: false, underline: false, colour: '' }
  let style = ''
  let col = 0
  for (let at = 0; at < line.length; ) {
    const codePoint = line.codePointAt(at) ?? 32
    if (codePoint === 0x1b) {
      const end = line.indexOf('m', at)
      if (end < 0) return
      applySgr(pen, line.slice(at + 2, end))
      style = styleOf(pen)
      at = end + 1
      continue
    }
    const length = codePoint > 0xffff ? 2 : 1
    col = putCell(grid, start, col, line.slice(at, at + length), codePointWidth(codePoint), style)
    at += length
  }
}

function putCell(grid: Grid, start: number, col: number, text: string, width: number, style: string): number {
  if (width === 0) {
    // A combining mark belongs to the character before it.
    const base = start + col - (grid.text[start + col - 1] === '' ? 2 : 1)
    if (col > 0) grid.text[base] += text
    return col
  }
  if (col + width > grid.cols) return grid.cols
  grid.text[start + col] = text
  grid.style[start + col] = style
  if (width === 2) {
    grid.text[start + col + 1] = ''
    grid.style[start + col + 1] = style
  }
  return col + width
}

const SIMPLE: Record<number, Partial<Pen>> = {
  0: { bold: false, dim: false, inverse: false, underline: false, colour: '' },
  1: { bold: true },
  2: { dim: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  24: { underline: false },
  27: { inverse: false },
  39: { colour: '' },
}

function applySgr(pen: Pen, parameters: string): void {
  const codes = parameters === '' ? [0] : parameters.split(';').map(Number)
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0
    if (code === 38) {
      // 38;5;n or 38;2;r;g;b
      const length = codes[at + 1] === 5 ? 3 : 5
      pen.colour = codes.slice(at, at + length).join(';')
      at += length - 1
    } else if (SIMPLE[code]) Object.assign(pen, SIMPLE[code])
    else pen.colour = String(code)
  }
}

function styleOf(pen: Pen): string {
  const parts = [pen.bold ? '1' : '', pen.dim ? '2' : '', pen.underline ? '4' : '', pen.inverse ? '7' : '', pen.colour]
  return parts.filter((part) => part !== '').join(';')
}
