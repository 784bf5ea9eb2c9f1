// A piece of Trade2025 is moved by the ten steps, proven, left alone on a second run, and taken back byte for byte.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STEP_IDS } from '../../../src/model/ids.ts'
import type { MigrateReport, PsReport } from '../../../src/model/report.ts'
import { ROOT } from '../../support/catalog.ts'
import { type CliPlatform, cliPlatform } from '../../support/cli-platform.ts'

const SOURCE = join(ROOT, 'test/fixtures/trade2025')
const SERVICES = ['pnl', 'ptrc', 'execution-quality', 'monitoring']
let platform: CliPlatform
let sourceBefore: string

function treeDigest(folder: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile())) {
    const path = join(entry.parentPath, entry.name)
    hash.update(path).update(readFileSync(path))
  }
  return hash.digest('hex')
}

beforeAll(async () => {
  platform = cliPlatform(11_542)
  sourceBefore = treeDigest(SOURCE)
  expect((await platform.run(['up'])).code).toBe(0)
}, 60_000)
afterAll(() => platform.dispose(), 60_000)

const migrate = (...args: string[]) => ['migrate', ...SERVICES, '--source', SOURCE, ...args]

describe('a legacy system', () => {
  it('is shown what would be done, and nothing is written', async () => {
    const before = platform.digest('.')
    const report = await platform.json<MigrateReport & { plan: unknown[] }>(migrate('--dry-run'))
    expect(report.plan.length).toBeGreaterThan(20)
    const after = platform.digest('.')
    const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path])
    // The services that run go on writing their own data and logs.
    expect(
      changed.filter((path) => !/^\.trade2026\/(data|logs|lake|timeseries|run|supervisor|cache)/.test(path)),
    ).toEqual([])
  })

  it('is migrated: every step done, with evidence', async () => {
    const report = await platform.json<MigrateReport>(migrate())
    for (const service of report.services) {
      expect([service.id, ...service.steps.map(({ status }) => status)]).toEqual([
        service.id,
        ...STEP_IDS.map(() => 'done'),
      ])
    }
    const files = report.services
      .flatMap(({ steps }) => steps.flatMap(({ evidence }) => evidence))
      .filter(({ path }) => path !== undefined)
    expect(files.length).toBeGreaterThan(20)
    for (const { path, sha256 } of files) {
      const bytes = readFileSync(join(platform.root, '.trade2026', path!))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  }, 180_000)

  it('runs from the stack, and its source is as it was', async () => {
    const { services } = await platform.json<PsReport>(['ps'])
    expect(
      SERVICES.map((id) => services.find((service) => service.id === id)).map((it) => [it?.origin, it?.health]),
    ).toEqual(SERVICES.map(() => ['stack', 'healthy']))
    expect(treeDigest(SOURCE)).toBe(sourceBefore)
  })

  it('names its peers as containers do, in stack/', () => {
    const settings = readFileSync(join(platform.root, 'stack/ptrc/settings.py'), 'utf8')
    expect(settings).toContain('OMS_BASE = "http://oms:8099"')
    expect(settings).toContain('LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")')
  })

  it('stays as it is on a second run: no change, not one byte of journal', async () => {
    const before = { stack: platform.digest('stack'), journal: platform.digest('.trade2026')['journal.jsonl'] }
    expect(await platform.json<MigrateReport>(migrate())).toMatchObject({ verdict: 'pass', changes: 0 })
    expect({ stack: platform.digest('stack'), journal: platform.digest('.trade2026')['journal.jsonl'] }).toEqual(before)
  })

  it('a file edited by somebody else stops the rollback, and nothing is touched', async () => {
    const file = join(platform.root, 'stack/pnl/main.py')
    const own = readFileSync(file)
    const { writeFileSync } = await import('node:fs')
    writeFileSync(file, `${own}# edited\n`)
    const before = platform.digest('stack')
    const result = await platform.run(['rollback', 'pnl'])
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('stack/pnl/main.py')
    expect(platform.digest('stack')).toEqual(before)
    writeFileSync(file, own)
  })

  it('is taken back byte for byte, in any order', async () => {
    expect((await platform.run(['rollback', 'monitoring', 'pnl'])).code).toBe(0)
    expect((await platform.run(['rollback', 'ptrc', 'execution-quality'])).code).toBe(0)
    expect(platform.digest('stack')).toEqual({})
    expect(existsSync(join(platform.root, 'COMPLETION_TRACKER.md'))).toBe(false)
    const { services } = await platform.json<PsReport>(['ps'])
    expect(services.filter(({ origin }) => origin === 'stack')).toEqual([])
  }, 60_000)

  // Until integration: what risk must reach in performance is a question for a machine that does nothing else.
  it('a bundled service is migrated too, takes the place of its twin and gives it back', async () => {
    expect(await platform.json<MigrateReport>(['migrate', 'risk', '--until', 'integration'])).toMatchObject({
      verdict: 'pass',
    })
    const origin = async () => (await platform.json<PsReport>(['ps'])).services.find(({ id }) => id === 'risk')
    expect(await origin()).toMatchObject({ origin: 'stack', health: 'healthy' })
    expect((await platform.run(['rollback', 'risk'])).code).toBe(0)
    expect(await origin()).toMatchObject({ origin: 'bundled', health: 'healthy' })
  }, 90_000)
})
