import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { countTraces, headOf, isBinary } from '../../src/observe/traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'traces-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, 'f'), bytes)
  return join(folder, 'f')
}

it.each([
  ['nothing', '', 0],
  ['words and a drive', 'localhost 127.0.0.1 "C:\\\\data"', 3],
  ['UTF-16 without a mark', Buffer.from('url=http://localhost:1\n', 'utf16le'), 1],
])('counts traces of %s', (_, bytes, count) => {
  expect(countTraces(file(bytes))).toBe(count)
})

it('counts a trace once wherever a piece ends inside it', () => {
  const MB = 1024 * 1024
  fc.assert(
    fc.property(fc.integer({ min: MB - 80, max: MB + 80 }), fc.integer({ min: 0, max: 90 }), (first, gap) => {
      const text = `${'.'.repeat(first)}localhost${'.'.repeat(gap)}localhost${'.'.repeat(MB)}localhost`
      expect(countTraces(file(text))).toBe(3)
    }),
    { numRuns: 25 },
  )
})

it('knows text from bytes by the first of them', () => {
  expect(isBinary(headOf(file(Uint8Array.from([0x50, 0, 1]))))).toBe(true)
  expect(isBinary(headOf(file(Uint8Array.from([0xff, 0xfe, 0x61, 0]))))).toBe(false)
  expect(isBinary(headOf(file('')))).toBe(false)
})
