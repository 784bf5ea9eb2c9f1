import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holder } from '../../../../src/migrate/rewrite/parse/holder.ts'

/** Properly nested spans, outer ones first, as a walk over a syntax tree collects them. */
function spansOf(text: string): { startIndex: number; endIndex: number }[] {
  const open: { startIndex: number; endIndex: number }[] = []
  const all: { startIndex: number; endIndex: number }[] = []
  for (const [index, letter] of [...text].entries()) {
    if (letter === '(') {
      const span = { startIndex: index, endIndex: text.length }
      open.push(span)
      all.push(span)
    } else if (letter === ')') {
      const span = open.pop()
      if (span) span.endIndex = index + 1
    }
  }
  return all
}

it('finds the innermost span that holds an offset, as a search of all of them does', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('(', ')', '.'), maxLength: 60 }), (text) => {
      const spans = spansOf(text)
      for (let offset = 0; offset <= text.length; offset++)
        expect(holder(offset, spans)).toBe(
          spans.findLast(({ startIndex, endIndex }) => startIndex <= offset && offset < endIndex),
        )
    }),
  )
})
