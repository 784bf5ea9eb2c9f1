import { expect, it } from 'vitest'
import { within } from '../../src/kit/within.ts'

it('gives what came in time', async () => {
  expect(await within(1000, Promise.resolve('value'))).toBe('value')
})

it('goes on without what never comes, and without what fails', async () => {
  expect(await within(5, new Promise(() => {}))).toBeUndefined()
  expect(await within(1000, Promise.reject(new Error('gone')))).toBeUndefined()
})
