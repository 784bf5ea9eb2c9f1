import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimiter } from '../../../services/gateway/src/rate-limiter.ts'

test('of 1500 quick calls 1000 pass, and the limiter says when to come back', () => {
  const limiter = createRateLimiter({ windowMs: 60_000, max: 1000 })
  const answers = Array.from({ length: 1500 }, (_, i) => limiter.take('a', i))
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(1000)
  expect(answers[1000]).toEqual({ allowed: false, retryAfterMs: 59_000 })
  expect(limiter.take('a', 59_999).allowed).toBe(false)
  expect(limiter.take('a', 60_000).allowed).toBe(true)
})

test('clients do not share a window; a forgotten client starts afresh', () => {
  const limiter = createRateLimiter({ windowMs: 1000, max: 1, maxClients: 2 })
  expect(['a', 'b', 'a'].map((client) => limiter.take(client, 0).allowed)).toEqual([true, true, false])
  limiter.take('c', 0)
  expect(limiter.take('a', 0).allowed).toBe(false)
  expect(limiter.take('b', 0).allowed).toBe(true)
})

test('any calls: no window ever holds more than the limit, and a call is refused only when its window is full', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 })), fc.integer({ min: 1, max: 5 }), (gaps, max) => {
      const limiter = createRateLimiter({ windowMs: 100, max })
      const allowed: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        const inWindow = allowed.filter((at) => at > now - 100).length
        expect(limiter.take('a', now).allowed).toBe(inWindow < max)
        if (inWindow < max) allowed.push(now)
      }
    }),
  )
})
