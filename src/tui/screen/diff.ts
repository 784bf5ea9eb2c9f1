// From one picture to the next in as few bytes as are sensible: only cells that changed, absolute cursor moves, no erasing.
import { codePointWidth } from '../cells.ts'
import type { Grid } from './grid.ts'

/** Unchanged cells between two changes that are cheaper to write again than to jump over. */
const BRIDGE = 4

/** Bytes that turn `before` into `after`; without `before`, every cell is written. Empty when nothing changed. */
export function diffGrids(before: Grid | undefined, after: Grid): string {
  const same = before !== undefined && before.cols === after.cols && before.rows === after.rows
  const writer: Writer = { out: '', style: '' }
  for (let row = 0; row < after.rows; row += 1) diffRow(same ? before : undefined, after, row, writer)
  // The pen is put back, so that nothing else on the terminal inherits it.
  return writer.style === '' ? writer.out : `${writer.out}\x1b[m`
}

interface Writer {
  out: string
  style: string
}

function diffRow(before: Grid | undefined, after: Grid, row: number, writer: Writer): void {
  const start = row * after.cols
  let col = 0
  let last = -1
  while (col < after.cols) {
    if (!changed(before, after, start + col)) {
      col += 1
      continue
    }
    // A change in the second half of a wide character is a change of the character.
    const from = after.text[start + col] === '' && col > 0 ? col - 1 : col
    const to = runEnd(before, after, start, col)
    // Behind a run of this row the cursor is known: stepping right is shorter than naming the place.
    writer.out += last < 0 ? moveTo(row, from) : `\x1b[${from - last}C`
    writeRun(after, row, from, to, writer)
    col = to
    last = to
  }
}

function changed(before: Grid | undefined, after: Grid, at: number): boolean {
  return before === undefined || before.text[at] !== after.text[at] || before.style[at] !== after.style[at]
}

function runEnd(before: Grid | undefined, after: Grid, start: number, col: number): number {
  let end = col + 1
  let quiet = 0
  for (let at = col + 1; at < after.cols && quiet <= BRIDGE; at += 1) {
    if (changed(before, after, start + at)) {
      end = at + 1
      quiet = 0
    } else quiet += 1
  }
  return after.text[start + end] === '' && end < after.cols ? end + 1 : end
}

const moveTo = (row: number, col: number) => `\x1b[${row + 1};${col + 1}H`

function writeRun(grid: Grid, row: number, from: number, to: number, writer: Writer): void {
  for (let col = from; col < to; col += 1) {
    const at = row * grid.cols + col
    const text = grid.text[at] ?? ' '
    if (text === '') continue
    const style = grid.style[at] ?? ''
    if (style !== writer.style) {
      writer.out += style === '' ? '\x1b[m' : `\x1b[0;${style}m`
      writer.style = style
    }
    const wide = grid.text[at + 1] === '' && col + 1 < grid.cols
    if (!isDisputed(text)) writer.out += text
    // Terminals differ on how wide this is: both cells are blanked first and the cursor is placed after it, never assumed.
    else writer.out += `${wide ? '  ' : ' '}${moveTo(row, col)}${text}${moveTo(row, col + (wide ? 2 : 1))}`
  }
}

const disputed = new Map<string, boolean>()

/** Emoji and anything with combining marks; CJK and our own glyphs are not. */
function isDisputed(text: string): boolean {
  const codePoint = text.codePointAt(0) ?? 32
  if (codePoint < 0x1100) return text.length > 1
  let known = disputed.get(text)
  if (known === undefined) {
    const wide = codePointWidth(codePoint) === 2
    known = [...text].length > 1 || (wide && !isEastAsian(codePoint))
    disputed.set(text, known)
  }
  return known
}

/** Wide in every terminal since wcwidth knew two columns: Hangul, CJK and full-width forms of the basic plane. */
function isEastAsian(codePoint: number): boolean {
  return codePoint <= 0x115f || (codePoint >= 0x2e80 && codePoint <= 0xffff)
}
