// Frames around content: a title on a rule, columns side by side, everything at an exact size so that rows can be joined.
import { type Line, lineWidth, span, toWidth } from '../cells.ts'
import { GLYPH } from '../glyphs.ts'

/** `── OMS latency ───────── 5m ──` in exactly `width` cells. */
export function titleRule(title: string, width: number, right: Line = []): Line {
  const left: Line = [span(`${GLYPH.rule} `, 'rule'), span(title, 'title'), span(' ', 'plain')]
  const rightPart: Line = right.length === 0 ? [] : [span(' '), ...right, span(' ')]
  const rule = width - lineWidth(left) - lineWidth(rightPart) - (rightPart.length > 0 ? 1 : 0)
  // A narrow panel drops what stands on the right before it cuts its own name.
  if (rule < 0) return right.length > 0 ? titleRule(title, width) : toWidth(left, width)
  const end: Line = rightPart.length > 0 ? [...rightPart, span(GLYPH.rule, 'rule')] : []
  return [...left, span(GLYPH.rule.repeat(rule), 'rule'), ...end]
}

const blanks = (width: number): Line => [span(' '.repeat(Math.max(0, width)))]

/** Exactly `height` lines of exactly `width` cells. */
export function block(lines: readonly Line[], width: number, height: number): Line[] {
  return Array.from({ length: height }, (_, row) => {
    const line = lines[row]
    return line === undefined ? blanks(width) : toWidth(line, width)
  })
}

/** Two blocks of equal height with a thin line between them; rules that meet the line join it. */
export function beside(left: readonly Line[], right: readonly Line[], isTop = false): Line[] {
  return left.map((line, row) => {
    const other = right[row] ?? []
    const fromLeft = line.at(-1)?.text.endsWith(GLYPH.rule) === true
    const fromRight = other[0]?.text.startsWith(GLYPH.rule) === true
    return [...line, span(junction(fromLeft, fromRight, isTop && row === 0), 'rule'), ...other]
  })
}

function junction(fromLeft: boolean, fromRight: boolean, atTop: boolean): string {
  if (fromLeft && fromRight) return atTop ? '┬' : '┼'
  if (fromLeft) return '┤'
  return fromRight ? '├' : GLYPH.bar
}

/** Shares `height` between panels: each gets its least first, then the rest goes round to those that want more. */
export function shareHeight(height: number, wants: readonly { least: number; wish: number }[]): number[] {
  const shares = wants.map(() => 0)
  let left = height
  for (const [index, want] of wants.entries()) {
    // A panel that cannot have its least is left out: half a panel says less than none.
    if (want.least > left) continue
    shares[index] = want.least
    left -= want.least
  }
  let moved = true
  while (left > 0 && moved) {
    moved = false
    for (const [index, want] of wants.entries()) {
      if (left === 0 || shares[index] === 0 || (shares[index] ?? 0) >= want.wish) continue
      shares[index] = (shares[index] ?? 0) + 1
      left -= 1
      moved = true
    }
  }
  return shares
}
