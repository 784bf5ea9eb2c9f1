// Text as the dashboard sees it: spans with a tone (what it means, not how it looks) whose width is counted in terminal cells.
// Everything that came from outside passes through `span`, so no escape, tab or disputed emoji can reach a terminal.
import stringWidth from 'string-width'

export type Tone = 'plain' | 'dim' | 'strong' | 'title' | 'accent' | 'ok' | 'warn' | 'bad' | 'brand' | 'key' | 'rule'

export interface Span {
  text: string
  tone: Tone
  inverse?: boolean
}
export type Line = readonly Span[]

const ASCII = /^[\x20-\x7e]*$/
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
/** Sequences whose width terminals disagree about: joiners, variation selectors, skin tones, tags, other invisible marks. */
const DISPUTED = /\u200d\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}]|\p{Default_Ignorable_Code_Point}/gu
const FLAG_LETTER = /[\u{1f1e6}-\u{1f1ff}]/gu

/** Text that is safe to print: `clean('a\x1b[2J\tb')` is `a·[2J b`; a flag becomes its letters, a family its first member. */
export function clean(text: string): string {
  if (ASCII.test(text)) return text
  return text
    .replaceAll('\t', ' ')
    .replace(CONTROL, '·')
    .replace(DISPUTED, '')
    .replace(FLAG_LETTER, (letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
    .toWellFormed()
}

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text: clean(text), tone }
}

const widths = new Map<number, number>()

/** Cells one code point takes: 0 for combining marks, 2 for wide ones. */
export function codePointWidth(codePoint: number): number {
  if (codePoint >= 0x20 && codePoint < 0x7f) return 1
  let width = widths.get(codePoint)
  if (width === undefined) {
    width = stringWidth(String.fromCodePoint(codePoint))
    widths.set(codePoint, width)
  }
  return width
}

export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += codePointWidth(character.codePointAt(0) ?? 32)
  return width
}

export function lineWidth(line: Line): number {
  return line.reduce((total, part) => total + textWidth(part.text), 0)
}

/** The first `width` cells of a text, never half of a wide character. */
export function head(text: string, width: number): string {
  let used = 0
  let end = 0
  for (const character of text) {
    const next = codePointWidth(character.codePointAt(0) ?? 32)
    if (used + next > width) break
    used += next
    end += character.length
  }
  return text.slice(0, end)
}

function tail(text: string, width: number): string {
  const characters = [...text]
  let used = 0
  let start = characters.length
  while (start > 0) {
    const next = codePointWidth(characters[start - 1]?.codePointAt(0) ?? 32)
    if (used + next > width) break
    used += next
    start -= 1
  }
  return characters.slice(start).join('')
}

/** Names are shortened in the middle, because both their ends tell them apart: `execution-quality` in 9 is `exec…lity`. */
export function ellipsis(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  if (width <= 1) return width === 1 ? '…' : ''
  const left = Math.ceil((width - 1) / 2)
  return `${head(text, left)}…${tail(text, width - 1 - left)}`
}

/** A line of exactly `width` cells: cut at the end or padded with blanks. */
export function toWidth(line: Line, width: number, align: 'left' | 'right' = 'left'): Line {
  const used = lineWidth(line)
  if (used === width) return line
  if (used < width) {
    const blank: Span = { text: ' '.repeat(width - used), tone: 'plain' }
    return align === 'left' ? [...line, blank] : [blank, ...line]
  }
  const result: Span[] = []
  let left = width
  for (const part of line) {
    const partWidth = textWidth(part.text)
    if (partWidth <= left) {
      result.push(part)
      left -= partWidth
      continue
    }
    // The cut shows: a value that lost its end must not look whole.
    const kept = head(part.text, Math.max(0, left - 1))
    result.push({ ...part, text: left > 0 ? `${kept}…` : '' })
    left -= left > 0 ? textWidth(kept) + 1 : 0
    break
  }
  return left > 0 ? [...result, { text: ' '.repeat(left), tone: 'plain' }] : result
}

/** Left part, gap, right part in exactly `width` cells; the right part is kept whole as long as it fits. */
export function spread(left: Line, right: Line, width: number): Line {
  const rightWidth = Math.min(lineWidth(right), width)
  return [...toWidth(left, width - rightWidth), ...toWidth(right, rightWidth)]
}

export function inverse(line: Line): Line {
  return line.map((part) => ({ ...part, inverse: true }))
}

export function dim(line: Line): Line {
  return line.map((part) => ({ ...part, tone: 'dim' }))
}

export function plainText(line: Line): string {
  return line.map((part) => part.text).join('')
}
