import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { diskReader } from '../../src/app/reader.ts'

const root = mkdtempSync(join(tmpdir(), 'reader-'))
beforeAll(() => {
  mkdirSync(join(root, 'services/depot/service.yaml'), { recursive: true })
  writeFileSync(join(root, 'infra'), '')
  writeFileSync(join(root, 'trade2026.yaml'), 'x')
})
afterAll(() => rmSync(root, { recursive: true }))

it('reads files, lists folders, and has nothing where nothing is', () => {
  const reader = diskReader(root)
  expect(reader.read('trade2026.yaml')).toBe('x')
  expect(reader.list('services')).toEqual(['depot'])
  expect(reader.read('nothing')).toBeUndefined()
  expect(reader.read('trade2026.yaml/below')).toBeUndefined()
  expect(reader.list('nothing')).toEqual([])
})

it.each([
  [
    'a folder in the place of a file',
    () => diskReader(root).read('services/depot/service.yaml'),
    'services/depot/service.yaml: found something else, expected a file',
  ],
  [
    'a file in the place of a folder',
    () => diskReader(root).list('infra'),
    'infra: found something else, expected a folder',
  ],
])('names %s', (_, act, message) => {
  expect(act).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE', message: expect.stringContaining(message) }))
})
