// The tree that is copied is the tree that is surveyed: no link leads out of it, none inside is lost.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../src/app/context.ts'
import { openLegacy } from '../../src/app/legacy.ts'
import { bundledCatalog, ROOT } from '../support/catalog.ts'

const base = mkdtempSync(join(tmpdir(), 'trade2026-legacy-'))
const source = join(base, 'source')
const service = join(source, 'trading/apps/pnl')
const context = { cwd: base, toolRoot: ROOT, toolVersion: '0' } as unknown as Context

beforeAll(() => {
  mkdirSync(service, { recursive: true })
  mkdirSync(join(base, 'outside/sub'), { recursive: true })
  writeFileSync(join(base, 'outside/private.py'), 'TOP = "redis://localhost:6379"\n')
  writeFileSync(join(base, 'outside/sub/deep.py'), 'x = 1\n')
  writeFileSync(
    join(service, 'main.py'),
    'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=8107)\n',
  )
  writeFileSync(join(service, 'shared.py'), 'x = 1\n')
  symlinkSync(join(base, 'outside'), join(service, 'outdir'))
  symlinkSync(join(base, 'outside/private.py'), join(service, 'out.py'))
  symlinkSync('../../../../..', join(service, 'up'))
  symlinkSync('shared.py', join(service, 'alias.py'))
  symlinkSync('nowhere.py', join(service, 'dangling.py'))
  symlinkSync('.', join(service, 'loop'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('the source of a service', () => {
  it('holds its files and the files its links name inside the tree; nothing from outside, each told', async () => {
    const pnl = bundledCatalog().services.get('pnl')!
    const { files, excluded } = await openLegacy(context, bundledCatalog(), { source }).sourceOf(pnl)
    expect(files.map(({ path }) => path)).toEqual(['alias.py', 'main.py', 'shared.py'])
    expect(Buffer.from(files[0]!.read()).toString()).toBe('x = 1\n')
    expect(Object.fromEntries(excluded.map(({ reason, count }) => [reason, count]))).toEqual({
      'link out of the source': 4,
      'link to a folder of the source': 1,
    })
  })
})
