// Our symbols, and what stands for them on terminals without them (`--ascii`, TERM=dumb). Shape carries the meaning, colour only repeats it.
import { codePointWidth } from './cells.ts'

export const GLYPH = {
  ok: '●',
  warn: '▲',
  bad: '✖',
  idle: '○',
  starting: '◐',
  embedded: '◆',
  stale: '◌',
  running: '▸',
  up: '▲',
  down: '▼',
  bar: '│',
  rule: '─',
  unknown: '–',
} as const

/** One ASCII character for each glyph, same width, so a layout never moves. */
const ASCII_FOR: Record<string, string> = {
  '●': '*',
  '▲': '^',
  '▼': 'v',
  '✖': 'x',
  '○': 'o',
  '◐': '~',
  '◆': '+',
  '◌': '?',
  '▸': '>',
  '│': '|',
  '─': '-',
  '┄': '-',
  '┬': '+',
  '┴': '+',
  '┼': '+',
  '├': '+',
  '┤': '+',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '–': '-',
  '…': '~',
  '·': '.',
  '×': 'x',
  '≤': '<',
  '≥': '>',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '▁': '_',
  '▂': '_',
  '▃': ',',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
  '░': '.',
  '▏': '|',
  '▎': '|',
  '▍': '|',
  '▌': '|',
  '▋': '#',
  '▊': '#',
  '▉': '#',
}

/** Only printable ASCII, cell for cell: what has no stand-in becomes `?` in each of its cells. */
export function toAscii(text: string): string {
  let result = ''
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 32
    if (codePoint >= 0x20 && codePoint < 0x7f) result += character
    else result += ASCII_FOR[character] ?? '?'.repeat(codePointWidth(codePoint))
  }
  return result
}
