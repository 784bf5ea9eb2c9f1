import { describe, expect, it } from 'vitest'
import { clean, ellipsis, head, lineWidth, plainText, span, spread, textWidth, toWidth } from '../../src/tui/cells.ts'

describe('clean', () => {
  it.each([
    ['plain', 'plain'],
    ['a\x1b[2Jb', 'a·[2Jb'],
    ['\x9b31mred', '·31mred'],
    ['tab\there', 'tab here'],
    ['🇫🇷', 'FR'],
    ['👨‍👩‍👧', '👨'],
    ['👍🏽', '👍'],
    ['❤️', '❤'],
    ['日本', '日本'],
    ['\ud800', '\ufffd'],
  ])('%j is printed as %j', (given, shown) => {
    expect(clean(given)).toBe(shown)
  })
})

describe('widths', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['●▲✖', 3],
    ['', 0],
  ])('%j takes %i cells', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  it.each([
    ['execution-quality', 9, 'exec…lity'],
    ['oms', 9, 'oms'],
    ['日本語サービス', 7, '日…ス'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j in %i cells is %j', (text, width, shown) => {
    expect(ellipsis(text, width)).toBe(shown)
  })

  it('never cuts a wide character in half', () => {
    expect(head('a日本', 2)).toBe('a')
    expect(lineWidth(toWidth([span('日本語')], 4))).toBe(4)
  })

  it('marks a cut, pads what is short and aligns right', () => {
    expect(plainText(toWidth([span('abcdef')], 4))).toBe('abc…')
    expect(plainText(toWidth([span('ab')], 4))).toBe('ab  ')
    expect(plainText(toWidth([span('ab')], 4, 'right'))).toBe('  ab')
    expect(plainText(spread([span('left side')], [span('right')], 12))).toBe('left s…right')
  })
})
