import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyParser } from '../../src/tui/keys.ts'

const names = (chunks: string[]) => {
  const parser = createKeyParser()
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.flush()].map((input) =>
    input.kind === 'key' ? input.key : `report ${input.mode}=${input.value}`,
  )
}

describe('the key parser', () => {
  it.each<[string, string[]]>([
    ['jk', ['j', 'k']],
    ['\x1b[A\x1bOB', ['up', 'down']],
    ['\x1b[5~\x1b[6~\x1b[Z', ['pgup', 'pgdn', 'shift-tab']],
    ['\x03\x0c\x1a\x04', ['ctrl-c', 'ctrl-l', 'ctrl-z', 'ctrl-d']],
    ['\r\t\x7f', ['enter', 'tab', 'backspace']],
    ['\x1b', ['esc']],
    ['é日👍', ['é', '日', '👍']],
    ['\x1b[?2026;2$yq', ['report 2026=2', 'q']],
    ['\x1b[?1;2c\x1b[24;80R', []],
  ])('reads %j as %j', (bytes, keys) => {
    expect(names([bytes])).toEqual(keys)
  })

  it('reads the same however the bytes are cut', () => {
    const text = 'j\x1b[A\x1b[?2026;1$y\x1bOAé/q\x1b[6~'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 6 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length]
        expect(names(at.slice(1).map((end, index) => text.slice(at[index], end)))).toEqual(names([text]))
      }),
    )
  })

  it('holds a lone escape back until it is told that nothing follows', () => {
    const parser = createKeyParser()
    expect(parser.push('\x1b')).toEqual([])
    expect(parser.pending).toBe(true)
    expect(parser.flush()).toEqual([{ kind: 'key', key: 'esc' }])
    expect(parser.pending).toBe(false)
  })
})
