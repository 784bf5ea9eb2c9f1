import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../../src/migrate/rewrite/apply.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (content: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)

describe('applyEdits', () => {
  test('splices right to left, in any order given', () => {
    const edits = [
      { start: 0, end: 1, replacement: 'AA' },
      { start: 2, end: 3, replacement: '' },
    ]
    expect(text(applyEdits(bytes('abc'), edits))).toBe('AAb')
    expect(text(applyEdits(bytes('abc'), edits.toReversed()))).toBe('AAb')
  })

  test('offsets are UTF-16 units behind the byte order mark', () => {
    expect(text(applyEdits(bytes('\uFEFFü𝄞x'), [{ start: 3, end: 4, replacement: 'y' }]))).toBe('\uFEFFü𝄞y')
  })

  test('edits UTF-16 in UTF-16', () => {
    const source = Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x62, 0])
    expect(applyEdits(source, [{ start: 1, end: 2, replacement: 'c' }])).toEqual(
      Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x63, 0]),
    )
  })

  test('refuses overlaps', () => {
    const overlap = [
      { start: 0, end: 2, replacement: 'x' },
      { start: 1, end: 3, replacement: 'y' },
    ]
    expect(() => applyEdits(bytes('abcd'), overlap)).toThrow(/overlap/)
  })

  test('refuses text that moved under the plan', () => {
    expect(() => applyEdits(bytes('abcd'), [{ start: 0, end: 2, replacement: 'x', original: 'zz' }])).toThrow(
      /not what was planned/,
    )
  })

  test('refuses bytes that do not round-trip', () => {
    expect(() =>
      applyEdits(Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x62]), [{ start: 0, end: 1, replacement: 'x' }]),
    ).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }))
  })

  test('an edit that changes nothing gives the very same bytes', () => {
    const source = Uint8Array.from([0xff, 0xfe, 0x61])
    expect(applyEdits(source, [{ start: 0, end: 1, replacement: 'a', original: 'a' }])).toBe(source)
  })

  test('outside the spans no byte moves', () => {
    const property = fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }).filter((one) => one.isWellFormed() && !one.startsWith('\uFEFF')),
      fc.array(fc.nat(40), { maxLength: 6 }),
      (body, cuts) => {
        const points = [
          ...new Set(cuts.filter((cut) => cut <= body.length && (body.charCodeAt(cut) & 0xfc00) !== 0xdc00)),
        ].sort((a, b) => a - b)
        const edits = []
        for (let index = 0; index + 1 < points.length; index += 2)
          edits.push({ start: points[index]!, end: points[index + 1]!, replacement: '«»' })
        let expected = ''
        let from = 0
        for (const one of edits) {
          expected += `${body.slice(from, one.start)}«»`
          from = one.end
        }
        expect(text(applyEdits(bytes(body), edits))).toBe(expected + body.slice(from))
      },
    )
    fc.assert(property, { numRuns: 1000 })
  })
})
