import { expect, it } from 'vitest'
import { closeSoon, within } from '../../src/kit/within.ts'

it('gives what came in time', async () => {
  expect(await within(1000, Promise.resolve('value'))).toBe('value')
})

it('goes on without what never comes, and without what fails', async () => {
  expect(await within(5, new Promise(() => {}))).toBeUndefined()
  expect(await within(1000, Promise.reject(new Error('gone')))).toBeUndefined()
})

it('leaves a connection whose other end never answers', async () => {
  let asked = 0
  const connection = {
    close: () => {
      asked++
      return new Promise<void>(() => {})
    },
  }
  await closeSoon(connection)
  expect(asked).toBe(1)
})
