import { expect, test } from 'vitest'
import { auditLeftovers } from '../../../src/migrate/rewrite/audit.ts'
import { planOf, rewritten } from '../../support/rewrite.ts'

const options = { names: [] }

async function audited(files: Record<string, string>, tamper: (text: string) => string = (text) => text) {
  const plan = await planOf(files)
  const after = Object.entries(rewritten(files, plan)).map(
    ([path, bytes]) => [path, new TextEncoder().encode(tamper(new TextDecoder().decode(bytes)))] as const,
  )
  return auditLeftovers(new Map(after), plan, options)
}

test('what findings explain is no leftover', async () => {
  expect(
    await audited({ 'a.py': '# localhost:1 localhost:2\nu = "http://localhost:6105"\nx = y[::1]\nz = "a:\\n"\n' }),
  ).toEqual([])
})

test('a hit nobody explains is named with its place', async () => {
  const leftovers = await audited({ 'a.py': 'u = "http://localhost:6105"\n' }, (text) =>
    text.replace('tariff:8080', 'localhost:6105'),
  )
  expect(leftovers).toEqual([{ file: 'a.py', line: 1, column: 13, text: 'localhost:6105' }])
})

test('two leftovers need two explanations', async () => {
  const leftovers = await audited({ 'a.py': '# localhost:1\n' }, (text) =>
    text.replace('localhost:1', 'localhost:1 localhost:1'),
  )
  expect(leftovers).toHaveLength(1)
})

test('an explanation of another line does not count', async () => {
  expect(
    await audited({ 'a.py': '# localhost:1\nx = 1\n' }, (text) => text.replace('x = 1', 'x = "localhost:1"')),
  ).toMatchObject([{ line: 2 }])
})
