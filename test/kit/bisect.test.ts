import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countUpTo } from '../../src/kit/bisect.ts'

test('counts as a walk would', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (values, limit) => {
      const rising = values.sort((a, b) => a - b)
      expect(countUpTo(rising.length, (at) => rising[at]!, limit)).toBe(rising.filter((value) => value <= limit).length)
    }),
  )
})
