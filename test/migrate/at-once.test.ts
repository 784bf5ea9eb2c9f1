import { describe, expect, it } from 'vitest'
import { atOnce } from '../../src/migrate/at-once.ts'

const none = new AbortController().signal
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('atOnce', () => {
  it.each([1, 2, 3, 9])('never more than %i, all of them, begun in order', async (limit) => {
    let inside = 0
    let most = 0
    const begun: number[] = []
    await atOnce([1, 2, 3, 4, 5], { limit, signal: none }, async (item) => {
      begun.push(item)
      most = Math.max(most, ++inside)
      await turn()
      inside--
    })
    expect(begun).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(Math.min(limit, 5))
  })

  it('throws the first fault, after those at work have seen it and ended', async () => {
    const ended: string[] = []
    const work = atOnce(['slow', 'bad', 'late'], { limit: 2, signal: none }, async (item, signal) => {
      if (item === 'bad') throw new Error('broken')
      while (!signal.aborted) await turn()
      ended.push(item)
      throw new Error('an echo')
    })
    await expect(work).rejects.toThrow('broken')
    expect(ended).toEqual(['slow'])
  })

  it('nothing is nothing to do', async () => {
    await expect(atOnce([], { limit: 3, signal: none }, async () => {})).resolves.toBeUndefined()
  })
})
