import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode, lineStarts, positionAt } from '../../../src/migrate/rewrite/source.ts'

const utf16 = (text: string, head: number[], little: boolean): Uint8Array => {
  const bytes = [...text].flatMap((letter) => (little ? [letter.charCodeAt(0), 0] : [0, letter.charCodeAt(0)]))
  return Uint8Array.from([...head, ...bytes])
}

describe('decode', () => {
  test.each([
    ['plain', new TextEncoder().encode('a=ü\r\n'), 'utf-8', 'a=ü\r\n'],
    ['with byte order mark', Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]), 'utf-8-bom', 'a'],
    ['UTF-16 little', utf16('hi', [0xff, 0xfe], true), 'utf-16le-bom', 'hi'],
    ['UTF-16 big', utf16('hi', [0xfe, 0xff], false), 'utf-16be-bom', 'hi'],
    ['Latin-1', Uint8Array.from([0x61, 0xfc]), 'latin-1', 'aü'],
  ])('%s', (_name, bytes, encoding, body) => {
    expect(decode(bytes)).toEqual({ encoding, body })
  })

  test('refuses what no encoding gives back', () => {
    expect(decode(Uint8Array.from([0xff, 0xfe, 0x61, 0x00, 0x62]))).toBeUndefined()
  })

  test('whatever it accepts, it gives back byte for byte', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom([], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]),
        (tail, head) => {
          const bytes = Uint8Array.from([...head, ...tail])
          const source = decode(bytes)
          if (source !== undefined) expect(encode(source)).toEqual(bytes)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

test('positions are 1-based, in UTF-16 units', () => {
  const text = 'a\r\n𝄞b\n'
  const starts = lineStarts(text)
  expect(positionAt(starts, text.indexOf('b'))).toEqual({ line: 2, column: 3 })
  expect(positionAt(starts, 0)).toEqual({ line: 1, column: 1 })
  expect(positionAt(starts, text.length)).toEqual({ line: 3, column: 1 })
})
