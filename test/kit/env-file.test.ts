import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseEnvFile, renderEnvFile } from '../../src/kit/env-file.ts'

it('gives back every value, whatever is in it', () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/)
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (values) => {
      expect(parseEnvFile(renderEnvFile(values, 'test'))).toEqual(values)
    }),
  )
})

it('writes names in order, so that equal values are equal bytes', () => {
  expect(renderEnvFile({ B: '$2', A: "it's" }, 'h')).toBe(`# h\nA="it's"\nB='$2'\n`)
})
