// `init` writes a whole platform or nothing, and never over a file that is there.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../src/app/context.ts'
import { initPlatform } from '../../src/app/init.ts'
import { loadDefinitions, loadSettings } from '../../src/catalog/load.ts'
import { diskReader, ROOT } from '../support/catalog.ts'

let base: string
const context = (): Context => ({ cwd: base, toolRoot: ROOT, toolVersion: '0' }) as unknown as Context

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'trade2026-init-'))
  mkdirSync(join(base, 'old/tide'), { recursive: true })
  writeFileSync(join(base, 'old/tide/main.py'), 'R = "redis://localhost:6379"\napp.run(port=6301)\n')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('a platform from a legacy tree, which its settings name', async () => {
  const report = await initPlatform(context(), { dir: 'new', from: 'old' })
  expect(report).toMatchObject({ platform: join(base, 'new'), services: ['tide'], infra: ['redis'] })
  const reader = diskReader(join(base, 'new'))
  expect(loadSettings(reader)).toMatchObject({ name: 'new', legacyRoot: '../old' })
  expect(loadDefinitions(reader).map(({ id }) => id)).toEqual(['redis', 'tide'])
})

test('files that are there are named, and nothing is written', async () => {
  mkdirSync(join(base, 'new/infra'), { recursive: true })
  writeFileSync(join(base, 'new/infra/redis.yaml'), 'mine')
  await expect(initPlatform(context(), { dir: 'new', from: 'old' })).rejects.toMatchObject({
    code: 'USAGE',
    exit: 2,
    message: expect.stringContaining('infra/redis.yaml'),
  })
  expect(readFileSync(join(base, 'new/infra/redis.yaml'), 'utf8')).toBe('mine')
  expect(existsSync(join(base, 'new/trade2026.yaml'))).toBe(false)
})

test('a legacy tree that is not there', async () => {
  await expect(initPlatform(context(), { dir: 'new', from: 'nowhere' })).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  })
})
